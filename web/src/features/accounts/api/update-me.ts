import { useMutation, useQueryClient } from '@tanstack/react-query';
import { http } from '../../../shared/api/http';
import { meQuery } from '../../../shared/session/get-me';
import type { Me } from '../../../shared/session/person';

export async function updateMe(change: { readonly display_name: string }): Promise<Me> {
  return (await http.send('PATCH', '/api/me', change)).body as Me;
}

export function useUpdateMe() {
  const queryClient = useQueryClient();
  return useMutation({ mutationFn: updateMe, onSuccess: (me) => queryClient.setQueryData(meQuery.queryKey, me) });
}
