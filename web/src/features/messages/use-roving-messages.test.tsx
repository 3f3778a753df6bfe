// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { message } from '../../../packages/client/src/testing/fake-server';
import { buildTimeline } from './timeline';
import type { HistoryVirtualizer } from './use-history-virtualizer';
import { useRovingMessages } from './use-roving-messages';

const rowHeight = 100;
const screenHeight = 500;
const overscan = 12;
const rows = buildTimeline(
  Array.from({ length: 100 }, (_, at) => message(at + 1)),
  [],
  { me: 'alice-uuid', unreadFrom: null, otherReadSeq: 0 },
);

/** Rows of one height; as much of the real one as the hook uses, because jsdom lays nothing out. */
class PlainVirtualizer {
  constructor(private top: number) {}

  get range() {
    const startIndex = Math.floor(this.top / rowHeight);
    return { startIndex, endIndex: Math.min(rows.length, startIndex + screenHeight / rowHeight) - 1 };
  }

  getVirtualItems() {
    const from = Math.max(0, this.range.startIndex - overscan);
    const to = Math.min(rows.length - 1, this.range.endIndex + overscan);
    return Array.from({ length: to - from + 1 }, (_, at) => this.item(from + at));
  }

  getVirtualItemForOffset(offset: number) {
    return this.item(Math.max(0, Math.min(rows.length - 1, Math.floor(offset / rowHeight))));
  }

  scrollToIndex(index: number) {
    const { start, size } = this.item(index);
    this.top = Math.max(Math.min(this.top, start), start + size - screenHeight);
  }

  private item(index: number) {
    return { index, start: index * rowHeight, size: rowHeight };
  }
}

function List({ virtualizer }: { virtualizer: PlainVirtualizer }) {
  const scroller = useRef<HTMLDivElement>(null);
  const roving = useRovingMessages(scroller, virtualizer as unknown as HistoryVirtualizer, rows);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: as in the real list.
    <div ref={scroller} onKeyDown={roving.onKeyDown}>
      {virtualizer.getVirtualItems().map(({ index }) => {
        const row = rows[index];
        if (row === undefined) return null;
        return (
          <article key={row.key} data-key={row.key} tabIndex={row.key === roving.tabStop ? 0 : -1}>
            {row.text}
          </article>
        );
      })}
    </div>
  );
}

const focused = () => document.activeElement?.textContent;
const press = (key: string, shiftKey = false) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, shiftKey });

function renderAt(top: number): void {
  render(<List virtualizer={new PlainVirtualizer(top)} />);
}

beforeEach(() => {
  // jsdom has none; the keys of these rows need none.
  vi.stubGlobal('CSS', { escape: (text: string) => text });
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, value: screenHeight });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(HTMLElement.prototype, 'clientHeight');
});

it('the tab stop is the last message on the screen, not one that waits below it', () => {
  renderAt(2_000);
  expect(screen.getAllByRole('article').filter((it) => it.tabIndex === 0)).toHaveLength(1);
  expect(screen.getByText('message 25').tabIndex).toBe(0);
});

it('arrows, Home and End move the focus', () => {
  renderAt(2_000);
  screen.getByText('message 25').focus();
  press('ArrowUp');
  expect(focused()).toBe('message 24');
  press('ArrowDown');
  expect(focused()).toBe('message 25');
  press('Home');
  expect(focused()).toBe('message 1');
  press('End');
  expect(focused()).toBe('message 100');
});

it.each([
  ['PageUp', false, ['message 95', 'message 90', 'message 85', 'message 80']],
  [' ', true, ['message 95', 'message 90']],
])('%s takes the focus along, a screen at a time', (key, shiftKey, texts) => {
  renderAt(9_500);
  screen.getByText('message 100').focus();
  for (const text of texts) {
    press(key, shiftKey);
    expect(focused()).toBe(text);
  }
});

it.each(['PageDown', ' '])('%s takes it down, and no further than the last message', (key) => {
  renderAt(9_000);
  screen.getByText('message 91').focus();
  press(key);
  expect(focused()).toBe('message 95');
  press(key);
  press(key);
  expect(focused()).toBe('message 100');
});
