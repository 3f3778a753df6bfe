import type { Clock } from './clock.ts';

const atMostEvery = 3_000;

/** Tells the other person that somebody writes: not with every letter, and without caring what becomes of it. */
export class TypingNotices {
  private readonly last = new Map<string, number>();

  constructor(
    private readonly post: (group: string) => Promise<void>,
    private readonly clock: Clock,
  ) {}

  typed(group: string): void {
    const now = this.clock.now();
    if (now - (this.last.get(group) ?? Number.NEGATIVE_INFINITY) < atMostEvery) return;
    this.last.set(group, now);
    this.post(group).catch(() => {});
  }

  /** What was written is sent: the next letter begins something new. */
  sent(group: string): void {
    this.last.delete(group);
  }
}
