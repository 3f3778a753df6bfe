import { hasCode, isUnknownOutcome } from '@cruddur/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { http } from '../../../shared/api/http';
import { beginSession } from '../../../shared/session/begin-session';
import type { Me } from '../../../shared/session/person';
import { type Credentials, createSession } from './create-session';

export interface NewAccount {
  readonly handle: string;
  readonly display_name: string;
  readonly email: string;
  readonly password: string;
}

/** The account is there, and signing in to it did not work. */
export class AccountReady extends Error {
  override readonly name = 'AccountReady';

  constructor(options: ErrorOptions) {
    super('Your account is ready. Sign in with it.', options);
  }
}

/** The account is there, and is signed in to once the code was typed that was sent. */
export interface Unconfirmed {
  readonly sentTo: string | null;
}

/**
 * An account does not sign in by itself; a person who just made one expects to be in. Either answer may be lost on its
 * way: `perhapsOurs` keeps the handles of such tries, and one of them that is taken is most likely taken by ourselves.
 */
export async function createAccount(account: NewAccount, perhapsOurs: Set<string>): Promise<Me | Unconfirmed> {
  const credentials: Credentials = { login: account.handle, password: account.password };
  let sentTo: string | null;
  try {
    const { body } = await http.send('POST', '/api/accounts', account);
    sentTo = (body as { readonly code_sent_to?: string | null }).code_sent_to ?? null;
  } catch (error) {
    if (isUnknownOutcome(error)) perhapsOurs.add(account.handle);
    // For any other handle this would count as a wrong password of whoever has it, and lock them out in the end.
    if (!hasCode(error, 'handle_taken') || !perhapsOurs.has(account.handle)) throw error;
    return createSession(credentials).catch((refusal: unknown) => {
      if (hasCode(refusal, 'account_not_confirmed')) return { sentTo: null };
      throw hasCode(refusal, 'invalid_credentials') ? error : refusal;
    });
  }
  perhapsOurs.add(account.handle);
  if (sentTo !== null) return { sentTo };
  return createSession(credentials).catch((cause: unknown) => {
    throw new AccountReady({ cause });
  });
}

export function useCreateAccount(whenUnconfirmed: (account: NewAccount, sentTo: string | null) => void) {
  const queryClient = useQueryClient();
  const perhapsOurs = useRef(new Set<string>());
  return useMutation({
    mutationFn: (account: NewAccount) => createAccount(account, perhapsOurs.current),
    onSuccess: (result, account) => {
      if ('sentTo' in result) whenUnconfirmed(account, result.sentTo);
      else beginSession(queryClient, result);
    },
  });
}
