import { useMutation, useQueryClient } from '@tanstack/react-query';
import { http } from '../../../shared/api/http';
import { beginSession } from '../../../shared/session/begin-session';
import type { Me } from '../../../shared/session/person';
import { requireLogin } from '../field-errors';
import { createSession } from './create-session';

export interface PasswordReset {
  readonly login: string;
  readonly code: string;
  readonly password: string;
}

/** Sets the password and signs in with it; null when that was not taken: the password is the new one all the same. */
export async function resetPassword(reset: PasswordReset): Promise<Me | null> {
  requireLogin(reset.login);
  await http.send('POST', '/api/password/reset', reset);
  return createSession({ login: reset.login, password: reset.password }).catch(() => null);
}

export function useResetPassword(whenNotSignedIn: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: resetPassword,
    onSuccess: (me) => (me === null ? whenNotSignedIn() : beginSession(queryClient, me)),
  });
}
