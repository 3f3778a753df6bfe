import { queryOptions, useQuery } from '@tanstack/react-query';
import { http } from '../../../shared/api/http';

/** Found or created: asking twice gives the same group, so this is a query for all that it is a POST. */
export async function openMessageGroup(handle: string): Promise<{ uuid: string }> {
  return (await http.send('POST', '/api/message_groups', { handle })).body as { uuid: string };
}

export function openMessageGroupQuery(handle: string) {
  return queryOptions({
    queryKey: ['message-group-with', handle.toLowerCase()],
    queryFn: () => openMessageGroup(handle),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useOpenMessageGroup(handle: string) {
  return useQuery(openMessageGroupQuery(handle));
}
