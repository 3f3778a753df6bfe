import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { useLive } from '../../live/react/live-context';
import type { TimelineRow } from './timeline';
import { endThreshold, type HistoryVirtualizer } from './use-history-virtualizer';

/**
 * Who is at the end and looks goes along with what comes in there. Not by the virtualizer's own followOnAppend: that goes by
 * the last event of scrolling, and of two bursts in one frame takes the second for something below the screen.
 *
 * A window at the end that nobody looks at goes along only as far as the line above the first unread message stays in sight:
 * on coming back, what is on the screen counts as read, and what never was there must not.
 */
export function useFollow(
  scroller: RefObject<HTMLDivElement | null>,
  virtualizer: HistoryVirtualizer,
  rows: readonly TimelineRow[],
  /** False while messages from before the opening still come in: those are no news, and nobody is taken to them. */
  caughtUp: boolean,
): void {
  const { client } = useLive();
  const isAtEnd = useRef(true);
  const last = rows.at(-1);
  const lastKey = last?.key;
  const fromOther = last?.own === false;
  const keyBefore = useRef(lastKey);
  const wasCaughtUp = useRef(caughtUp);

  useLayoutEffect(() => {
    const arrived = lastKey !== keyBefore.current;
    // The last page of a catch-up comes together with its end.
    const isNews = wasCaughtUp.current;
    keyBefore.current = lastKey;
    wasCaughtUp.current = caughtUp;
    if (!arrived || !isAtEnd.current) return;
    if (client.hasAttention()) {
      if (isNews) virtualizer.scrollToEnd();
      return;
    }
    const unread = fromOther ? rows.findIndex((row) => row.beginsUnread) : -1;
    if (unread < 0) return;
    virtualizer.scrollToIndex(unread, { align: 'start' });
    isAtEnd.current = scroller.current !== null && isCloseToEnd(scroller.current);
  }, [client, scroller, virtualizer, rows, lastKey, fromOther, caughtUp]);

  // Where it is before the next messages come.
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let topBefore = element.scrollTop;
    isAtEnd.current = isCloseToEnd(element);
    const remember = () => {
      // Only who goes up leaves the end: it is moved away by rows that come in, or are higher than they were taken for.
      if (isCloseToEnd(element)) isAtEnd.current = true;
      else if (element.scrollTop < topBefore) isAtEnd.current = false;
      topBefore = element.scrollTop;
    };
    element.addEventListener('scroll', remember, { passive: true });
    return () => element.removeEventListener('scroll', remember);
  }, [scroller]);
}

function isCloseToEnd(element: HTMLDivElement): boolean {
  return element.scrollHeight - element.scrollTop - element.clientHeight < endThreshold;
}
