import { NetworkFailure } from '@cruddur/client';
import { MutationObserver, onlineManager, QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';
import { meQuery } from '../shared/session/get-me';
import type { Me } from '../shared/session/person';
import { createQueryClient } from './query-client';

const alice: Me = {
  uuid: 'alice-uuid',
  handle: 'alice',
  display_name: 'Alice',
  email: 'a@example.org',
  created_at: '',
};

let otherTabSpeaks = () => {};

vi.mock('../shared/session/other-tabs', () => ({
  onOtherTab: (listener: () => void) => {
    otherTabSpeaks = listener;
  },
}));

afterEach(() => {
  onlineManager.setOnline(true);
  vi.unstubAllGlobals();
});

it('what is asked for offline fails at once and is not done later', async () => {
  onlineManager.setOnline(false);
  const signOut = vi.fn(() => Promise.reject(new NetworkFailure('No answer.')));
  const mutation = new MutationObserver(createQueryClient(), { mutationFn: signOut });
  await expect(mutation.mutate()).rejects.toBeInstanceOf(NetworkFailure);
  onlineManager.setOnline(true);
  expect(signOut).toHaveBeenCalledOnce();
});

it('a change of session in another tab ends this one before the server has said whose it is now', () => {
  vi.stubGlobal('fetch', () => new Promise(() => {}));
  const queryClient = createQueryClient();
  queryClient.setQueryData(meQuery.queryKey, alice);
  const watcher = new QueryObserver(queryClient, meQuery);
  const unsubscribe = watcher.subscribe(() => {});
  otherTabSpeaks();
  expect(watcher.getCurrentResult()).toMatchObject({ isPending: true, data: undefined });
  unsubscribe();
});
