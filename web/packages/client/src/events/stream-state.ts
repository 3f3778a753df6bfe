export type StreamState =
  | { readonly name: 'connecting' }
  /** Connected, and what was missed is still coming in. */
  | { readonly name: 'catching-up' }
  /** Nothing is missing: the server's digest is ours. */
  | { readonly name: 'live' }
  /** The next attempt is made at this time, in milliseconds of the clock. */
  | { readonly name: 'waiting'; readonly until: number }
  | { readonly name: 'offline' }
  /** The end: the server no longer knows who is calling. */
  | { readonly name: 'signed-out' };

/** What is known of the network. A browser has events for it; without one the network is taken to be there. */
export interface Network {
  isOnline(): boolean;
  /** Told of every change. Returns what to call to hear no more. */
  subscribe(listener: () => void): () => void;
}

export const alwaysOnline: Network = { isOnline: () => true, subscribe: () => () => {} };
