import { queryOptions, useQuery } from '@tanstack/react-query';
import { http } from '../../../shared/api/http';

/** What there is to sign in with; the pages are the same for every provider of accounts. */
export interface SignInOffer {
  readonly provider: string;
  /** Whether a forgotten password can be replaced. */
  readonly sends_codes: boolean;
  /** Where the provider signs people in on a page of its own. */
  readonly hosted_page: string | null;
  /** Whether this server shows at /mails what it would send. */
  readonly shows_mails: boolean;
}

export async function getSignInOffer(): Promise<SignInOffer> {
  return (await http.send('GET', '/api/sign_in')).body as SignInOffer;
}

const signInOfferQuery = queryOptions({
  queryKey: ['sign-in-offer'],
  queryFn: getSignInOffer,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Null until it is known, and where it cannot be: then the pages offer what every server has. */
export function useSignInOffer(): SignInOffer | null {
  return useQuery(signInOfferQuery).data ?? null;
}
