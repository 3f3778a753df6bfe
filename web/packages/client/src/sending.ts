import type { Message, PendingMessage } from './model.ts';
import type { Outbox } from './outbox/outbox.ts';

/** A message that is not, or not certainly, sent. It waits in the outbox: retry, edit or discard it there. */
export class NotSent extends Error {
  override readonly name = 'NotSent';

  constructor(
    readonly pending: PendingMessage,
    /** Unconfirmed: it may have arrived, and to retry is safe. */
    readonly outcome: 'failed' | 'unconfirmed' | 'discarded',
  ) {
    super(pending.reason ?? 'The message was discarded.');
  }
}

interface Waiting {
  /** What it was when the wait began, which is no outcome. */
  readonly before: PendingMessage | null;
  readonly resolve: (message: Message) => void;
  readonly reject: (error: NotSent) => void;
}

/** The outcome of sends, for who waits for them. */
export class Sending {
  private readonly waiting = new Map<string, Waiting>();

  constructor(private readonly outbox: Outbox) {
    outbox.subscribe(() => this.look());
  }

  send(group: string, text: string): Promise<Message> {
    return new Promise((resolve, reject) => {
      const pending = this.outbox.send(group, text);
      this.waiting.set(pending.uuid, { before: null, resolve, reject });
    });
  }

  /** Once more, for one that waits for a decision. */
  again(pending: PendingMessage, decide: () => Promise<boolean>): Promise<Message> {
    return new Promise((resolve, reject) => {
      this.waiting.set(pending.uuid, { before: pending, resolve, reject });
      void decide().then((isAgain) => isAgain || this.end(pending, 'failed'));
    });
  }

  arrived(message: Message): void {
    this.waiting.get(message.uuid)?.resolve(message);
    this.waiting.delete(message.uuid);
  }

  private look(): void {
    if (this.waiting.size === 0) return;
    for (const pending of [...this.outbox.getSnapshot().values()].flat()) {
      const isDecided = pending.state === 'failed' || pending.state === 'unconfirmed';
      if (isDecided && pending !== this.waiting.get(pending.uuid)?.before) this.end(pending, pending.state);
    }
  }

  /** To be called when a message is thrown away, which nobody will hear of otherwise. */
  end(pending: PendingMessage, outcome: NotSent['outcome']): void {
    this.waiting.get(pending.uuid)?.reject(new NotSent(pending, outcome));
    this.waiting.delete(pending.uuid);
  }
}
