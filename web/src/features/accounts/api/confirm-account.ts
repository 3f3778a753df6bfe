import { useMutation, useQueryClient } from '@tanstack/react-query';
import { http } from '../../../shared/api/http';
import { beginSession } from '../../../shared/session/begin-session';
import type { Me } from '../../../shared/session/person';
import { requireLogin } from '../field-errors';
import { typedCredentials } from '../waiting-account';
import { type Credentials, createSession } from './create-session';

export interface Confirmation {
  readonly login: string;
  readonly code: string;
}

/**
 * Confirms, and signs in with what was typed a moment ago; null when there is nothing to sign in with, or it was not taken:
 * the account is confirmed all the same.
 */
export async function confirmAccount(confirmation: Confirmation, credentials: Credentials | null): Promise<Me | null> {
  requireLogin(confirmation.login, 'Enter your handle.');
  await http.send('POST', '/api/accounts/confirmation', confirmation);
  return credentials === null ? null : createSession(credentials).catch(() => null);
}

export function useConfirmAccount(credentials: Credentials | null, whenNotSignedIn: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (confirmation: Confirmation) => confirmAccount(confirmation, credentials),
    onSuccess: (me) => {
      typedCredentials.forget();
      if (me === null) whenNotSignedIn();
      else beginSession(queryClient, me);
    },
  });
}
