import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Person } from '../../../shared/session/person';
import type { Activity } from '../activity';
import { settleActivity } from './activity-pages';
import { callsAs } from './calls-as';

export async function putLike(me: Person, uuid: string, liked: boolean): Promise<Activity> {
  const answer = await callsAs(me).send(liked ? 'PUT' : 'DELETE', `/api/activities/${uuid}/like`);
  return answer.body as Activity;
}

/** Each wish after the one before: of two calls on their way the first might arrive last. */
export function usePutLike(me: Person, uuid: string) {
  const queryClient = useQueryClient();
  return useMutation({
    scope: { id: `like ${uuid}` },
    mutationFn: (liked: boolean) => putLike(me, uuid, liked),
    onSuccess: ({ liked, likes_count }) => settleActivity(queryClient, uuid, (it) => ({ ...it, liked, likes_count })),
  });
}
