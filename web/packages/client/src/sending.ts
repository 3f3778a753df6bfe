import { isUnknownOutcome } from './api-problem.ts';
import { backoff } from './backoff.ts';
import type { Clock } from './clock.ts';
import { type Message, needsDecision, type PendingMessage } from './model.ts';
import type { Outbox } from './outbox/outbox.ts';
import type { SendingLog } from './outbox/outbox-services.ts';

/** With the backoff about twenty seconds. */
const mostLookUps = 6;

const reasons = {
  failed: 'The message was not sent.',
  unconfirmed: 'Not confirmed. It may have arrived; Retry is safe.',
  discarded: 'The message was discarded.',
  'signed-out': 'The server does not know the caller any more. The message is kept, and sent on resuming.',
  closed: 'The client was closed. The message is kept; it may have arrived, and is safe to send again.',
} as const;

/** A message that is not, or not certainly, sent. Unless it is discarded it waits in the outbox: retry, edit or discard it. */
export class NotSent extends Error {
  override readonly name = 'NotSent';

  constructor(
    readonly pending: PendingMessage,
    /** Unconfirmed: it may have arrived, and to retry is safe. */
    readonly outcome: keyof typeof reasons,
  ) {
    super(pending.reason ?? reasons[outcome]);
  }
}

interface Waiting {
  /** As it was when the wait began or last seen in the queue. */
  pending: PendingMessage;
  /** Until it has been in the queue nothing follows from its not being there. */
  wasQueued: boolean;
  readonly resolve: (message: Message) => void;
  readonly reject: (error: NotSent) => void;
}

export interface SendingServices {
  readonly outbox: Outbox;
  readonly log: (group: string) => SendingLog;
  readonly clock: Clock;
  readonly random: () => number;
}

/** The outcome of sends, for who waits for them. */
export class Sending {
  private readonly waiting = new Map<string, Waiting>();
  private isClosed = false;

  constructor(private readonly services: SendingServices) {
    services.outbox.subscribe(() => this.look());
  }

  send(group: string, text: string): Promise<Message> {
    const pending = this.services.outbox.send(group, text);
    return this.wait(pending, true);
  }

  /** Once more, for one that waits for a decision. Should another tab be done with it, its outcome is this one's. */
  retry(pending: PendingMessage): Promise<Message> {
    const outcome = this.wait(pending);
    void this.services.outbox.retry(pending).then((isAgain) => {
      if (!isAgain) void this.lookUp(pending);
    });
    return outcome;
  }

  edit(pending: PendingMessage, text: string): Promise<Message> {
    const outcome = this.wait(pending);
    void this.services.outbox.edit(pending, text).then((isAgain) => {
      if (!isAgain) this.end(pending, 'failed');
    });
    return outcome;
  }

  arrived(message: Message): void {
    this.waiting.get(message.uuid)?.resolve(message);
    this.waiting.delete(message.uuid);
  }

  end(pending: PendingMessage, outcome: NotSent['outcome']): void {
    this.waiting.get(pending.uuid)?.reject(new NotSent(pending, outcome));
    this.waiting.delete(pending.uuid);
  }

  endAll(outcome: NotSent['outcome']): void {
    for (const { pending } of [...this.waiting.values()]) this.end(pending, outcome);
  }

  close(): void {
    this.isClosed = true;
    this.endAll('closed');
  }

  private wait(pending: PendingMessage, wasQueued = false): Promise<Message> {
    return new Promise((resolve, reject) => {
      this.waiting.set(pending.uuid, { pending, wasQueued, resolve, reject });
      if (this.isClosed) this.end(pending, 'closed');
    });
  }

  private look(): void {
    if (this.waiting.size === 0) return;
    const queued = new Map([...this.services.outbox.getSnapshot().values()].flat().map((it) => [it.uuid, it]));
    for (const [uuid, waiting] of [...this.waiting]) {
      const pending = queued.get(uuid);
      if (pending === undefined) {
        if (waiting.wasQueued) void this.lookUp(waiting.pending);
        waiting.wasQueued = false;
      } else if (pending !== waiting.pending || !needsDecision(pending)) {
        waiting.pending = pending;
        waiting.wasQueued = true;
        if (pending.state === 'failed' || pending.state === 'unconfirmed') this.end(pending, pending.state);
      }
    }
  }

  /** It has left the queue without an answer that came here: another tab has sent it, or thrown it away. */
  private async lookUp(pending: PendingMessage): Promise<void> {
    const { clock, random, log } = this.services;
    for (let attempt = 1; attempt <= mostLookUps && this.waiting.has(pending.uuid); attempt++) {
      try {
        const { found } = await log(pending.message_group_uuid).find(pending.base ?? 0, pending.uuid);
        if (found === null) this.end(pending, 'discarded');
        else this.arrived(found);
        return;
      } catch (error) {
        if (!isUnknownOutcome(error)) break;
        await new Promise<void>((resolve) => void clock.setTimeout(resolve, backoff(attempt, random)));
      }
    }
    this.end(pending, 'unconfirmed');
  }
}
