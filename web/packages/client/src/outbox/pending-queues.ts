import type { PendingMessage } from '../model.ts';
import { Observable } from '../observable.ts';
import type { OutboxStorage } from './outbox-storage.ts';

export type Pending = ReadonlyMap<string, readonly PendingMessage[]>;

const none: readonly PendingMessage[] = [];

/**
 * Unsent messages by group, in the order of writing. What is shown changes at once and is stored behind that, one step
 * after the other; what other tabs store is read again.
 */
export class PendingQueues extends Observable<Pending> {
  private version = 0;
  private steps: Promise<unknown> = Promise.resolve();
  private readonly removed = new Set<string>();

  constructor(private readonly storage: OutboxStorage) {
    super(new Map());
  }

  queue(group: string): readonly PendingMessage[] {
    return this.getSnapshot().get(group) ?? none;
  }

  /** In all tabs. */
  count(): number {
    return [...this.getSnapshot().values()].reduce((sum, queue) => sum + queue.length, 0);
  }

  protected find(pending: PendingMessage): PendingMessage | undefined {
    return this.queue(pending.message_group_uuid).find((it) => it.uuid === pending.uuid);
  }

  /** Resolves when what all tabs have stored is what is shown. */
  protected async reload(): Promise<void> {
    for (;;) {
      const { version } = this;
      const stored = await this.step(() => this.storage.all());
      // What was changed meanwhile is newer than what was read.
      if (version !== this.version) continue;
      const queues = new Map<string, PendingMessage[]>();
      const known = new Map([...this.getSnapshot().values()].flat().map((it) => [it.uuid, it]));
      for (const pending of stored.filter((it) => !this.removed.has(it.uuid)).sort(byWriting)) {
        const before = known.get(pending.uuid);
        const same = before !== undefined && isSame(before, pending) ? before : pending;
        queues.set(same.message_group_uuid, [...(queues.get(same.message_group_uuid) ?? []), same]);
      }
      this.publish(queues);
      return;
    }
  }

  /** Shown at once; resolves when it is stored. */
  protected put(pending: PendingMessage): Promise<unknown> {
    this.show(pending.message_group_uuid, (queue) =>
      [...queue.filter((it) => it.uuid !== pending.uuid), pending].sort(byWriting),
    );
    return this.step(() => this.storage.change(pending.uuid, () => pending));
  }

  /** Changes what is stored now, if it still is, and shows what it is then. */
  protected async change(
    pending: PendingMessage,
    decide: (stored: PendingMessage) => PendingMessage,
  ): Promise<PendingMessage | null> {
    const changed = await this.step(() =>
      this.storage.change(pending.uuid, (stored) => (stored === null ? null : decide(stored))),
    );
    if (this.removed.has(pending.uuid)) return null;
    this.show(pending.message_group_uuid, (queue) =>
      changed === null
        ? queue.filter((it) => it.uuid !== pending.uuid)
        : queue.map((it) => (it.uuid === pending.uuid ? changed : it)),
    );
    return changed;
  }

  protected remove(pending: PendingMessage): void {
    this.removed.add(pending.uuid);
    this.show(pending.message_group_uuid, (queue) => queue.filter((it) => it.uuid !== pending.uuid));
    void this.step(() => this.storage.change(pending.uuid, () => null));
  }

  protected clear(): Promise<void> {
    this.version++;
    this.publish(new Map());
    return this.step(() => this.storage.clear());
  }

  private step<Result>(action: () => Promise<Result>): Promise<Result> {
    const step = this.steps.then(action);
    this.steps = step.catch(() => {});
    return step;
  }

  private show(group: string, change: (queue: readonly PendingMessage[]) => readonly PendingMessage[]): void {
    this.version++;
    const queues = new Map(this.getSnapshot());
    const queue = change(this.queue(group));
    if (queue.length === 0) queues.delete(group);
    else queues.set(group, queue);
    this.publish(queues);
  }
}

function byWriting(one: PendingMessage, other: PendingMessage): number {
  if (one.written_at !== other.written_at) return one.written_at < other.written_at ? -1 : 1;
  return one.uuid < other.uuid ? -1 : 1;
}

function isSame(one: PendingMessage, other: PendingMessage): boolean {
  return (
    one.state === other.state && one.reason === other.reason && one.message === other.message && one.base === other.base
  );
}
