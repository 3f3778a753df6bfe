import type { QueryClient } from '@tanstack/react-query';
import { meQuery } from './get-me';

/** Not clear(): that would take the query about me from under those who watch it, and they would never hear. */
export function forgetAllButMe(queryClient: QueryClient): void {
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== meQuery.queryKey[0] });
}

/** Nobody is signed in any more: what was read goes, and the pages that need a person lead to signing in. */
export function endSession(queryClient: QueryClient): void {
  forgetAllButMe(queryClient);
  queryClient.setQueryData(meQuery.queryKey, null);
}
