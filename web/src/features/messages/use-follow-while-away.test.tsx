// @vitest-environment jsdom
import { cleanup, fireEvent, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { alice, message } from '../../../packages/client/src/testing/fake-server';
import { LiveContext } from '../../live/react/live-context';
import { AlicesBrowser } from '../../live/testing/alices-browser';
import { buildTimeline } from './timeline';
import { useFollowWhileAway } from './use-follow-while-away';
import type { HistoryVirtualizer } from './use-history-virtualizer';

const me = { uuid: alice, handle: 'alice', display_name: 'Alice', email: 'a@example.org', created_at: '' };
const scrollToIndex = vi.fn();
const virtualizer = { scrollToIndex } as unknown as HistoryVirtualizer;
let browser: AlicesBrowser;
let list: HTMLDivElement;

function rowsUpTo(last: number, unreadFrom: number | null) {
  const messages = Array.from({ length: last }, (_, at) => message(at + 1));
  return buildTimeline(messages, [], { me: alice, unreadFrom, otherReadSeq: 0 });
}

function renderList(rows = rowsUpTo(5, null)) {
  return renderHook((current: typeof rows) => useFollowWhileAway({ current: list }, virtualizer, current), {
    initialProps: rows,
    wrapper: ({ children }: { children: ReactNode }) => (
      <LiveContext value={{ client: browser.client, me }}>{children}</LiveContext>
    ),
  });
}

afterEach(cleanup);

beforeEach(() => {
  scrollToIndex.mockClear();
  browser = new AlicesBrowser();
  list = document.createElement('div');
  Object.defineProperties(list, { scrollHeight: { value: 1_000 }, clientHeight: { value: 400 } });
  list.scrollTop = 600;
});

it('what comes in unseen takes the list to the line above it, and no further', () => {
  const { rerender } = renderList();
  browser.page.change({ focused: false });
  rerender(rowsUpTo(65, 6));
  expect(scrollToIndex).toHaveBeenCalledExactlyOnceWith(5, { align: 'start' });
});

it('who looks is left to the usual following', () => {
  const { rerender } = renderList();
  rerender(rowsUpTo(65, null));
  expect(scrollToIndex).not.toHaveBeenCalled();
});

it('a list that was scrolled up stays where it is', () => {
  const { rerender } = renderList();
  list.scrollTop = 100;
  fireEvent.scroll(list);
  browser.page.change({ focused: false });
  rerender(rowsUpTo(65, 6));
  expect(scrollToIndex).not.toHaveBeenCalled();
});
