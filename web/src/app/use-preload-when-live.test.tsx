// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { alice } from '../../packages/client/src/testing/fake-server';
import { LiveContext } from '../live/react/live-context';
import { AlicesBrowser } from '../live/testing/alices-browser';
import { usePreloadWhenLive } from './use-preload-when-live';

const me = { uuid: alice, handle: 'alice', display_name: 'Alice', email: 'a@example.org', created_at: '' };

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('the parts of the page are loaded once the messages are there, and not before', async () => {
  vi.useFakeTimers();
  const browser = new AlicesBrowser();
  const parts = [{ preload: vi.fn(async () => {}) }];
  renderHook(() => usePreloadWhenLive(parts), {
    wrapper: ({ children }: { children: ReactNode }) => (
      <LiveContext value={{ client: browser.client, me }}>{children}</LiveContext>
    ),
  });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(parts[0]?.preload).not.toHaveBeenCalled();
  await act(() => browser.open());
  await vi.advanceTimersByTimeAsync(10_000);
  expect(parts[0]?.preload).toHaveBeenCalledOnce();
});
