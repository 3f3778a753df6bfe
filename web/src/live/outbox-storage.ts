import type { KeyValueStorage } from '../shared/storage/key-value-storage';
import type { PendingMessage } from './model';

/** Where unsent messages outlive a reload. */
export interface OutboxStorage {
  all(): readonly PendingMessage[];
  put(pending: PendingMessage): void;
  remove(pending: PendingMessage): void;
  clear(): void;
}

/** One entry a message, so that two tabs never overwrite each other's. */
export class LocalOutboxStorage implements OutboxStorage {
  private readonly prefix: string;

  constructor(
    private readonly storage: KeyValueStorage,
    userUuid: string,
  ) {
    this.prefix = `cruddur.outbox.${userUuid}.`;
  }

  all(): readonly PendingMessage[] {
    return this.storage
      .keys(this.prefix)
      .map((key) => parse(this.storage.get(key)))
      .filter((pending) => pending !== null)
      .sort((a, b) => (a.written_at < b.written_at ? -1 : 1));
  }

  put(pending: PendingMessage): void {
    this.storage.set(this.prefix + pending.uuid, JSON.stringify(pending));
  }

  remove(pending: PendingMessage): void {
    this.storage.remove(this.prefix + pending.uuid);
  }

  clear(): void {
    for (const key of this.storage.keys(this.prefix)) this.storage.remove(key);
  }
}

function parse(stored: string | null): PendingMessage | null {
  if (stored === null) return null;
  try {
    const value = JSON.parse(stored) as Partial<PendingMessage>;
    const usable =
      typeof value.uuid === 'string' &&
      typeof value.message_group_uuid === 'string' &&
      typeof value.message === 'string' &&
      typeof value.base === 'number' &&
      typeof value.written_at === 'string';
    return usable ? (value as PendingMessage) : null;
  } catch {
    return null;
  }
}
