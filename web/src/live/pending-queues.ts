import type { PendingMessage } from './model';
import { Observable } from './observable';
import type { OutboxStorage } from './outbox-storage';

export type Pending = ReadonlyMap<string, readonly PendingMessage[]>;

const none: readonly PendingMessage[] = [];

/** Unsent messages by group, in the order of writing; what is in memory is also in the storage. */
export class PendingQueues extends Observable<Pending> {
  constructor(private readonly storage: OutboxStorage) {
    const queues = new Map<string, PendingMessage[]>();
    for (const stored of storage.all()) {
      const pending: PendingMessage = stored.state === 'sending' ? { ...stored, state: 'waiting' } : stored;
      queues.set(stored.message_group_uuid, [...(queues.get(stored.message_group_uuid) ?? []), pending]);
    }
    super(queues);
  }

  queue(group: string): readonly PendingMessage[] {
    return this.getSnapshot().get(group) ?? none;
  }

  /** In all tabs. */
  countOnDevice(): number {
    return this.storage.all().length;
  }

  protected find(pending: PendingMessage): PendingMessage | undefined {
    return this.queue(pending.message_group_uuid).find((it) => it.uuid === pending.uuid);
  }

  protected add(pending: PendingMessage): void {
    this.storage.put(pending);
    this.set(pending.message_group_uuid, (queue) => [...queue, pending]);
  }

  /** What is no longer there (it arrived, or was deleted) stays away. */
  protected update(pending: PendingMessage, change: Partial<PendingMessage>): PendingMessage {
    const current = this.find(pending);
    if (current === undefined) return pending;
    const changed = { ...current, ...change };
    if (changed.uuid !== pending.uuid) this.storage.remove(pending);
    this.storage.put(changed);
    this.set(pending.message_group_uuid, (queue) => queue.map((it) => (it.uuid === pending.uuid ? changed : it)));
    return changed;
  }

  protected remove(pending: PendingMessage): void {
    this.storage.remove(pending);
    this.set(pending.message_group_uuid, (queue) => queue.filter((it) => it.uuid !== pending.uuid));
  }

  protected clear(): void {
    this.storage.clear();
    this.publish(new Map());
  }

  private set(group: string, change: (queue: readonly PendingMessage[]) => readonly PendingMessage[]): void {
    const queues = new Map(this.getSnapshot());
    const queue = change(this.queue(group));
    if (queue.length === 0) queues.delete(group);
    else queues.set(group, queue);
    this.publish(queues);
  }
}
