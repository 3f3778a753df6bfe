import { useInfiniteQuery } from '@tanstack/react-query';
import type { Person } from '../../../shared/session/person';
import type { Activity } from '../activity';
import { activityPagesQuery } from './activity-pages';

export function repliesQuery(reader: Person | null, post: string) {
  const read = (body: unknown) => (body as { replies: Activity[] }).replies;
  return activityPagesQuery(reader, ['replies', post], `/api/activities/${post}?limit=20`, read);
}

export function useReplies(reader: Person | null, post: string) {
  return useInfiniteQuery(repliesQuery(reader, post));
}
