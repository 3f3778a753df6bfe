import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLive } from '../../../live/react/live-context';
import { http } from '../../../shared/api/http';
import { meQuery } from '../../../shared/session/get-me';
import type { Me } from '../../../shared/session/person';

export async function updateMe(me: Me, change: { readonly display_name: string }): Promise<Me> {
  return (await http.actingAs(me.uuid).send('PATCH', '/api/me', change)).body as Me;
}

export function useUpdateMe() {
  const queryClient = useQueryClient();
  const { me } = useLive();
  return useMutation({
    mutationFn: (change: { readonly display_name: string }) => updateMe(me, change),
    onSuccess: (changed) => queryClient.setQueryData(meQuery.queryKey, changed),
  });
}
