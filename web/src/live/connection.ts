import { Observable, type StreamState } from '@cruddur/client';

/**
 * Live is the page when the source says that nothing is missing and the messages of the open group are there too; until
 * then it is catching up.
 */
export class Connection extends Observable<StreamState> {
  private source: StreamState = { name: 'connecting' };
  private isCaughtUp = false;

  constructor() {
    super({ name: 'connecting' });
  }

  /** Who waits for the first time is not told of a loss. */
  wasLive = false;

  setSource(state: StreamState): void {
    this.source = state;
    this.show();
  }

  /** A new connection: what the open group lacks has to be there before it counts. */
  begin(): void {
    if (this.source.name !== 'live') this.isCaughtUp = false;
  }

  setCaughtUp(): void {
    this.isCaughtUp = true;
    this.show();
  }

  private show(): void {
    const isBehind = this.source.name === 'live' && !this.isCaughtUp;
    const state: StreamState = isBehind ? { name: 'catching-up' } : this.source;
    this.wasLive ||= state.name === 'live';
    if (this.getSnapshot().name !== state.name || state.name === 'waiting') this.publish(state);
  }
}
