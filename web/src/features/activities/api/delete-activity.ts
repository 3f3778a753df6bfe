import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Person } from '../../../shared/session/person';
import type { Activity } from '../activity';
import { changeActivity, settleActivity } from './activity-pages';
import { callsAs } from './calls-as';

/** @param beforeItGoes Called when it is deleted and still shown. */
export function useDeleteActivity(
  me: Person,
  { uuid, reply_to_activity_uuid: post }: Activity,
  beforeItGoes: () => void,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => callsAs(me).send('DELETE', `/api/activities/${uuid}`),
    onSuccess: () => {
      beforeItGoes();
      settleActivity(queryClient, uuid, () => null);
      if (post === null) return;
      changeActivity(queryClient, post, (it) => ({ ...it, replies_count: Math.max(0, it.replies_count - 1) }));
    },
  });
}
