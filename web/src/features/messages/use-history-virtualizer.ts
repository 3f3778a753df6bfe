import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react';
import { estimateHeight } from './estimate-height';
import type { TimelineRow } from './timeline';

/** Closer to the end than this counts as being there. */
export const endThreshold = 60;
/** What stays visible above the first unread message. */
const contextAboveUnread = 140;

export type HistoryVirtualizer = Virtualizer<HTMLDivElement, HTMLLIElement>;

/**
 * The window onto the history. The browser's own scroll anchoring is off (Safari has none): rows are held in place by
 * their keys, from above when older ones come in, and at the end only for who is already there.
 */
export function useHistoryVirtualizer(
  scroller: RefObject<HTMLDivElement | null>,
  rows: readonly TimelineRow[],
  /** Changes whenever the place to start from has to be found anew. */
  opening: number,
): { virtualizer: HistoryVirtualizer; measureRow: (row: HTMLLIElement | null) => void } {
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLLIElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimateHeight(rows[index], scroller.current?.clientWidth ?? 800),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    anchorTo: 'end',
    scrollEndThreshold: endThreshold,
    scrollPaddingStart: contextAboveUnread,
    paddingStart: 56,
    paddingEnd: 12,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each opening; what comes later finds its own place.
  useLayoutEffect(() => {
    const unread = rows.findIndex((row) => row.beginsUnread);
    if (unread >= 0) virtualizer.scrollToIndex(unread, { align: 'start' });
    else virtualizer.scrollToEnd();
  }, [opening]);

  useStayAtEndOnResize(scroller);
  return { virtualizer, measureRow: useMeasureAtOnce(virtualizer) };
}

/**
 * Measures a new row before it is painted, also while the list scrolls: the virtualizer would wait for its observer, whose
 * corrections can bring in further rows, and those would stand a frame at their guessed height and push the text about.
 * It decides by a field that is not part of its published interface to write: package.json holds it to one version.
 */
function useMeasureAtOnce(virtualizer: HistoryVirtualizer): (row: HTMLLIElement | null) => void {
  return useCallback(
    (row) => {
      const { isScrolling } = virtualizer;
      virtualizer.isScrolling = false;
      try {
        virtualizer.measureElement(row);
      } finally {
        virtualizer.isScrolling = isScrolling;
      }
    },
    [virtualizer],
  );
}

/** A growing box to write in, or a keyboard coming up, takes room from the bottom: the end stays in sight. */
function useStayAtEndOnResize(scroller: RefObject<HTMLDivElement | null>): void {
  const height = useRef(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    height.current = element.clientHeight;
    const observer = new ResizeObserver(() => {
      const before = height.current;
      height.current = element.clientHeight;
      const wasAtEnd = element.scrollHeight - element.scrollTop - before < endThreshold;
      if (wasAtEnd && before !== height.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
}
