import { ApiProblem, describeError, hasCode, isUnknownOutcome } from '../shared/api/api-problem';
import type { Clock } from '../shared/clock/clock';
import { backoff, longestPause } from './backoff';
import { type Correspondent, type Message, needsDecision, type PendingMessage } from './model';
import type { OutboxStorage } from './outbox-storage';
import { PendingQueues } from './pending-queues';

/** With the backoff about twenty seconds; then the person decides. */
const mostAttempts = 6;

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
  /** Groups with a call in flight or a wait before the next; the value ends the wait. */
  private readonly busy = new Map<string, () => void>();
  private lastWritten = 0;
  private stopped = false;

  constructor(private readonly services: OutboxServices) {
    super(services.storage);
  }

  start(): void {
    this.stopped = false;
    this.resume();
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
  }

  /** Stops for good and leaves nothing behind. */
  forget(): void {
    this.stop();
    this.clear();
  }

  send(group: string, message: string): PendingMessage {
    // Strictly later than the one before, so that a reload restores the order.
    this.lastWritten = Math.max(this.services.clock.now(), this.lastWritten + 1);
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
    this.add(pending);
    this.pump(group);
    return pending;
  }

  retry(pending: PendingMessage): void {
    this.change(pending, { state: 'waiting', reason: null });
  }

  /**
   * Another text under the same uuid: should the first have arrived after all, the server refuses this one, so that
   * never both are there. False if it is on its way or gone.
   */
  edit(pending: PendingMessage, message: string): boolean {
    const current = this.find(pending);
    if (current === undefined || current.state === 'sending') return false;
    this.change(pending, { state: 'waiting', reason: null, message });
    return true;
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

  private pump(group: string): void {
    const head = this.queue(group)[0];
    if (this.stopped || this.busy.has(group) || head === undefined || needsDecision(head)) return;
    this.busy.set(group, () => {});
    void this.attempt(this.update(head, { state: 'sending' })).finally(() => {
      this.busy.delete(group);
      this.pump(group);
    });
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
      else this.update(pending, { base: lastSeq, state: 'waiting' });
    } else if (hasCode(error, 'base_ahead')) {
      this.update(pending, { base: error.lastSeq ?? 0, state: 'waiting' });
      await log.reload();
    } else if (hasCode(error, 'message_uuid_reused')) {
      await this.afterReuse(pending);
    } else {
      this.leaveToPerson(pending, 'failed', `Not sent. ${describeError(error)}`);
    }
  }

  /** An edited message whose first text had arrived: that one stands, and the new text asks for a decision. */
  private async afterReuse(pending: PendingMessage): Promise<void> {
    const { found } = await this.services.log(pending.message_group_uuid).find(pending.base, pending.uuid);
    if (this.stopped || this.find(pending) === undefined) return;
    const anew = this.update(pending, { uuid: this.services.newUuid(), base: found?.seq ?? pending.base });
    if (found !== null) this.services.log(pending.message_group_uuid).receive(found);
    const reason = 'The message as it was before your edit has already arrived. Retry sends this one as well.';
    this.leaveToPerson(anew, 'failed', `Not sent. ${reason}`);
  }

  private async waitBeforeNext(pending: PendingMessage, error: unknown): Promise<void> {
    const { clock, random, isOnline } = this.services;
    // Without a network no attempt is made, so none is counted; coming back online ends the wait.
    const attempt = (this.attempts.get(pending.uuid) ?? 0) + (isOnline() ? 1 : 0);
    this.attempts.set(pending.uuid, attempt);
    if (attempt >= mostAttempts) {
      this.leaveToPerson(pending, 'unconfirmed', 'Not confirmed. It may have arrived; Retry is safe.');
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

  private leaveToPerson(pending: PendingMessage, state: 'failed' | 'unconfirmed', reason: string): void {
    if (this.stopped) return;
    this.attempts.delete(pending.uuid);
    this.update(pending, { state, reason });
    this.services.onLeftToPerson(reason);
  }

  private change(pending: PendingMessage, change: Partial<PendingMessage>): void {
    if (this.find(pending) === undefined) return;
    this.attempts.delete(pending.uuid);
    this.update(pending, change);
    this.pump(pending.message_group_uuid);
  }

  /** Nothing is written after the end: another tab may have signed out and deleted everything. */
  protected override update(pending: PendingMessage, change: Partial<PendingMessage>): PendingMessage {
    return this.stopped ? pending : super.update(pending, change);
  }

  protected override remove(pending: PendingMessage): void {
    const group = pending.message_group_uuid;
    this.attempts.delete(pending.uuid);
    // Nobody needs to wait for its next attempt any more.
    if (this.queue(group)[0]?.uuid === pending.uuid) this.busy.get(group)?.();
    super.remove(pending);
  }
}
