import { queryOptions, useQuery } from '@tanstack/react-query';
import { useLive } from '../../../live/react/live-context';
import { http } from '../../../shared/api/http';
import type { Me } from '../../../shared/session/person';

/** Found or created: asking twice gives the same group, so this is a query for all that it is a POST. */
export async function openMessageGroup(me: Me, handle: string): Promise<{ uuid: string }> {
  return (await http.actingAs(me.uuid).send('POST', '/api/message_groups', { handle })).body as { uuid: string };
}

export function openMessageGroupQuery(me: Me, handle: string) {
  return queryOptions({
    queryKey: ['message-group-with', handle.toLowerCase()],
    queryFn: () => openMessageGroup(me, handle),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useOpenMessageGroup(handle: string) {
  const { me } = useLive();
  return useQuery(openMessageGroupQuery(me, handle));
}
