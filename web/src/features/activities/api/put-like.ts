import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Person } from '../../../shared/session/person';
import type { Activity } from '../activity';
import { changeActivity } from './activity-pages';
import { callsAs } from './calls-as';

export async function putLike(me: Person, uuid: string, liked: boolean): Promise<Activity> {
  const answer = await callsAs(me).send(liked ? 'PUT' : 'DELETE', `/api/activities/${uuid}/like`);
  return answer.body as Activity;
}

/** Shown at once, and taken back when it was refused. */
export function usePutLike(me: Person, uuid: string) {
  const queryClient = useQueryClient();
  const show = (liked: boolean) =>
    changeActivity(queryClient, uuid, (it) =>
      it.liked === liked ? it : { ...it, liked, likes_count: Math.max(0, it.likes_count + (liked ? 1 : -1)) },
    );
  return useMutation({
    mutationFn: (liked: boolean) => putLike(me, uuid, liked),
    onMutate: show,
    onError: (_, liked) => show(!liked),
    onSuccess: ({ liked, likes_count }) => changeActivity(queryClient, uuid, (it) => ({ ...it, liked, likes_count })),
  });
}
