import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Person } from '../../../shared/session/person';
import type { Activity } from '../activity';
import { callsAs } from './calls-as';

export interface ActivityPage {
  readonly activities: readonly Activity[];
  /** The address of the next page. */
  readonly next: string | null;
}

export type ActivityPages = InfiniteData<ActivityPage, unknown>;

const all = 'activities';

/** What every list of activities is asked by: page after page, each at the address that the one before gave. */
export function activityPagesQuery(
  reader: Person | null,
  key: readonly string[],
  address: string,
  read: (body: unknown) => readonly Activity[] = (body) => body as Activity[],
) {
  return infiniteQueryOptions({
    queryKey: activitiesKey(reader, ...key),
    queryFn: async ({ pageParam, signal }): Promise<ActivityPage> => {
      // A page may be empty although there are more: nobody is to press for the next one in vain.
      for (let at = pageParam; ; ) {
        const { body, next } = await callsAs(reader).send('GET', at);
        const activities = read(body);
        if (activities.length > 0 || next === null || signal.aborted) return { activities, next };
        at = next;
      }
    },
    initialPageParam: address,
    getNextPageParam: (last: ActivityPage) => last.next,
  });
}

export function activitiesKey(reader: Person | null, ...key: readonly string[]): readonly string[] {
  return [all, reader?.uuid ?? '', ...key];
}

/** In every list that has it; null takes it out. */
export function changeActivity(
  queryClient: QueryClient,
  uuid: string,
  change: (activity: Activity) => Activity | null,
): void {
  const changed = (activity: Activity) => (activity.uuid === uuid ? (change(activity) ?? []) : activity);
  queryClient.setQueriesData<ActivityPages>({ queryKey: [all] }, (list) => {
    if (!list?.pages.some((page) => page.activities.some((activity) => activity.uuid === uuid))) return list;
    return {
      ...list,
      pages: list.pages.map((page) => ({ ...page, activities: page.activities.flatMap(changed) })),
    };
  });
}

/**
 * For a change that the server has made and that can be made twice. A list that was being read meanwhile may come as it was
 * before: it is changed when it has come.
 */
export function settleActivity(
  queryClient: QueryClient,
  uuid: string,
  change: (activity: Activity) => Activity | null,
): void {
  const settle = () => changeActivity(queryClient, uuid, change);
  settle();
  for (const query of queryClient.getQueryCache().findAll({ queryKey: [all], fetchStatus: 'fetching' })) {
    query.promise?.then(settle, settle);
  }
}

/** Where the list has been read, in front or at its end; there already when it was sent again. */
export function addActivity(
  queryClient: QueryClient,
  key: readonly string[],
  activity: Activity,
  place: 'first' | 'last',
): void {
  queryClient.setQueryData<ActivityPages>(key, (list) => {
    if (list === undefined || list.pages.some((page) => page.activities.some(({ uuid }) => uuid === activity.uuid))) {
      return list;
    }
    const at = place === 'first' ? 0 : list.pages.length - 1;
    // Behind what has not been read it comes by itself.
    if (place === 'last' && list.pages[at]?.next !== null) return list;
    return {
      ...list,
      pages: list.pages.map((page, index) => {
        if (index !== at) return page;
        const activities = place === 'first' ? [activity, ...page.activities] : [...page.activities, activity];
        return { ...page, activities };
      }),
    };
  });
}
