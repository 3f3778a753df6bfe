import type { ConnectionState } from './model';
import { Observable } from './observable';

export class Connection extends Observable<ConnectionState> {
  constructor() {
    super('connecting');
  }

  /** True if it is another state than before. */
  set(state: ConnectionState): boolean {
    const changed = state !== this.getSnapshot();
    this.publish(state);
    return changed;
  }
}
