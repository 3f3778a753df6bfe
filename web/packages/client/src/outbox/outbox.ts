import { ApiProblem, hasCode, isTooEarly, isUnknownOutcome } from '../api-problem.ts';
import { backoff, longestPause } from '../backoff.ts';
import { type Message, needsDecision, type PendingMessage } from '../model.ts';
import type { OutboxServices } from './outbox-services.ts';
import { PendingQueues } from './pending-queues.ts';

/** With the backoff about twenty seconds; then the person decides. */
const mostAttempts = 6;

const inexplicable = 'Something went wrong on this page. Reload it and try again.';

/** Sending in one group. */
interface Turn {
  /** Before the next attempt. */
  wait: Promise<void>;
  endWait: () => void;
}

/**
 * Unsent messages, a queue for each group: one call in flight, in the order of writing, and one that waits for the
 * person holds up what was written after it. A message keeps its uuid and its base over every attempt, which makes
 * repeating it harmless.
 */
export class Outbox extends PendingQueues {
  private readonly attempts = new Map<string, number>();
  private readonly turns = new Map<string, Turn>();
  private lastWritten = 0;
  private stopped = false;
  private isSignedOut = false;
  private unsubscribe = () => {};

  constructor(private readonly services: OutboxServices) {
    super(services.storage);
  }

  async start(): Promise<void> {
    this.stopped = false;
    this.unsubscribe = this.services.storage.subscribe(() => void this.catchUp());
    await this.catchUp();
  }

  /** Goes on at once: the connection came back, the caller is known again, or somebody asked for it. */
  resume(): void {
    this.isSignedOut = false;
    for (const group of this.getSnapshot().keys()) {
      this.turns.get(group)?.endWait();
      this.pump(group);
    }
  }

  stop(): void {
    this.stopped = true;
    this.unsubscribe();
    for (const turn of this.turns.values()) turn.endWait();
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
    this.isSignedOut = false;
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

  private get isAtRest(): boolean {
    return this.stopped || this.isSignedOut;
  }

  private pump(group: string): void {
    if (this.isAtRest || this.turns.has(group) || this.next(group) === null) return;
    const turn: Turn = { wait: Promise.resolve(), endWait: () => {} };
    this.turns.set(group, turn);
    const end = () => void this.turns.delete(group);
    this.sendAll(group, turn).then(() => {
      end();
      this.pump(group);
    }, end);
  }

  private next(group: string): PendingMessage | null {
    const head = this.queue(group)[0];
    return head === undefined || needsDecision(head) ? null : head;
  }

  /** The lock is for one attempt: a tab that waits for the next one, for as long as it is offline, holds nobody up. */
  private async sendAll(group: string, turn: Turn): Promise<void> {
    const lock = `cruddur.outbox.${this.services.me}.${group}`;
    while (!this.isAtRest && this.next(group) !== null) {
      await this.services.locks.run(lock, () => this.sendNext(group));
      await turn.wait;
    }
  }

  /** With the lock in hand, so that what is still marked as being sent is left from a tab that is gone or asleep. */
  private async sendNext(group: string): Promise<void> {
    await this.reload();
    const head = this.next(group);
    if (head !== null && !this.isAtRest) await this.attempt(head);
  }

  private async attempt(head: PendingMessage): Promise<void> {
    try {
      const log = this.services.log(head.message_group_uuid);
      const base = head.base ?? (await log.learn());
      const taken = await this.change(head, (stored) =>
        needsDecision(stored) || this.isAtRest ? stored : { ...stored, state: 'sending', base: stored.base ?? base },
      );
      if (taken === null || needsDecision(taken) || this.isAtRest) return;
      const message = await this.services.put(taken);
      this.arrived(message);
    } catch (error) {
      try {
        await this.afterError(head, error);
      } catch (later) {
        await this.afterError(head, later);
      }
    }
  }

  private async afterError(head: PendingMessage, error: unknown): Promise<void> {
    // The log may have shown it meanwhile, or the person deleted it.
    const pending = this.find(head);
    if (this.stopped || pending === undefined) return;
    const log = this.services.log(pending.message_group_uuid);
    if (isUnknownOutcome(error)) {
      await this.waitBeforeNext(pending, error);
    } else if (error instanceof ApiProblem && error.status === 401) {
      this.isSignedOut = true;
      await this.update(pending, { state: 'waiting' });
      this.services.onSignedOut();
    } else if (hasCode(error, 'resync_required')) {
      const { found, lastSeq } = await log.find(pending.base ?? 0, pending.uuid);
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
    const { found } = await this.services.log(pending.message_group_uuid).find(pending.base ?? 0, pending.uuid);
    // Another tab may have edited it and be done with it by now.
    await this.reload();
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
    // Without a network no attempt is made, so none is counted; coming back online ends the wait. Nor is one for which it was
    // too early: it goes when the server said.
    const isCounted = isOnline() && !isTooEarly(error);
    const attempt = (this.attempts.get(pending.uuid) ?? 0) + (isCounted ? 1 : 0);
    this.attempts.set(pending.uuid, attempt);
    if (attempt >= mostAttempts) {
      await this.leaveToPerson(pending, 'unconfirmed', 'Not confirmed. It may have arrived; Retry is safe.');
      return;
    }
    const usual = isOnline() ? backoff(attempt, random) : longestPause;
    const asked = error instanceof ApiProblem ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
    const turn = this.turns.get(pending.message_group_uuid);
    if (turn === undefined) return;
    turn.wait = new Promise<void>((resolve) => {
      const timer = clock.setTimeout(resolve, Math.max(asked, usual));
      turn.endWait = () => {
        clock.clearTimeout(timer);
        resolve();
      };
    });
  }

  private arrived(message: Message): void {
    this.services.log(message.message_group_uuid).receive(message);
    this.confirm([message]);
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
    this.isSignedOut = false;
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
    if (this.queue(group)[0]?.uuid === pending.uuid) this.turns.get(group)?.endWait();
    super.remove(pending);
  }
}
