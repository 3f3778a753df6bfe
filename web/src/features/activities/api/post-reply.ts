import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Person } from '../../../shared/session/person';
import type { Activity } from '../activity';
import { addActivity, changeActivity } from './activity-pages';
import { callsAs } from './calls-as';
import { repliesQuery } from './get-replies';

export interface NewReply {
  /** The same over every attempt. */
  readonly activity_uuid: string;
  readonly message: string;
}

export async function postReply(me: Person, post: string, reply: NewReply): Promise<Activity> {
  return (await callsAs(me).send('POST', `/api/activities/${post}/replies`, reply)).body as Activity;
}

export function usePostReply(me: Person, post: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (reply: NewReply) => postReply(me, post, reply),
    onSuccess: (activity) => {
      addActivity(queryClient, repliesQuery(me, post).queryKey, activity, 'last');
      changeActivity(queryClient, post, (it) => ({ ...it, replies_count: it.replies_count + 1 }));
    },
  });
}
