import type { MessagingApi } from './api/messaging-api.ts';
import { findSent } from './find-sent.ts';
import type { Message } from './model.ts';
import type { SendingLog } from './outbox/outbox.ts';

/** How far each group is known to go, which is all that sending needs to know of it. */
export class Tails {
  private readonly tails = new Map<string, number>();
  private readonly asking = new Map<string, Promise<void>>();

  constructor(
    private readonly api: MessagingApi,
    private readonly me: string,
    private readonly onArrived: (message: Message) => void,
  ) {}

  note(group: string, seq: number): void {
    this.tails.set(group, Math.max(seq, this.tails.get(group) ?? 0));
  }

  /** Without an answer a message is written after nothing: the server then asks to look through the log first. */
  async learn(group: string): Promise<void> {
    if (this.tails.has(group)) return;
    const asking =
      this.asking.get(group) ??
      this.api
        .getMessageGroup(group)
        .then((it) => this.note(group, it.last_seq))
        .catch(() => {})
        .finally(() => this.asking.delete(group));
    this.asking.set(group, asking);
    await asking;
  }

  log(group: string): SendingLog {
    return {
      known: this.tails.get(group) ?? 0,
      receive: (message) => {
        this.note(group, message.seq);
        this.onArrived(message);
      },
      find: (base, messageUuid) => findSent(this.api, group, this.me, base, messageUuid),
      reload: async () => {
        this.tails.delete(group);
      },
    };
  }
}
