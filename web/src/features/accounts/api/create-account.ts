import { useMutation, useQueryClient } from '@tanstack/react-query';
import { http } from '../../../shared/api/http';
import { beginSession } from '../../../shared/session/begin-session';
import type { Me } from '../../../shared/session/person';
import { createSession } from './create-session';

export interface NewAccount {
  readonly handle: string;
  readonly display_name: string;
  readonly email: string;
  readonly password: string;
}

/** An account does not sign in by itself; a person who just made one expects to be in. */
export async function createAccount(account: NewAccount): Promise<Me> {
  await http.send('POST', '/api/accounts', account);
  return createSession({ login: account.handle, password: account.password });
}

export function useCreateAccount() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: createAccount,
    onSuccess: (me) => beginSession(queryClient, me),
  });
}
