import { hasCode } from '@cruddur/client';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLive } from '../../../live/react/live-context';
import { http } from '../../../shared/api/http';
import type { Me } from '../../../shared/session/person';

export interface Session {
  readonly uuid: string;
  readonly kind: 'browser' | 'token';
  /** What the browser or program calls itself; empty when it does not say. */
  readonly device: string;
  /** The network it signed in from; empty when it is not known. */
  readonly address: string;
  readonly created_at: string;
  /** Behind by up to an hour. */
  readonly last_seen_at: string;
  readonly is_current: boolean;
}

export async function listSessions(me: Me): Promise<readonly Session[]> {
  return (await http.actingAs(me.uuid).send('GET', '/api/sessions')).body as Session[];
}

/** Also when it was over already: another tab may have ended it. */
export async function deleteOneSession(me: Me, session: Session): Promise<void> {
  try {
    await http.actingAs(me.uuid).send('DELETE', `/api/sessions/${session.uuid}`);
  } catch (error) {
    if (!hasCode(error, 'session_not_found')) throw error;
  }
}

export async function deleteOtherSessions(me: Me): Promise<void> {
  await http.actingAs(me.uuid).send('DELETE', '/api/sessions');
}

export const sessionsQuery = (me: Me) =>
  queryOptions({ queryKey: ['sessions', me.uuid], queryFn: () => listSessions(me) });

export function useSessions() {
  const { me } = useLive();
  return useQuery(sessionsQuery(me));
}

/** Ends one, or all others where none is named. */
export function useEndSessions() {
  const { me } = useLive();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (session: Session | null) =>
      session === null ? deleteOtherSessions(me) : deleteOneSession(me, session),
    onSettled: () => queryClient.invalidateQueries({ queryKey: sessionsQuery(me).queryKey }),
  });
}
