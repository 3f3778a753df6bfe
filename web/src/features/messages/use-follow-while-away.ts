import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { useLive } from '../../live/react/live-context';
import type { TimelineRow } from './timeline';
import { endThreshold, type HistoryVirtualizer } from './use-history-virtualizer';

/**
 * A window at the end that nobody looks at goes along with what comes in only as far as the line above the first unread
 * message stays in sight: on coming back, what is on the screen counts as read, and what never was there must not.
 */
export function useFollowWhileAway(
  scroller: RefObject<HTMLDivElement | null>,
  virtualizer: HistoryVirtualizer,
  rows: readonly TimelineRow[],
): void {
  const { client } = useLive();
  const wasAtEnd = useRef(true);
  const last = rows.at(-1);
  const lastKey = last?.key;
  const fromOther = last?.own === false;
  const keyBefore = useRef(lastKey);

  useLayoutEffect(() => {
    const arrived = lastKey !== keyBefore.current;
    keyBefore.current = lastKey;
    if (!arrived || !fromOther || !wasAtEnd.current || client.hasAttention()) return;
    const unread = rows.findIndex((row) => row.beginsUnread);
    if (unread >= 0) virtualizer.scrollToIndex(unread, { align: 'start' });
  }, [client, virtualizer, rows, lastKey, fromOther]);

  // Where it is before the next messages come.
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const remember = () => {
      wasAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < endThreshold;
    };
    remember();
    element.addEventListener('scroll', remember, { passive: true });
    return () => element.removeEventListener('scroll', remember);
  }, [scroller]);
}
