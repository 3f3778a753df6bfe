import type { QueryClient } from '@tanstack/react-query';
import { meQuery } from './get-me';
import { tellOtherTabs } from './other-tabs';
import type { Me } from './person';

export function beginSession(queryClient: QueryClient, me: Me): void {
  queryClient.setQueryData(meQuery.queryKey, me);
  tellOtherTabs();
}
