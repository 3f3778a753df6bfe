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

export function useCreateSession() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: createSession,
    onSuccess: (me) => beginSession(queryClient, me),
  });
}
