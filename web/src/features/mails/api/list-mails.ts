import { isUnknownOutcome } from '@cruddur/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { http } from '../../../shared/api/http';

export interface Mail {
  readonly uuid: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly sent_at: string;
}

export async function listMails(key: string): Promise<readonly Mail[]> {
  return (await http.send('GET', '/api/mails', undefined, { 'Cruddur-Mail-Key': key })).body as Mail[];
}

/** Whoever waits for one looks here: it is there within moments. */
const refreshMilliseconds = 2_000;

const mailsQuery = (key: string) =>
  queryOptions({
    queryKey: ['mails', key],
    queryFn: () => listMails(key),
    // A refusal stays one; whatever else was in the way may pass.
    refetchInterval: (query) =>
      query.state.error === null || isUnknownOutcome(query.state.error) ? refreshMilliseconds : false,
  });

export function useMails(key: string) {
  return useQuery(mailsQuery(key));
}
