import type { LiveEvent, MessageGroup, StreamState } from '@cruddur/client';

/** Who is told what happens. */
export interface LiveTarget {
  onEvent(event: LiveEvent): void;
  onState(state: StreamState): void;
  /** All groups as told so far, for a tab that joins. */
  groups(): readonly MessageGroup[];
}

/** How the page hears of what happens. */
export interface LiveSource {
  start(target: LiveTarget): void;
  stop(): void;
  /** Somebody came back or asked to try again: no more waiting. */
  wake(): void;
}
