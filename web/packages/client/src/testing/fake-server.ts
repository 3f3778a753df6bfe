import type { MessageRange } from '../api/get-messages.ts';
import type { Sync } from '../api/get-sync.ts';
import type { MessagingApi } from '../api/messaging-api.ts';
import { ApiProblem, NetworkFailure } from '../api-problem.ts';
import type { Clock } from '../clock.ts';
import type { LiveEvent } from '../events/live-event.ts';
import { Told } from '../events/told.ts';
import type { Message, MessageGroup, OpenedMessageGroup, PendingMessage, ReadMark } from '../model.ts';
import { FakeStreams } from './fake-streams.ts';

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

/** How many entries may lie between a base and the end of the log. */
const furthestBack = 512;

type Intervention = (pending: PendingMessage) => Promise<void> | void;

/** One group, alice's, with bob; as much of the server as its contract says about it. */
export class FakeServer implements MessagingApi {
  readonly log: Message[] = [];
  readonly puts: PendingMessage[] = [];
  readonly ranges: MessageRange[] = [];
  readonly reads: number[] = [];
  readonly typings: string[] = [];
  readonly syncs: (string | null)[] = [];
  groupsAsked = 0;
  readonly streams = new FakeStreams(alice);
  epoch = 'epoch-1';
  /** Whose the cookie or the token is. */
  signedIn = alice;
  readSeq = 0;
  otherReadSeq = 0;
  /** Run before and after a message is stored, once each, in order. */
  readonly beforeStoring: Intervention[] = [];
  readonly afterStoring: Intervention[] = [];
  /** Thrown by the opening of a stream, as long as it is there. */
  refusal: Error | null = null;
  /** Streams are opened and say nothing, as behind a proxy that holds them back. */
  holdsBack = false;
  private failure: Error | null = null;
  private changes = 0;

  /** Thrown by everything, as long as it is there. */
  get down(): Error | null {
    return this.failure;
  }

  set down(failure: Error | null) {
    this.failure = failure;
    if (failure !== null) this.streams.cut();
  }

  beatOn(clock: Clock): void {
    clock.setTimeout(() => {
      this.streams.beat();
      this.beatOn(clock);
    }, 15_000);
  }

  say(author: string, text?: string): Message {
    const said = message(this.log.length + 1, author, text);
    this.store(said);
    return said;
  }

  sayMany(count: number, author = bob): void {
    for (let index = 0; index < count; index++) this.say(author);
  }

  otherReads(seq: number): void {
    this.otherReadSeq = seq;
    this.publish({ type: 'read.advanced', message_group_uuid: group, user_uuid: bob, read_seq: seq });
  }

  otherTypes(): void {
    this.publish({ type: 'typing', message_group_uuid: group, user_uuid: bob });
  }

  /** A backup is restored, in which the log ends here. */
  restore(epoch: string, lastSeq: number): void {
    this.epoch = epoch;
    this.log.splice(lastSeq);
    this.streams.cut();
  }

  async open(_path: string, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
    this.failIfDown();
    const cursor = headers['Last-Event-ID'] ?? null;
    this.streams.resumedFrom.push(cursor);
    if (this.refusal !== null) throw this.refusal;
    if (this.holdsBack) {
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(networkFailure())));
    }
    const isOfAnother = cursor !== null && !cursor.startsWith(`${this.epoch}.`);
    const resumed = cursor !== null && !isOfAnother;
    const first: LiveEvent[] = [{ type: 'ready', cursor: this.cursor(), epoch: this.epoch, resumed }];
    if (isOfAnother) first.push({ type: 'reset' });
    // As the server does it: with a cursor only what may have changed since.
    const isNews = !resumed || Number(cursor.slice(this.epoch.length + 1)) < this.changes;
    if (isNews) for (const message_group of this.rows()) first.push({ type: 'inbox.changed', message_group });
    return this.streams.connect(first, this.rows(), () => this.cursor(), signal);
  }

  async getSync(cursor: string | null): Promise<Sync> {
    this.failIfDown();
    this.syncs.push(cursor);
    const told = new Told();
    told.noteAll(this.rows());
    const reset = cursor !== null && !cursor.startsWith(`${this.epoch}.`);
    const unread_count = this.row().unread_count;
    return { cursor: this.cursor(), reset, digest: told.digest(), unread_count, message_groups: this.rows() };
  }

  async getMessageGroups(_next: string | null = null) {
    this.failIfDown();
    return { groups: this.rows(), next: null };
  }

  async getMessageGroup(uuid: string): Promise<OpenedMessageGroup> {
    this.failIfDown();
    this.groupsAsked++;
    if (uuid !== group) throw problem(404, 'message_group_not_found');
    return { ...this.row(), other_read_seq: this.otherReadSeq };
  }

  async openMessageGroup(): Promise<MessageGroup> {
    this.failIfDown();
    return this.row();
  }

  async getMessages(_group: string, range: MessageRange, limit = 100): Promise<Message[]> {
    this.failIfDown();
    this.ranges.push(range);
    if (range === 'newest') return this.log.slice(-limit);
    if ('after_seq' in range) return this.log.filter((it) => it.seq > range.after_seq).slice(0, limit);
    if ('before_seq' in range) return this.log.filter((it) => it.seq < range.before_seq).slice(-limit);
    const from = Math.max(0, range.around_seq - 51);
    return this.log.slice(from, from + limit);
  }

  async putMessage(pending: PendingMessage): Promise<Message> {
    this.puts.push(pending);
    this.failIfDown();
    await this.beforeStoring.shift()?.(pending);
    // As the server does: what lies before the base is not looked at.
    const lastSeq = this.log.length;
    const base = pending.base ?? Math.max(0, lastSeq - furthestBack);
    if (base > lastSeq) throw problem(422, 'base_ahead', { lastSeq });
    if (lastSeq - base > furthestBack) throw problem(409, 'resync_required', { lastSeq });
    let stored = this.log.slice(base).find((it) => it.uuid === pending.uuid && it.user_uuid === alice);
    if (stored !== undefined && stored.message !== pending.message) throw problem(422, 'message_uuid_reused');
    if (stored === undefined) {
      stored = message(this.log.length + 1, alice, pending.message, pending.uuid);
      this.store(stored);
    }
    await this.afterStoring.shift()?.(pending);
    return stored;
  }

  async postRead(_group: string, seq: number): Promise<ReadMark> {
    this.failIfDown();
    this.reads.push(seq);
    this.readSeq = Math.max(this.readSeq, seq);
    this.publish({ type: 'read.advanced', message_group_uuid: group, user_uuid: alice, read_seq: this.readSeq });
    this.publish({ type: 'inbox.changed', message_group: this.row() });
    return { message_group_uuid: group, read_seq: this.readSeq, unread_count: this.row().unread_count };
  }

  async postTyping(uuid: string): Promise<void> {
    this.failIfDown();
    this.typings.push(uuid);
  }

  private store(said: Message): void {
    this.log.push(said);
    this.publish({ type: 'message.created', message_group_uuid: group, seq: said.seq, message: said });
    this.publish({ type: 'inbox.changed', message_group: this.row() });
  }

  private publish(event: LiveEvent): void {
    this.changes++;
    this.streams.publish(event);
  }

  private cursor(): string {
    return `${this.epoch}.${this.changes}`;
  }

  private rows(): MessageGroup[] {
    return this.log.length === 0 ? [] : [this.row()];
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
    if (this.failure !== null) throw this.failure;
  }
}
