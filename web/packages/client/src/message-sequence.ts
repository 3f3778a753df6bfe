import type { Message } from './model.ts';

/**
 * A window of a log without holes: entries lowest..highest, and aside from it those that came ahead of their turn.
 * Order is the sequence alone; no clock takes part in it.
 */
export class MessageSequence {
  private entries: readonly Message[] = [];
  private readonly ahead = new Map<number, Message>();

  /** The same array until something changed. */
  get messages(): readonly Message[] {
    return this.entries;
  }

  /** 0 for an empty window. */
  get lowest(): number {
    return this.entries[0]?.seq ?? 0;
  }

  /** The highest sequence up to which nothing is missing; 0 for an empty window. */
  get highest(): number {
    return this.entries.at(-1)?.seq ?? 0;
  }

  /** Something later is known, and what lies between is not. */
  get hasGap(): boolean {
    return this.ahead.size > 0;
  }

  /** Starts anew from this page; what is ahead of it is kept. */
  reset(page: readonly Message[]): void {
    this.entries = [...page];
    this.takeAhead();
  }

  clear(): void {
    this.entries = [];
    this.ahead.clear();
  }

  /** Adds what continues the window, keeps aside what comes later, ignores what is there. Returns what was added. */
  append(messages: readonly Message[]): readonly Message[] {
    const before = this.highest;
    for (const message of messages) {
      if (message.seq > before) this.ahead.set(message.seq, message);
    }
    this.takeAhead();
    return this.highest === before ? [] : this.entries.slice(this.entries.findIndex((it) => it.seq > before));
  }

  /** Adds an older page if it ends where the window begins. */
  prepend(messages: readonly Message[]): void {
    const older = messages.filter((message) => message.seq < this.lowest);
    if (older.at(-1)?.seq === this.lowest - 1) this.entries = [...older, ...this.entries];
  }

  private takeAhead(): void {
    const next: Message[] = [];
    let seq = this.highest;
    for (let message = this.ahead.get(seq + 1); message !== undefined; message = this.ahead.get(seq + 1)) {
      next.push(message);
      seq++;
    }
    if (next.length > 0) this.entries = [...this.entries, ...next];
    for (const known of this.ahead.keys()) {
      if (known <= seq) this.ahead.delete(known);
    }
  }
}
