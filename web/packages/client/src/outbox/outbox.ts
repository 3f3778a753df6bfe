import { ApiProblem, hasCode, isUnknownOutcome } from '../api-problem.ts';
import { backoff, longestPause } from '../backoff.ts';
import type { Clock } from '../clock.ts';
import { type Correspondent, type Message, needsDecision, type PendingMessage } from '../model.ts';
import type { Locks } from './locks.ts';
import type { OutboxStorage } from './outbox-storage.ts';
import { PendingQueues } from './pending-queues.ts';

/** With the backoff about twenty seconds; then the person decides. */
const mostAttempts = 6;

const inexplicable = 'Something went wrong on this page. Reload it and try again.';

/** What sending needs from the log of the group. */
export interface SendingLog {
  readonly known: number;
  receive(message: Message): void;
  find(base: number, messageUuid: string): Promise<{ found: Message | null; lastSeq: number }>;
  reload(): Promise<void>;
}

export interface OutboxServices {
  readonly me: string;
  readonly put: (pending: PendingMessage) => Promise<Message>;
  readonly log: (group: string) => SendingLog;
  readonly correspondent: (group: string) => Correspondent | undefined;
  readonly storage: OutboxStorage;
  /** One sends at a time, whichever tab it is. */
  readonly locks: Locks;
  readonly clock: Clock;
  readonly random: () => number;
  readonly newUuid: () => string;
  readonly isOnline: () => boolean;
  /** One of them has to be decided about; told why. */
  readonly onLeftToPerson: (reason: string) => void;
}

/**
 * Unsent messages, a queue for each group: one call in flight, in the order of writing, and one that waits for the
 * person holds up what was written after it. A message keeps its uuid and its base over every attempt, which makes
 * repeating it harmless.
 */
export class Outbox extends PendingQueues {
  private readonly attempts = new Map<string, number>();
  /** Groups that this outbox sends in or waits to; the value ends a wait before the next attempt. */
  private readonly busy = new Map<string, () => void>();
  private lastWritten = 0;
  private stopped = false;
  private unsubscribe = () => {};

  constructor(private readonly services: OutboxServices) {
    super(services.storage);
  }

  async start(): Promise<void> {
    this.stopped = false;
    this.unsubscribe = this.services.storage.subscribe(() => void this.catchUp());
    await this.catchUp();
  }

  /** Goes on at once: the connection came back, or somebody asked for it. */
  resume(): void {
    for (const group of this.getSnapshot().keys()) {
      this.busy.get(group)?.();
      this.pump(group);
    }
  }

  stop(): void {
    this.stopped = true;
    this.unsubscribe();
    for (const endWait of this.busy.values()) endWait();
  }

  /** Stops for good and leaves nothing behind. */
  forget(): Promise<void> {
    this.stop();
    return this.clear();
  }

  /** Shown at once, stored, and then sent. */
  send(group: string, message: string): PendingMessage {
    // Strictly later than the one before, so that a reload restores the order.
    const newest = Date.parse(this.queue(group).at(-1)?.written_at ?? '') || 0;
    this.lastWritten = Math.max(this.services.clock.now(), this.lastWritten + 1, newest + 1);
    const pending: PendingMessage = {
      message_group_uuid: group,
      uuid: this.services.newUuid(),
      base: this.services.log(group).known,
      message,
      written_at: new Date(this.lastWritten).toISOString(),
      state: 'waiting',
      reason: null,
      to: this.services.correspondent(group),
    };
    void this.put(pending).then(() => this.pump(group));
    return pending;
  }

  /** False if it is gone. */
  async retry(pending: PendingMessage): Promise<boolean> {
    const retried = await this.decide(pending, (stored) =>
      needsDecision(stored) ? { ...stored, state: 'waiting', reason: null } : stored,
    );
    return retried !== null;
  }

  /**
   * Another text under the same uuid: should the first have arrived after all, the server refuses this one, so that
   * never both are there. False if it is on its way or gone.
   */
  async edit(pending: PendingMessage, message: string): Promise<boolean> {
    const edited = await this.decide(pending, (stored) =>
      stored.state === 'sending' ? stored : { ...stored, state: 'waiting', reason: null, message },
    );
    return edited?.message === message && edited.state === 'waiting';
  }

  discard(pending: PendingMessage): void {
    this.remove(pending);
    this.pump(pending.message_group_uuid);
  }

  /** Takes out what the log shows, whether the answer to the send came or not. */
  confirm(messages: readonly Message[]): void {
    for (const message of messages) {
      if (message.user_uuid !== this.services.me) continue;
      const pending = this.queue(message.message_group_uuid).find((it) => it.uuid === message.uuid);
      if (pending === undefined) continue;
      this.remove(pending);
      this.pump(message.message_group_uuid);
    }
  }

  private async catchUp(): Promise<void> {
    await this.reload();
    for (const group of this.getSnapshot().keys()) this.pump(group);
  }

  private pump(group: string): void {
    if (this.stopped || this.busy.has(group) || this.next(group) === null) return;
    this.busy.set(group, () => {});
    const lock = `cruddur.outbox.${this.services.me}.${group}`;
    void this.services.locks
      .run(lock, () => this.sendAll(group))
      .finally(() => {
        this.busy.delete(group);
        this.pump(group);
      });
  }

  private next(group: string): PendingMessage | null {
    const head = this.queue(group)[0];
    return head === undefined || needsDecision(head) ? null : head;
  }

  /** With the lock in hand, so that what is still marked as being sent is left from a tab that is gone. */
  private async sendAll(group: string): Promise<void> {
    await this.reload();
    for (let head = this.next(group); head !== null && !this.stopped; head = this.next(group)) {
      const taken = await this.change(head, (stored) =>
        needsDecision(stored) || this.stopped ? stored : { ...stored, state: 'sending' },
      );
      if (taken !== null && !needsDecision(taken) && !this.stopped) await this.attempt(taken);
    }
  }

  private async attempt(pending: PendingMessage): Promise<void> {
    try {
      const message = await this.services.put(pending);
      this.confirm([message]);
      this.services.log(pending.message_group_uuid).receive(message);
    } catch (error) {
      try {
        await this.afterError(pending, error);
      } catch (later) {
        await this.afterError(pending, later);
      }
    }
  }

  private async afterError(pending: PendingMessage, error: unknown): Promise<void> {
    // The log may have shown it meanwhile, or the person deleted it.
    if (this.stopped || this.find(pending) === undefined) return;
    const log = this.services.log(pending.message_group_uuid);
    if (isUnknownOutcome(error)) {
      await this.waitBeforeNext(pending, error);
    } else if (error instanceof ApiProblem && error.status === 401) {
      this.stop();
    } else if (hasCode(error, 'resync_required')) {
      const { found, lastSeq } = await log.find(pending.base, pending.uuid);
      if (found !== null) this.arrived(found);
      else await this.update(pending, { base: lastSeq });
    } else if (hasCode(error, 'base_ahead')) {
      await this.update(pending, { base: error.lastSeq ?? 0 });
      await log.reload();
    } else if (hasCode(error, 'message_uuid_reused')) {
      await this.afterReuse(pending);
    } else {
      await this.leaveToPerson(
        pending,
        'failed',
        `Not sent. ${error instanceof ApiProblem ? error.detail : inexplicable}`,
      );
    }
  }

  /** An edited message whose first text had arrived: that one stands, and the new text asks for a decision. */
  private async afterReuse(pending: PendingMessage): Promise<void> {
    const { found } = await this.services.log(pending.message_group_uuid).find(pending.base, pending.uuid);
    if (this.stopped || this.find(pending) === undefined) return;
    const uuid = this.services.newUuid();
    const reason =
      'Not sent. The message as it was before your edit has already arrived. Retry sends this one as well.';
    // The new one first: whatever happens in between, the text is there.
    const anew = this.put({ ...pending, uuid, base: found?.seq ?? pending.base, state: 'failed', reason });
    this.remove(pending);
    await anew;
    if (found !== null) this.services.log(pending.message_group_uuid).receive(found);
    this.services.onLeftToPerson(reason);
  }

  private async waitBeforeNext(pending: PendingMessage, error: unknown): Promise<void> {
    const { clock, random, isOnline } = this.services;
    // Without a network no attempt is made, so none is counted; coming back online ends the wait.
    const attempt = (this.attempts.get(pending.uuid) ?? 0) + (isOnline() ? 1 : 0);
    this.attempts.set(pending.uuid, attempt);
    if (attempt >= mostAttempts) {
      await this.leaveToPerson(pending, 'unconfirmed', 'Not confirmed. It may have arrived; Retry is safe.');
      return;
    }
    const usual = isOnline() ? backoff(attempt, random) : longestPause;
    const asked = error instanceof ApiProblem ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
    await new Promise<void>((resolve) => {
      const timer = clock.setTimeout(resolve, Math.max(asked, usual));
      this.busy.set(pending.message_group_uuid, () => {
        clock.clearTimeout(timer);
        resolve();
      });
    });
  }

  private arrived(message: Message): void {
    this.confirm([message]);
    this.services.log(message.message_group_uuid).receive(message);
  }

  private async leaveToPerson(pending: PendingMessage, state: 'failed' | 'unconfirmed', reason: string): Promise<void> {
    if (this.stopped) return;
    this.attempts.delete(pending.uuid);
    await this.update(pending, { state, reason });
    this.services.onLeftToPerson(reason);
  }

  /** What a person decides about a message. */
  private async decide(pending: PendingMessage, decision: (stored: PendingMessage) => PendingMessage) {
    const decided = await this.change(pending, (stored) => (this.stopped ? stored : decision(stored)));
    this.attempts.delete(pending.uuid);
    this.pump(pending.message_group_uuid);
    return decided;
  }

  /** Nothing is written after the end: another tab may have signed out and deleted everything. */
  private update(pending: PendingMessage, change: Partial<PendingMessage>): Promise<PendingMessage | null> {
    return this.change(pending, (stored) => (this.stopped ? stored : { ...stored, ...change }));
  }

  protected override remove(pending: PendingMessage): void {
    const group = pending.message_group_uuid;
    this.attempts.delete(pending.uuid);
    // Nobody needs to wait for its next attempt any more.
    if (this.queue(group)[0]?.uuid === pending.uuid) this.busy.get(group)?.();
    super.remove(pending);
  }
}
