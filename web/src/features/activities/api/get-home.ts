import { useInfiniteQuery } from '@tanstack/react-query';
import type { Person } from '../../../shared/session/person';
import { activityPagesQuery } from './activity-pages';

export function homeQuery(reader: Person | null) {
  return activityPagesQuery(reader, ['home'], '/api/activities/home?limit=20');
}

export function useHome(reader: Person | null) {
  return useInfiniteQuery({ ...homeQuery(reader), refetchOnWindowFocus: true });
}
