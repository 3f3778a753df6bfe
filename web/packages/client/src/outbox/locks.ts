import { type Clock, systemClock } from '../clock.ts';

/** Lets one at a time do something, in all tabs of a browser; two at once do no harm, and may be after a long wait. */
export interface Locks {
  run(name: string, action: () => Promise<void>): Promise<void>;
}

/** For one page alone. */
export class MemoryLocks implements Locks {
  private readonly turns = new Map<string, Promise<void>>();

  run(name: string, action: () => Promise<void>): Promise<void> {
    const turn = (this.turns.get(name) ?? Promise.resolve()).then(action);
    this.turns.set(
      name,
      turn.catch(() => {}),
    );
    return turn;
  }
}

/** A tab that the browser has put to sleep keeps its locks. An attempt to send takes 15 seconds at most. */
const longestWait = 30_000;

/** As much of `navigator.locks` as is needed. */
export interface LockManagerLike {
  request(name: string, options: LockOptions, action: () => Promise<void>): Promise<unknown>;
}

interface LockOptions {
  readonly steal?: boolean;
  readonly signal?: AbortSignal;
}

/** Those of the browser. Without them (a page that came over plain HTTP) each tab sends by itself, which costs a call. */
export function browserLocks(clock: Clock = systemClock, manager: LockManagerLike | undefined = ofNavigator()): Locks {
  if (manager === undefined) return new MemoryLocks();
  return {
    async run(name, action) {
      let running: Promise<void> | undefined;
      const hold = async (options: LockOptions) => {
        try {
          await manager.request(name, options, () => {
            running = action();
            return running;
          });
        } catch (error) {
          if (running === undefined) throw error;
          // It was stolen, and what is done with it goes on regardless.
          await running;
        }
      };
      const patience = new AbortController();
      const timer = clock.setTimeout(() => patience.abort(), longestWait);
      try {
        await hold({ signal: patience.signal });
      } catch (error) {
        if (running !== undefined || !patience.signal.aborted) throw error;
        await hold({ steal: true });
      } finally {
        clock.clearTimeout(timer);
      }
    },
  };
}

function ofNavigator(): LockManagerLike | undefined {
  return typeof navigator === 'undefined' ? undefined : navigator.locks;
}
