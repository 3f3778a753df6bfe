import { hasCode } from '@cruddur/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { http } from '../../../shared/api/http';
import { beginSession } from '../../../shared/session/begin-session';
import type { Me } from '../../../shared/session/person';

export interface Credentials {
  /** A handle, with or without @, or an e-mail address. */
  readonly login: string;
  readonly password: string;
}

export async function createSession(credentials: Credentials): Promise<Me> {
  return (await http.send('POST', '/api/session', credentials)).body as Me;
}

/** @param whenUnconfirmed The password is right, and a code is to be typed first. */
export function useCreateSession(whenUnconfirmed: (credentials: Credentials) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: createSession,
    onSuccess: (me) => beginSession(queryClient, me),
    onError: (error, credentials) => {
      if (hasCode(error, 'account_not_confirmed')) whenUnconfirmed(credentials);
    },
  });
}
