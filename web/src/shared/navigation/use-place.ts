import { newUuid } from '@cruddur/client';
import { type RefObject, useLayoutEffect } from 'react';
import { useHistoryState } from 'wouter/use-browser-location';

/** How far down each page of the history was left. */
const places = new Map<string, number>();

/**
 * What a browser does with pages that it loads itself: a new one begins at its top, and one that is come back to is where it
 * was left. Whoever goes by keyboard or ear is at its heading, and not on a link that is gone.
 */
export function usePlace(heading: RefObject<HTMLElement | null>): void {
  const place = useHistoryState<{ readonly place?: string } | null>()?.place;
  useLayoutEffect(() => {
    if (place === undefined) {
      const made = newUuid();
      places.set(made, 0);
      // This is heard of, and so the rest is done with the next look.
      history.replaceState({ ...history.state, place: made }, '');
      return;
    }
    const scroller = heading.current?.closest('.site-page') ?? document.documentElement;
    const top = places.get(place);
    // Not known after a reload: the first page then is the browser's, and others begin anew.
    if (top !== undefined || places.size > 0) scroller.scrollTop = top ?? 0;
    // Before anybody has done anything the browser begins where it always does.
    if (navigator.userActivation?.hasBeenActive) heading.current?.focus({ preventScroll: true });
    places.set(place, scroller.scrollTop);
    const keep = () => places.set(place, scroller.scrollTop);
    // Captured, as what scrolls tells nobody above it.
    document.addEventListener('scroll', keep, true);
    return () => document.removeEventListener('scroll', keep, true);
  }, [heading, place]);
}
