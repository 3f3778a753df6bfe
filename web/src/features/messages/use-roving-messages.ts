import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { TimelineRow } from './timeline';
import type { HistoryVirtualizer } from './use-history-virtualizer';

/** One message is the tab stop; arrows, Home and End move on, also to messages that are not rendered yet. */
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

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const key = event.target instanceof HTMLElement ? event.target.dataset.key : undefined;
    if (key === undefined) return;
    const at = rows.findIndex((row) => row.key === key);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const index = Math.max(0, Math.min(rows.length - 1, to));
    toFocus.current = rows[index]?.key ?? null;
    setActive(toFocus.current);
    virtualizer.scrollToIndex(index, { align: 'auto' });
  };

  const rendered = virtualizer.getVirtualItems().map((item) => rows[item.index]?.key);
  const tabStop = active !== null && rendered.includes(active) ? active : rendered.at(-1);
  return { onKeyDown, tabStop };
}
