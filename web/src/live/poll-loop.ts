import type { Clock, Timer } from '../shared/clock/clock';

/** Runs one thing again and again: never twice at a time, and at once when woken. */
export class PollLoop {
  private timer: Timer | undefined;
  private running = false;
  private wokenMeanwhile = false;
  private stopped = true;

  constructor(
    private readonly clock: Clock,
    private readonly run: () => Promise<void>,
    /** Asked after every run, for the pause before the next. */
    private readonly pause: () => number,
  ) {}

  start(): void {
    this.stopped = false;
    this.wake();
  }

  stop(): void {
    this.stopped = true;
    this.clock.clearTimeout(this.timer);
  }

  wake(): void {
    if (this.stopped) return;
    if (this.running) {
      this.wokenMeanwhile = true;
      return;
    }
    this.clock.clearTimeout(this.timer);
    this.running = true;
    void this.run().finally(() => {
      this.running = false;
      if (this.stopped) return;
      const delay = this.wokenMeanwhile ? 0 : this.pause();
      this.wokenMeanwhile = false;
      this.timer = this.clock.setTimeout(() => this.wake(), delay);
    });
  }
}
