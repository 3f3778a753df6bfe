import type { Clock } from '../clock.ts';

/** A wait that can be cut short, one at a time. */
export class Pause {
  private finish = () => {};

  constructor(private readonly clock: Clock) {}

  /** Ends early when ended, or when the signal is given. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = this.clock.setTimeout(resolve, milliseconds);
      this.finish = () => {
        this.clock.clearTimeout(timer);
        signal.removeEventListener('abort', this.finish);
        resolve();
      };
      signal.addEventListener('abort', this.finish, { once: true });
    });
    this.finish();
    this.finish = () => {};
  }

  end(): void {
    this.finish();
  }
}
