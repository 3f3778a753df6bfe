import type { PendingMessage } from '../model.ts';

/** Where unsent messages outlive a reload. One store for all tabs of a person; it does not fail. */
export interface OutboxStorage {
  all(): Promise<readonly PendingMessage[]>;
  /**
   * One step that no other tab comes between: stores what is decided in view of what is stored now, and returns it. Null
   * is nothing, before and after.
   */
  change(
    uuid: string,
    decide: (stored: PendingMessage | null) => PendingMessage | null,
  ): Promise<PendingMessage | null>;
  clear(): Promise<void>;
  /** Another tab has changed something. Returns what to call to hear no more. */
  subscribe(listener: () => void): () => void;
}

/** Forgets with the page. Several outboxes may share one, as tabs do. */
export class MemoryOutboxStorage implements OutboxStorage {
  private readonly pending = new Map<string, PendingMessage>();
  private readonly listeners = new Set<() => void>();

  async all(): Promise<readonly PendingMessage[]> {
    return [...this.pending.values()];
  }

  async change(uuid: string, decide: (stored: PendingMessage | null) => PendingMessage | null) {
    const stored = this.pending.get(uuid) ?? null;
    const decided = decide(stored);
    if (decided === null) this.pending.delete(uuid);
    else this.pending.set(uuid, decided);
    if (decided !== stored) this.tell();
    return decided;
  }

  async clear(): Promise<void> {
    this.pending.clear();
    this.tell();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
