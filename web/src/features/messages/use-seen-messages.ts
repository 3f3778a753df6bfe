import { type RefObject, useCallback, useEffect, useState } from 'react';
import { useLive } from '../../live/react/live-context';
import type { TimelineRow } from './timeline';
import { endThreshold, type HistoryVirtualizer } from './use-history-virtualizer';

export interface View {
  readonly atEnd: boolean;
  /** Messages of the other person below what was on the screen. */
  readonly newBelow: number;
}

/** Watches what is on the screen: for the read mark, and for what the pill counts. */
export function useSeenMessages(
  group: string,
  scroller: RefObject<HTMLDivElement | null>,
  virtualizer: HistoryVirtualizer,
  rows: readonly TimelineRow[],
): View & { look: () => void } {
  const { client } = useLive();
  const [atEnd, setAtEnd] = useState(true);
  const [highestSeen, setHighestSeen] = useState(0);

  const look = useCallback(() => {
    const element = scroller.current;
    if (element === null || element.clientHeight === 0) return;
    const bottom = element.scrollTop + element.clientHeight;
    setAtEnd(element.scrollHeight - bottom < endThreshold);
    // Enough of it to be read: its first lines, or all of it.
    const onScreen = virtualizer.getVirtualItems().filter((item) => item.start + Math.min(item.size, 60) <= bottom + 4);
    const seen = onScreen.map((item) => rows[item.index]).findLast((row) => row !== undefined && !row.own);
    if (typeof seen?.seq !== 'number') return;
    const { seq } = seen;
    client.seen(group, seq);
    setHighestSeen((before) => Math.max(before, seq));
  }, [client, group, scroller, virtualizer, rows]);

  // After the layout of every render has settled: rows were measured, messages came in.
  useEffect(() => {
    const frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  });

  // Coming back to the tab is reading what it shows.
  useEffect(() => {
    window.addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      window.removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [look]);

  const newBelow = atEnd ? 0 : rows.filter((row) => !row.own && row.seq !== null && row.seq > highestSeen).length;
  return { atEnd, newBelow, look };
}
