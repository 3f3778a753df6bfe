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

/**
 * An account does not sign in by itself; a person who just made one expects to be in. Either answer may be lost on its
 * way: `perhapsOurs` keeps the handles of such tries, and one of them that is taken is most likely taken by ourselves.
 */
export async function createAccount(account: NewAccount, perhapsOurs: Set<string>): Promise<Me> {
  const credentials: Credentials = { login: account.handle, password: account.password };
  try {
    await http.send('POST', '/api/accounts', account);
  } catch (error) {
    if (isUnknownOutcome(error)) perhapsOurs.add(account.handle);
    // For any other handle this would count as a wrong password of whoever has it, and lock them out in the end.
    if (!hasCode(error, 'handle_taken') || !perhapsOurs.has(account.handle)) throw error;
    return createSession(credentials).catch((refusal: unknown) => {
      throw hasCode(refusal, 'invalid_credentials') ? error : refusal;
    });
  }
  perhapsOurs.add(account.handle);
  return createSession(credentials).catch((cause: unknown) => {
    throw new AccountReady({ cause });
  });
}

export function useCreateAccount() {
  const queryClient = useQueryClient();
  const perhapsOurs = useRef(new Set<string>());
  return useMutation({
    mutationFn: (account: NewAccount) => createAccount(account, perhapsOurs.current),
    onSuccess: (me) => beginSession(queryClient, me),
  });
}
