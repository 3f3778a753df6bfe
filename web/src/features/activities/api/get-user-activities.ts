import { useInfiniteQuery } from '@tanstack/react-query';
import type { Person } from '../../../shared/session/person';
import { activityPagesQuery } from './activity-pages';

export function userActivitiesQuery(reader: Person | null, handle: string) {
  const address = `/api/activities/@${encodeURIComponent(handle)}?limit=20`;
  return activityPagesQuery(reader, ['user', handle.toLowerCase()], address);
}

export function useUserActivities(reader: Person | null, handle: string) {
  return useInfiniteQuery(userActivitiesQuery(reader, handle));
}
