/** What the tabs of a browser have in common. BroadcastChannel and Web Locks give it, where the page has them. */
export interface Tabs {
  /** Hears what the other tabs post, in their order, and never what this one posts. */
  join(channel: string, onMessage: (message: unknown) => void): { post(message: unknown): void; leave(): void };
  /**
   * Runs the action while no other tab holds the lock, and until it ends. Rejects when the lock was stolen, or the signal is
   * given while it still waits.
   */
  hold(lock: string, options: { steal: boolean; signal: AbortSignal }, action: () => Promise<void>): Promise<void>;
}

/** Null in a browser, or on a page that came over plain HTTP, that lacks one of them: then each tab is by itself. */
export function browserTabs(): Tabs | null {
  if (typeof BroadcastChannel === 'undefined' || navigator.locks === undefined) return null;
  return {
    join(name, onMessage) {
      const channel = new BroadcastChannel(name);
      channel.onmessage = (event: MessageEvent<unknown>) => onMessage(event.data);
      return { post: (message) => channel.postMessage(message), leave: () => channel.close() };
    },
    async hold(lock, { steal, signal }, action) {
      // The two do not go together.
      const options = steal ? { steal } : { signal };
      await navigator.locks.request(lock, options, action);
    },
  };
}

/** A tab that is alone. */
export const noTabs: Tabs = {
  join: () => ({ post: () => {}, leave: () => {} }),
  hold: (_lock, _options, action) => action(),
};
