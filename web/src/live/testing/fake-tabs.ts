import type { Tabs } from '../source/tabs';

interface Hold {
  readonly action: () => Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** What the tabs of one browser have in common: channels and locks, as the browser has them. */
export class FakeTabs implements Tabs {
  private readonly members = new Map<string, Set<(message: unknown) => void>>();
  private readonly held = new Map<string, Hold>();
  private readonly queues = new Map<string, Hold[]>();

  join(channel: string, onMessage: (message: unknown) => void) {
    const members = this.members.get(channel) ?? new Set();
    this.members.set(channel, members);
    members.add(onMessage);
    return {
      post: (message: unknown) => {
        // Cloned, as between tabs, and later.
        const sent: unknown = JSON.parse(JSON.stringify(message));
        for (const member of [...members]) {
          if (member !== onMessage) queueMicrotask(() => members.has(member) && member(sent));
        }
      },
      leave: () => {
        members.delete(onMessage);
      },
    };
  }

  hold(lock: string, { steal, signal }: { steal: boolean; signal: AbortSignal }, action: () => Promise<void>) {
    return new Promise<void>((resolve, reject) => {
      const hold: Hold = { action, resolve, reject };
      if (steal) {
        this.held.get(lock)?.reject(new Error('Stolen.'));
        this.held.delete(lock);
        this.grant(lock, hold);
        return;
      }
      this.queues.set(lock, [...(this.queues.get(lock) ?? []), hold]);
      signal.addEventListener('abort', () => {
        const queue = this.queues.get(lock) ?? [];
        if (!queue.includes(hold)) return;
        this.queues.set(
          lock,
          queue.filter((it) => it !== hold),
        );
        reject(new Error('Given up.'));
      });
      this.next(lock);
    });
  }

  private next(lock: string): void {
    const [first, ...rest] = this.queues.get(lock) ?? [];
    if (first === undefined || this.held.has(lock)) return;
    this.queues.set(lock, rest);
    this.grant(lock, first);
  }

  private grant(lock: string, hold: Hold): void {
    this.held.set(lock, hold);
    const release = () => {
      if (this.held.get(lock) !== hold) return;
      this.held.delete(lock);
      this.next(lock);
    };
    hold.action().then(
      () => {
        release();
        hold.resolve();
      },
      (error: Error) => {
        release();
        hold.reject(error);
      },
    );
  }
}
