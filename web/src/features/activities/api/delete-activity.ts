import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Person } from '../../../shared/session/person';
import type { Activity } from '../activity';
import { changeActivity } from './activity-pages';
import { callsAs } from './calls-as';

export function useDeleteActivity(me: Person, { uuid, reply_to_activity_uuid: post }: Activity) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => callsAs(me).send('DELETE', `/api/activities/${uuid}`),
    onSuccess: () => {
      changeActivity(queryClient, uuid, () => null);
      if (post === null) return;
      changeActivity(queryClient, post, (it) => ({ ...it, replies_count: Math.max(0, it.replies_count - 1) }));
    },
  });
}
