import { ApiProblem, isUnknownOutcome } from '../shared/api/api-problem';
import type { Clock } from '../shared/clock/clock';
import { backoff } from './backoff';
import { hasAttention, type PageState } from './page-state';
import { PollLoop } from './poll-loop';
import type { Transport, TransportTarget } from './transport';

const openGroupPause = 2_000;
const inboxPause = 3_000;
const hiddenPause = 30_000;
/** Without a look for this long (hidden, asleep) more may have happened than the newest page tells. */
const absence = 20_000;
/** Refused as often in a row, what a look would have shown is missing for long enough to be told. */
const toleratedRefusals = 3;

type Task = 'inbox' | 'openGroup';

/** Asks at intervals: often while somebody looks, seldom while not, at once when they come back. */
export class Poller implements Transport {
  private readonly loops: Record<Task, PollLoop>;
  private readonly failures: Record<Task, number> = { inbox: 0, openGroup: 0 };
  /** What the server asked us to wait, in milliseconds. */
  private readonly asked: Record<Task, number> = { inbox: 0, openGroup: 0 };
  private target: TransportTarget | null = null;
  private unsubscribe = () => {};
  private hadAttention = false;
  private wasOnline = true;
  private lastSuccess: number;
  private caughtUp: Record<Task, boolean> = { inbox: false, openGroup: false };

  constructor(
    private readonly clock: Clock,
    private readonly page: PageState,
    private readonly random: () => number,
  ) {
    this.lastSuccess = clock.now();
    this.loops = {
      inbox: new PollLoop(
        clock,
        () => this.look('inbox'),
        () => this.pause('inbox', inboxPause),
      ),
      openGroup: new PollLoop(
        clock,
        () => this.look('openGroup'),
        () => this.pause('openGroup', openGroupPause),
      ),
    };
  }

  start(target: TransportTarget): void {
    this.target = target;
    this.wasOnline = this.page.isOnline();
    this.hadAttention = hasAttention(this.page);
    this.unsubscribe = this.page.subscribe(() => this.onPageChange());
    this.loops.inbox.start();
    this.loops.openGroup.start();
  }

  stop(): void {
    this.unsubscribe();
    this.loops.inbox.stop();
    this.loops.openGroup.stop();
    this.target = null;
  }

  wake(): void {
    this.loops.inbox.wake();
    this.loops.openGroup.wake();
  }

  private onPageChange(): void {
    const attention = hasAttention(this.page);
    const online = this.page.isOnline();
    const cameBack = (attention && !this.hadAttention) || (online && !this.wasOnline);
    if (!online) this.lose('offline');
    else if (!this.wasOnline) this.lose('reconnecting');
    this.hadAttention = attention;
    this.wasOnline = online;
    if (cameBack) this.wake();
  }

  private async look(task: Task): Promise<void> {
    const { target } = this;
    if (target === null) return;
    const away = this.clock.now() - this.lastSuccess > absence;
    if (away && this.page.isVisible() && this.caughtUp[task]) this.lose('reconnecting');
    try {
      if (task === 'inbox') await target.catchUpInbox(!this.caughtUp.inbox);
      else await target.catchUpOpenGroup();
      this.failures[task] = 0;
      this.caughtUp[task] = true;
      this.lastSuccess = this.clock.now();
    } catch (error) {
      this.failures[task]++;
      this.asked[task] = error instanceof ApiProblem ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
      if (isUnknownOutcome(error)) this.lose(this.page.isOnline() ? 'reconnecting' : 'offline');
      else this.acceptRefusal(task);
    }
    // The last word of a catch-up that began before the network went counts for nothing.
    if (this.page.isOnline() && this.caughtUp.inbox && this.caughtUp.openGroup) this.target?.setConnection('live');
  }

  /** A refusal is an answer, and the connection is there; but who is only ever refused sees nothing new. */
  private acceptRefusal(task: Task): void {
    this.caughtUp[task] = this.failures[task] < toleratedRefusals;
    if (!this.caughtUp[task]) this.target?.setConnection(this.page.isOnline() ? 'reconnecting' : 'offline');
  }

  private lose(state: 'reconnecting' | 'offline'): void {
    this.caughtUp = { inbox: false, openGroup: false };
    this.target?.setConnection(state);
  }

  private pause(task: Task, usual: number): number {
    if (this.failures[task] > 0) {
      return Math.max(usual / 2, this.asked[task], backoff(this.failures[task], this.random));
    }
    return this.page.isVisible() ? usual : hiddenPause;
  }
}
