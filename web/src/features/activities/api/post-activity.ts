import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Person } from '../../../shared/session/person';
import type { Activity, Ttl } from '../activity';
import { addActivity } from './activity-pages';
import { callsAs } from './calls-as';
import { homeQuery } from './get-home';
import { userActivitiesQuery } from './get-user-activities';

export interface NewPost {
  /** The same over every attempt: it is then posted once, however often it is sent. */
  readonly activity_uuid: string;
  readonly message: string;
  readonly ttl: Ttl;
}

export async function postActivity(me: Person, post: NewPost): Promise<Activity> {
  return (await callsAs(me).send('POST', '/api/activities', post)).body as Activity;
}

export function usePostActivity(me: Person) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (post: NewPost) => postActivity(me, post),
    onSuccess: (activity) => {
      addActivity(queryClient, homeQuery(me).queryKey, activity, 'first');
      addActivity(queryClient, userActivitiesQuery(me, me.handle).queryKey, activity, 'first');
    },
  });
}
