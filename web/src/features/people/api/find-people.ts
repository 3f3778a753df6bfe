import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { http } from '../../../shared/api/http';
import type { Person } from '../../../shared/session/person';

const longestQuery = 50;

/** People whose handle, or a word of whose name, begins with the query. */
export async function findPeople(query: string): Promise<Person[]> {
  return (await http.send('GET', `/api/users?${new URLSearchParams({ query, limit: '20' })}`)).body as Person[];
}

export function findPeopleQuery(query: string) {
  const wanted = [...query.trim()].slice(0, longestQuery).join('');
  return queryOptions({
    queryKey: ['people', wanted],
    queryFn: () => findPeople(wanted),
    enabled: wanted !== '' && wanted !== '@',
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });
}

export function useFindPeople(query: string) {
  return useQuery(findPeopleQuery(query));
}
