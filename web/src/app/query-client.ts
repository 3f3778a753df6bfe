import { isUnknownOutcome } from '@cruddur/client';
import { QueryClient } from '@tanstack/react-query';
import { onAnotherUser, onUnauthenticated } from '../shared/api/http';
import { endSession, forgetAllButMe } from '../shared/session/end-session';
import { meQuery } from '../shared/session/get-me';
import { onOtherTab } from '../shared/session/other-tabs';

const retries = 2;

/**
 * Without a network the call fails and says so. The default would hold it back and make it on coming back, when the
 * person has long gone on: signing out then deletes what they have written since.
 */
const atOnce = { networkMode: 'always' } as const;

export function createQueryClient(): QueryClient {
  const queryClient = new QueryClient({
    defaultOptions: {
      queries: {
        // A refusal will not change by asking again.
        retry: (count, error) => isUnknownOutcome(error) && count < retries,
        refetchOnWindowFocus: false,
        ...atOnce,
        refetchOnReconnect: true,
      },
      mutations: atOnce,
    },
  });
  onUnauthenticated(() => endSession(queryClient));
  const askWhoIsSignedIn = () => {
    forgetAllButMe(queryClient);
    // Not invalidated: that would keep the person of before, and all that runs in their name, until the answer comes.
    void queryClient.resetQueries({ queryKey: meQuery.queryKey });
  };
  onOtherTab(askWhoIsSignedIn);
  onAnotherUser(askWhoIsSignedIn);
  return queryClient;
}
