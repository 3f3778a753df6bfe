// @vitest-environment jsdom
import { cleanup, createEvent, fireEvent, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { alice, group } from '../../packages/client/src/testing/fake-server';
import { LiveContext } from '../live/react/live-context';
import { AlicesBrowser } from '../live/testing/alices-browser';
import { useFinderKey } from './use-finder-key';
import { useMessagesKeys } from './use-messages-keys';

const me = { uuid: alice, handle: 'alice', display_name: 'Alice', email: 'a@example.org', created_at: '' };
const onFind = vi.fn();
let browser: AlicesBrowser;

afterEach(cleanup);

beforeEach(async () => {
  onFind.mockClear();
  history.replaceState(null, '', '/messages');
  browser = new AlicesBrowser();
  await browser.open();
});

function renderMessagesKeys(open: string | null): void {
  renderHook(() => useMessagesKeys(open), {
    wrapper: ({ children }: { children: ReactNode }) => (
      <LiveContext value={{ client: browser.client, me }}>{children}</LiveContext>
    ),
  });
}

it('Ctrl+K and Cmd+K find people, without a conversation or even messages around', () => {
  renderHook(() => useFinderKey(onFind));
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
  fireEvent.keyDown(document.body, { key: 'K', metaKey: true });
  fireEvent.keyDown(document.body, { key: 'k' });
  expect(onFind).toHaveBeenCalledTimes(2);
});

it('Alt with an arrow also reaches a group that only holds a draft', () => {
  browser.client.drafts.set(group, 'half a thought');
  renderMessagesKeys(null);
  fireEvent.keyDown(document.body, { key: 'ArrowDown', altKey: true });
  expect(location.pathname).toBe(`/messages/${group}`);
});

it('Escape that belongs to an input method does not leave the conversation', () => {
  history.replaceState(null, '', `/messages/${group}`);
  renderMessagesKeys(group);
  fireEvent(document.body, createEvent.keyDown(document.body, { key: 'Escape', keyCode: 229 }));
  expect(location.pathname).toBe(`/messages/${group}`);
  fireEvent.keyDown(document.body, { key: 'Escape' });
  expect(location.pathname).toBe('/messages');
});
