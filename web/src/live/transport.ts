import type { ConnectionState } from './model';

/** What a transport moves: it says when to look, the stores know what to fetch. */
export interface TransportTarget {
  /** Brings the list of groups up to date; every loaded page of it when `whole`. */
  catchUpInbox(whole: boolean): Promise<void>;
  catchUpOpenGroup(): Promise<void>;
  /** `live` only once everything that was missed is there. */
  setConnection(state: ConnectionState): void;
}

/** How news reaches the page. The poller is one; a stream of events will be another. */
export interface Transport {
  start(target: TransportTarget): void;
  stop(): void;
  /** Something calls for a look at once: another group was opened, or a person asked to try again. */
  wake(): void;
}
