import { type Clock, systemClock } from '../clock.ts';
import type { PendingMessage } from '../model.ts';
import type { OutboxStorage } from './outbox-storage.ts';

const storeName = 'pending';
/** Some browsers do not answer for long, as in the middle of an update. */
const openWithin = 3_000;

/**
 * Unsent messages in the browser, for days and for all tabs. Where the browser gives no room (private windows, a full disk)
 * a message is kept in memory: that must not stop it from being sent, nor let it be overtaken.
 */
export class IndexedDbOutboxStorage implements OutboxStorage {
  private database: Promise<IDBDatabase> | null = null;
  /** What this tab last saw in the store. */
  private seen = new Map<string, PendingMessage>();
  /** What could not be stored, as this tab has it; null is taken out. */
  private readonly unstored = new Map<string, PendingMessage | null>();
  private readonly channel: BroadcastChannel | null;

  /** @param name One for each person. */
  constructor(
    private readonly name: string,
    private readonly factory: () => IDBFactory = () => indexedDB,
    private readonly clock: Clock = systemClock,
  ) {
    this.channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name);
  }

  async all(): Promise<readonly PendingMessage[]> {
    try {
      const stored = await this.inStore<readonly PendingMessage[]>('readonly', (store, resolve) => {
        const request = store.getAll();
        request.onsuccess = () => resolve(request.result as PendingMessage[]);
      });
      const before = this.seen;
      this.seen = new Map(stored.map((pending) => [pending.uuid, pending]));
      // What another tab has taken out is gone, whatever this one could not store about it.
      for (const uuid of before.keys()) if (!this.seen.has(uuid)) this.unstored.delete(uuid);
    } catch {
      // What was seen last is shown on: to show nothing would let what is written next go first.
    }
    const uuids = new Set([...this.seen.keys(), ...this.unstored.keys()]);
    return [...uuids].map((uuid) => this.known(uuid)).filter((pending) => pending !== null);
  }

  async change(
    uuid: string,
    decide: (stored: PendingMessage | null) => PendingMessage | null,
  ): Promise<PendingMessage | null> {
    try {
      const decided = await this.inStore<PendingMessage | null>('readwrite', (store, resolve) => {
        const request = store.get(uuid);
        request.onsuccess = () => {
          const stored = (request.result as PendingMessage | undefined) ?? null;
          const unstored = this.unstored.get(uuid);
          const isTakenOut = stored === null && this.seen.has(uuid);
          const next = decide(isTakenOut || unstored === undefined ? stored : unstored);
          if (next === null) store.delete(uuid);
          else if (next !== stored) store.put(next);
          resolve(next);
        };
      });
      this.unstored.delete(uuid);
      this.see(uuid, decided);
      this.channel?.postMessage('changed');
      return decided;
    } catch {
      const decided = decide(this.known(uuid));
      if (decided === null && !this.seen.has(uuid)) this.unstored.delete(uuid);
      else this.unstored.set(uuid, decided);
      return decided;
    }
  }

  async clear(): Promise<void> {
    this.seen.clear();
    this.unstored.clear();
    await this.inStore('readwrite', (store, resolve) => {
      store.clear();
      resolve(undefined);
    }).catch(() => {});
    this.channel?.postMessage('changed');
  }

  subscribe(listener: () => void): () => void {
    this.channel?.addEventListener('message', listener);
    return () => this.channel?.removeEventListener('message', listener);
  }

  private known(uuid: string): PendingMessage | null {
    const unstored = this.unstored.get(uuid);
    return unstored === undefined ? (this.seen.get(uuid) ?? null) : unstored;
  }

  private see(uuid: string, stored: PendingMessage | null): void {
    if (stored === null) this.seen.delete(uuid);
    else this.seen.set(uuid, stored);
  }

  /** Resolves once it is stored, with what was resolved meanwhile. */
  private async inStore<Result>(mode: IDBTransactionMode, work: Work<Result>): Promise<Result> {
    const database = await this.connection();
    try {
      return await transact(database, mode, work);
    } catch {
      // A browser may close a database without a word: once more with another connection.
      database.close();
      this.database = null;
      return transact(await this.connection(), mode, work);
    }
  }

  private connection(): Promise<IDBDatabase> {
    this.database ??= this.connect();
    return this.database;
  }

  private connect(): Promise<IDBDatabase> {
    const forget = () => {
      this.database = null;
    };
    const opened = open(this.factory, this.name, forget);
    return new Promise((resolve, reject) => {
      const giveUp = () => reject(new Error('The browser does not open its database.'));
      const timer = this.clock.setTimeout(giveUp, openWithin);
      opened.then(
        (database) => {
          this.clock.clearTimeout(timer);
          resolve(database);
          // When it was given up meanwhile, too.
          this.database = opened;
        },
        (error: unknown) => {
          this.clock.clearTimeout(timer);
          reject(error);
          forget();
        },
      );
    });
  }
}

type Work<Result> = (store: IDBObjectStore, resolve: (result: Result) => void) => void;

function transact<Result>(database: IDBDatabase, mode: IDBTransactionMode, work: Work<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(storeName, mode);
    let result: { value: Result } | null = null;
    transaction.oncomplete = () => (result === null ? reject(new Error('No result.')) : resolve(result.value));
    transaction.onabort = () => reject(transaction.error);
    work(transaction.objectStore(storeName), (value) => {
      result = { value };
    });
  });
}

function open(factory: () => IDBFactory, name: string, onLost: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory().open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName, { keyPath: 'uuid' });
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = onLost;
      resolve(database);
    };
  });
}
