import { ApiProblem, backoff, type Clock, isUnknownOutcome, type Timer } from '@cruddur/client';

/** Does one thing until it has been done: never twice at a time, once more when asked meanwhile, later when it fails. */
export class CatchUp {
  private running = false;
  private isAskedAgain = false;
  private failures = 0;
  private timer: Timer | undefined;
  private isStopped = false;

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number,
    private readonly action: () => Promise<void>,
    private readonly onDone: () => void,
  ) {}

  get isRunning(): boolean {
    return this.running;
  }

  request(): void {
    this.isStopped = false;
    if (this.running) this.isAskedAgain = true;
    else void this.run();
  }

  stop(): void {
    this.isStopped = true;
    this.clock.clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    this.clock.clearTimeout(this.timer);
    this.running = true;
    this.isAskedAgain = false;
    const error = await this.action().then(
      () => null,
      (reason: unknown) => reason,
    );
    this.running = false;
    if (this.isStopped) return;
    // A refusal is an answer, and would be the same the next time.
    if (error !== null && isUnknownOutcome(error)) {
      const asked = error instanceof ApiProblem ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
      const pause = this.isAskedAgain ? 0 : Math.max(asked, backoff(++this.failures, this.random));
      this.timer = this.clock.setTimeout(() => this.request(), pause);
    } else if (this.isAskedAgain) {
      void this.run();
    } else {
      this.failures = 0;
      this.onDone();
    }
  }
}
