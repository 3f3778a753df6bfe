import { isUnknownOutcome } from './api-problem.ts';
import type { Clock, Timer } from './clock.ts';
import type { ReadMark } from './model.ts';

/** Scrolling through a screenful is one call. */
const patience = 300;
const pauseAfterError = 5_000;

export interface ReadMarkServices {
  readonly post: (group: string, seq: number) => Promise<ReadMark>;
  readonly clock: Clock;
  readonly hasAttention: () => boolean;
  readonly onRead: (mark: ReadMark) => void;
}

/** Tells the server what was read: on the screen, in a visible and focused tab, and never backwards. */
export class ReadMarks {
  private readonly wanted = new Map<string, number>();
  private readonly acknowledged = new Map<string, number>();
  private readonly refused = new Map<string, number>();
  private readonly timers = new Map<string, Timer>();
  private stopped = false;

  constructor(private readonly services: ReadMarkServices) {}

  start(): void {
    this.stopped = false;
  }

  /** The cookie may be somebody else's from now on: no mark is set in their name. */
  stop(): void {
    this.stopped = true;
    for (const timer of this.timers.values()) this.services.clock.clearTimeout(timer);
    this.timers.clear();
  }

  /** The store is another one: its marks are not ours. */
  forget(): void {
    this.wanted.clear();
    this.acknowledged.clear();
    this.refused.clear();
  }

  /** The mark as the server has it. */
  known(group: string, readSeq: number): void {
    this.acknowledged.set(group, Math.max(readSeq, this.acknowledged.get(group) ?? 0));
  }

  /** How far the group was read, whether the server has answered to it or not. */
  upTo(group: string): number {
    return Math.max(this.acknowledged.get(group) ?? 0, this.wanted.get(group) ?? 0);
  }

  /** A message of the other person was on the screen. */
  seen(group: string, seq: number): void {
    if (!this.services.hasAttention()) return;
    if (seq <= this.upTo(group) || seq === this.refused.get(group)) return;
    this.wanted.set(group, seq);
    this.schedule(group, patience);
  }

  private schedule(group: string, delay: number): void {
    if (this.stopped || this.timers.has(group)) return;
    this.timers.set(
      group,
      this.services.clock.setTimeout(() => void this.post(group), delay),
    );
  }

  private async post(group: string): Promise<void> {
    const seq = this.wanted.get(group) ?? 0;
    let delay = patience;
    try {
      const mark = await this.services.post(group, seq);
      this.known(group, Math.max(seq, mark.read_seq));
      this.services.onRead(mark);
    } catch (error) {
      // A mark is no news to anybody: it is simply sent again until it is answered, for as long as the page lives.
      if (isUnknownOutcome(error)) delay = pauseAfterError;
      else this.drop(group, seq);
    }
    if (this.stopped) return;
    this.timers.delete(group);
    if ((this.wanted.get(group) ?? 0) > (this.acknowledged.get(group) ?? 0)) this.schedule(group, delay);
  }

  /** Refused again it would be, each time it is on the screen. */
  private drop(group: string, seq: number): void {
    this.refused.set(group, seq);
    if (this.wanted.get(group) === seq) this.wanted.delete(group);
  }
}
