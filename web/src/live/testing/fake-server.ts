import { ApiProblem, NetworkFailure } from '../../shared/api/api-problem';
import type { MessageGroupPage } from '../api/get-message-groups';
import type { MessageRange } from '../api/get-messages';
import type { LiveApi } from '../api/live-api';
import type { Message, MessageGroup, OpenedMessageGroup, PendingMessage, ReadMark } from '../model';

export const alice = 'alice-uuid';
export const bob = 'bob-uuid';
export const group = 'group-uuid';
const started = Date.parse('2026-11-21T12:00:00.000Z');

export function problem(
  status: number,
  code: string,
  more: { retryAfter?: number; lastSeq?: number } = {},
): ApiProblem {
  return new ApiProblem(status, code, code, `detail of ${code}`, more.retryAfter ?? null, more.lastSeq ?? null, {});
}

export const networkFailure = () => new NetworkFailure('No answer.');

export function message(seq: number, author = bob, text = `message ${seq}`, uuid = `uuid-${seq}`): Message {
  return {
    message_group_uuid: group,
    uuid,
    seq,
    user_uuid: author,
    handle: author === alice ? 'alice' : 'bob',
    display_name: author === alice ? 'Alice Adams' : 'Bob Harris',
    message: text,
    created_at: new Date(started + seq * 1000).toISOString(),
  };
}

type Intervention = (pending: PendingMessage) => Promise<void> | void;

/** One group, alice's, with bob; as much of the server as its contract says about it. */
export class FakeServer implements LiveApi {
  readonly log: Message[] = [];
  readonly puts: PendingMessage[] = [];
  readonly ranges: MessageRange[] = [];
  readonly reads: number[] = [];
  readSeq = 0;
  otherReadSeq = 0;
  /** Thrown by everything, as long as it is there. */
  down: Error | null = null;
  /** Run before and after a message is stored, once each, in order. */
  readonly beforeStoring: Intervention[] = [];
  readonly afterStoring: Intervention[] = [];

  say(author: string, text?: string): Message {
    const seq = this.log.length + 1;
    const said = message(seq, author, text);
    this.log.push(said);
    return said;
  }

  sayMany(count: number, author = bob): void {
    for (let index = 0; index < count; index++) this.say(author);
  }

  async getMessageGroups(_next: string | null = null): Promise<MessageGroupPage> {
    this.failIfDown();
    return { groups: this.log.length === 0 ? [] : [this.row()], next: null };
  }

  async getMessageGroup(uuid: string): Promise<OpenedMessageGroup> {
    this.failIfDown();
    if (uuid !== group) throw problem(404, 'message_group_not_found');
    return { ...this.row(), other_read_seq: this.otherReadSeq };
  }

  async getMessages(_group: string, range: MessageRange): Promise<Message[]> {
    this.failIfDown();
    this.ranges.push(range);
    if (range === 'newest') return this.log.slice(-100);
    if ('after_seq' in range) return this.log.filter((it) => it.seq > range.after_seq).slice(0, 100);
    if ('before_seq' in range) return this.log.filter((it) => it.seq < range.before_seq).slice(-100);
    const from = Math.max(0, range.around_seq - 51);
    return this.log.slice(from, from + 100);
  }

  async putMessage(pending: PendingMessage): Promise<Message> {
    this.puts.push(pending);
    this.failIfDown();
    await this.beforeStoring.shift()?.(pending);
    let stored = this.log.find((it) => it.uuid === pending.uuid && it.user_uuid === alice);
    if (stored !== undefined && stored.message !== pending.message) throw problem(422, 'message_uuid_reused');
    if (stored === undefined) {
      stored = message(this.log.length + 1, alice, pending.message, pending.uuid);
      this.log.push(stored);
    }
    await this.afterStoring.shift()?.(pending);
    return stored;
  }

  async postRead(_group: string, seq: number): Promise<ReadMark> {
    this.failIfDown();
    this.reads.push(seq);
    this.readSeq = Math.max(this.readSeq, seq);
    return { message_group_uuid: group, read_seq: this.readSeq, unread_count: this.row().unread_count };
  }

  async getUnreadCount(): Promise<number> {
    return this.row().unread_count;
  }

  private row(): MessageGroup {
    const last = this.log.at(-1);
    return {
      uuid: group,
      user_uuid: bob,
      handle: 'bob',
      display_name: 'Bob Harris',
      message: last?.message ?? null,
      created_at: last?.created_at ?? null,
      last_user_uuid: last?.user_uuid ?? null,
      last_seq: this.log.length,
      read_seq: this.readSeq,
      unread_count: this.log.filter((it) => it.user_uuid !== alice && it.seq > this.readSeq).length,
    };
  }

  private failIfDown(): void {
    if (this.down !== null) throw this.down;
  }
}
