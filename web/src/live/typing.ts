import { type Clock, Observable, type Timer } from '@cruddur/client';

const shownFor = 6_000;

/** The groups whose other person is writing. Known for a few seconds, kept nowhere. */
export class Typing extends Observable<ReadonlySet<string>> {
  private readonly timers = new Map<string, Timer>();

  constructor(private readonly clock: Clock) {
    super(new Set());
  }

  begin(group: string): void {
    this.clock.clearTimeout(this.timers.get(group));
    this.timers.set(
      group,
      this.clock.setTimeout(() => this.end(group), shownFor),
    );
    if (!this.getSnapshot().has(group)) this.publish(new Set([...this.getSnapshot(), group]));
  }

  /** The message is there, or the time is over. */
  end(group: string): void {
    this.clock.clearTimeout(this.timers.get(group));
    this.timers.delete(group);
    if (this.getSnapshot().has(group)) this.publish(new Set([...this.getSnapshot()].filter((it) => it !== group)));
  }

  stop(): void {
    for (const group of [...this.timers.keys()]) this.end(group);
  }
}
