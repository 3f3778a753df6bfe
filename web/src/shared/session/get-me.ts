import { ApiProblem } from '@cruddur/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { http } from '../api/http';
import type { Me } from './person';

/** Null: nobody is signed in. */
export async function getMe(): Promise<Me | null> {
  try {
    return (await http.send('GET', '/api/me')).body as Me;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: getMe, staleTime: Number.POSITIVE_INFINITY });

export function useMe() {
  return useQuery(meQuery);
}
