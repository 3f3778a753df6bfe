/** Lets one at a time do something, in all tabs of a browser. */
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

/** Those of the browser. Without them (a page that came over plain HTTP) each tab sends by itself, which costs a call. */
export function browserLocks(): Locks {
  if (typeof navigator === 'undefined' || navigator.locks === undefined) return new MemoryLocks();
  return { run: async (name, action) => void (await navigator.locks.request(name, action)) };
}
