import { queryOptions, useQuery } from '@tanstack/react-query';
import { http } from '../../../shared/api/http';
import type { Person } from '../../../shared/session/person';

export async function getPerson(handle: string): Promise<Person> {
  return (await http.send('GET', `/api/users/@${encodeURIComponent(handle)}/short`)).body as Person;
}

export function getPersonQuery(handle: string) {
  return queryOptions({ queryKey: ['person', handle.toLowerCase()], queryFn: () => getPerson(handle) });
}

export function usePerson(handle: string) {
  return useQuery(getPersonQuery(handle));
}
