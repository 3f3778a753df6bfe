import { useEffect } from 'react';
import { useConnection } from '../live/react/use-live-state';

const pause = 1_500;

/** Loads what may be wanted when there is no network to load it by, once the messages are there. */
export function usePreloadWhenLive(parts: readonly { preload: () => Promise<void> }[]): void {
  const live = useConnection().name === 'live';
  useEffect(() => {
    if (!live) return;
    // Not requestIdleCallback, which Safari lacks. What fails now is asked for when it is shown.
    const timer = setTimeout(() => parts.forEach((part) => void part.preload().catch(() => {})), pause);
    return () => clearTimeout(timer);
  }, [live, parts]);
}
