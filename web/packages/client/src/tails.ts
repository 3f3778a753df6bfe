import type { MessagingApi } from './api/messaging-api.ts';
import { findSent } from './find-sent.ts';
import type { Message } from './model.ts';
import type { SendingLog } from './outbox/outbox-services.ts';

/** How far each group is known to go, which is all that sending needs to know of it. */
export class Tails {
  private readonly tails = new Map<string, number>();

  constructor(
    private readonly api: MessagingApi,
    private readonly me: string,
    private readonly onArrived: (message: Message) => void,
  ) {}

  note(group: string, seq: number): void {
    this.tails.set(group, Math.max(seq, this.tails.get(group) ?? 0));
  }

  log(group: string): SendingLog {
    return {
      known: this.tails.get(group) ?? null,
      learn: () => this.learn(group),
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

  private async learn(group: string): Promise<number> {
    if (!this.tails.has(group)) this.note(group, (await this.api.getMessageGroup(group)).last_seq);
    return this.tails.get(group) ?? 0;
  }
}
