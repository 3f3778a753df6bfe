import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLive } from '../../../live/react/live-context';
import { http } from '../../../shared/api/http';
import type { Me } from '../../../shared/session/person';
import { sessionsQuery } from './sessions';

export interface PasswordChange {
  readonly current_password: string;
  readonly new_password: string;
}

export async function putPassword(me: Me, change: PasswordChange): Promise<void> {
  await http.actingAs(me.uuid).send('PUT', '/api/me/password', change);
}

export function usePutPassword() {
  const { me } = useLive();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: PasswordChange) => putPassword(me, change),
    // It ended the others; that is no reason to say that the change waits.
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: sessionsQuery(me).queryKey }),
  });
}
