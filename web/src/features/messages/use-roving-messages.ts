import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { TimelineRow } from './timeline';
import type { HistoryVirtualizer } from './use-history-virtualizer';

/** How much of a screen a page is: something of the old one stays in sight. */
const page = 0.9;

/**
 * One message is the tab stop; every key that would scroll moves on, also to messages that are not rendered yet. Left to
 * the browser, it would scroll the focused message away until it is not rendered any more, and the focus with it.
 */
export function useRovingMessages(
  scroller: RefObject<HTMLDivElement | null>,
  virtualizer: HistoryVirtualizer,
  rows: readonly TimelineRow[],
) {
  const [active, setActive] = useState<string | null>(null);
  const toFocus = useRef<string | null>(null);

  useEffect(() => {
    if (toFocus.current === null) return;
    const element = scroller.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(toFocus.current)}"]`);
    if (element === null || element === undefined) return;
    toFocus.current = null;
    element.focus({ preventScroll: true });
  });

  const destination = (event: KeyboardEvent, at: number): number | undefined => {
    switch (event.key) {
      case 'ArrowUp':
        return at - 1;
      case 'ArrowDown':
        return at + 1;
      case 'Home':
        return 0;
      case 'End':
        return rows.length - 1;
      case 'PageUp':
        return pageFrom(at, -1);
      case 'PageDown':
        return pageFrom(at, 1);
      case ' ':
        return pageFrom(at, event.shiftKey ? -1 : 1);
      default:
        return undefined;
    }
  };
  const pageFrom = (at: number, direction: 1 | -1): number => {
    const start = virtualizer.getVirtualItems().find((item) => item.index === at)?.start ?? 0;
    const distance = page * (scroller.current?.clientHeight ?? 0);
    const there = virtualizer.getVirtualItemForOffset(start + direction * distance)?.index ?? at;
    // A message may be higher than the screen.
    return direction === 1 ? Math.max(there, at + 1) : Math.min(there, at - 1);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const key = event.target instanceof HTMLElement ? event.target.dataset.key : undefined;
    if (key === undefined) return;
    const at = rows.findIndex((row) => row.key === key);
    const to = destination(event, at);
    if (to === undefined) return;
    event.preventDefault();
    const index = Math.max(0, Math.min(rows.length - 1, to));
    toFocus.current = rows[index]?.key ?? null;
    setActive(toFocus.current);
    virtualizer.scrollToIndex(index, { align: 'auto' });
  };

  const items = virtualizer.getVirtualItems();
  const isRendered = items.some((item) => rows[item.index]?.key === active);
  // More is rendered than is on the screen.
  const lastInSight = virtualizer.range?.endIndex ?? items.at(-1)?.index ?? 0;
  const tabStop = isRendered ? active : rows[lastInSight]?.key;
  return { onKeyDown, tabStop };
}
