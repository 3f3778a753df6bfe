// @vitest-environment jsdom
import { cleanup, fireEvent, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { alice, message } from '../../../packages/client/src/testing/fake-server';
import { LiveContext } from '../../live/react/live-context';
import { AlicesBrowser } from '../../live/testing/alices-browser';
import { buildTimeline, type TimelineRow } from './timeline';
import { useFollow } from './use-follow';
import type { HistoryVirtualizer } from './use-history-virtualizer';

const me = { uuid: alice, handle: 'alice', display_name: 'Alice', email: 'a@example.org', created_at: '' };
const scrollToIndex = vi.fn();
const scrollToEnd = vi.fn();
const virtualizer = { scrollToIndex, scrollToEnd } as unknown as HistoryVirtualizer;
let browser: AlicesBrowser;
let list: HTMLDivElement;

function rowsUpTo(last: number, unreadFrom: number | null) {
  const messages = Array.from({ length: last }, (_, at) => message(at + 1));
  return buildTimeline(messages, [], { me: alice, unreadFrom, otherReadSeq: 0 });
}

function renderList(caughtUp = true) {
  const scroller = { current: list };
  return renderHook((rows: readonly TimelineRow[]) => useFollow(scroller, virtualizer, rows, caughtUp), {
    initialProps: rowsUpTo(5, null),
    wrapper: ({ children }: { children: ReactNode }) => (
      <LiveContext value={{ client: browser.client, me }}>{children}</LiveContext>
    ),
  });
}

afterEach(cleanup);

beforeEach(() => {
  scrollToIndex.mockReset();
  scrollToEnd.mockClear();
  browser = new AlicesBrowser();
  list = document.createElement('div');
  Object.defineProperties(list, {
    scrollHeight: { value: 1_000, writable: true },
    clientHeight: { value: 400 },
  });
  list.scrollTop = 600;
});

it('what comes in unseen takes the list to the line above it, and no further', () => {
  const { rerender } = renderList();
  browser.page.change({ focused: false });
  rerender(rowsUpTo(65, 6));
  expect(scrollToIndex).toHaveBeenCalledExactlyOnceWith(5, { align: 'start' });
});

it('who comes back to that line is not taken away from it by what comes next', () => {
  scrollToIndex.mockImplementation(() => {
    list.scrollTop = 700;
  });
  const { rerender } = renderList();
  browser.page.change({ focused: false });
  Object.assign(list, { scrollHeight: 5_000 });
  rerender(rowsUpTo(65, 6));
  fireEvent.scroll(list);
  browser.page.change({ focused: true });
  rerender(rowsUpTo(66, 6));
  expect(scrollToEnd).not.toHaveBeenCalled();
});

it('who looks goes along, also with a second burst before the first was scrolled to', () => {
  const { rerender } = renderList();
  Object.assign(list, { scrollHeight: 3_000 });
  rerender(rowsUpTo(65, null));
  Object.assign(list, { scrollHeight: 6_000 });
  list.scrollTop = 2_600;
  fireEvent.scroll(list);
  rerender(rowsUpTo(125, null));
  expect(scrollToEnd).toHaveBeenCalledTimes(2);
});

it('what was there before the opening takes nobody along', () => {
  const { rerender } = renderList(false);
  rerender(rowsUpTo(65, null));
  expect(scrollToEnd).not.toHaveBeenCalled();
});

it.each([true, false])('a list that was scrolled up stays where it is (looked at: %s)', (focused) => {
  const { rerender } = renderList();
  list.scrollTop = 100;
  fireEvent.scroll(list);
  browser.page.change({ focused });
  rerender(rowsUpTo(65, focused ? null : 6));
  expect(scrollToIndex).not.toHaveBeenCalled();
  expect(scrollToEnd).not.toHaveBeenCalled();
});
