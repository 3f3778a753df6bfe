import type { PendingMessage } from '../model.ts';
import { MemoryOutboxStorage, type OutboxStorage } from './outbox-storage.ts';

const storeName = 'pending';
/** Some browsers never answer, as in the middle of an update. */
const openWithin = 3_000;

/**
 * Unsent messages in the browser, for days and for all tabs. Where the browser gives no room (private windows, a full disk)
 * a message is kept in memory: that must not stop it from being sent.
 */
export class IndexedDbOutboxStorage implements OutboxStorage {
  private readonly database: Promise<IDBDatabase | null>;
  private readonly fallback = new MemoryOutboxStorage();
  private readonly channel: BroadcastChannel | null;

  /** @param name One for each person. */
  constructor(name: string) {
    this.database = open(name).catch(() => null);
    this.channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name);
  }

  async all(): Promise<readonly PendingMessage[]> {
    const inMemory = await this.fallback.all();
    const stored = await this.inStore<readonly PendingMessage[]>('readonly', (store, resolve) => {
      const request = store.getAll();
      request.onsuccess = () => resolve(request.result as PendingMessage[]);
    }).catch(() => []);
    return [...stored, ...inMemory];
  }

  async change(
    uuid: string,
    decide: (stored: PendingMessage | null) => PendingMessage | null,
  ): Promise<PendingMessage | null> {
    const inMemory = (await this.fallback.all()).some((pending) => pending.uuid === uuid);
    if (inMemory) return this.fallback.change(uuid, decide);
    try {
      const decided = await this.inStore<PendingMessage | null>('readwrite', (store, resolve) => {
        const request = store.get(uuid);
        request.onsuccess = () => {
          const stored = (request.result as PendingMessage | undefined) ?? null;
          const next = decide(stored);
          if (next === null) store.delete(uuid);
          else if (next !== stored) store.put(next);
          resolve(next);
        };
      });
      this.channel?.postMessage('changed');
      return decided;
    } catch {
      return this.fallback.change(uuid, decide);
    }
  }

  async clear(): Promise<void> {
    await this.fallback.clear();
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

  /** Resolves once it is stored, with what was resolved meanwhile. */
  private async inStore<Result>(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore, resolve: (result: Result) => void) => void,
  ): Promise<Result> {
    const database = await this.database;
    if (database === null) throw new Error('This browser keeps no data for the page.');
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
}

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName, { keyPath: 'uuid' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    setTimeout(() => reject(new Error('The browser does not open its database.')), openWithin);
  });
}
