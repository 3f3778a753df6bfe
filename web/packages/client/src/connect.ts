import type { MessageRange } from './api/get-messages.ts';
import { pageSize } from './api/get-messages.ts';
import { createMessagingApi, type MessagingApi } from './api/messaging-api.ts';
import { type Clock, systemClock } from './clock.ts';
import { EventStream } from './events/event-stream.ts';
import type { LiveEvent } from './events/live-event.ts';
import { alwaysOnline, type Network, type StreamState } from './events/stream-state.ts';
import type { Checkpoint } from './events/told.ts';
import { type Calls, type Fetch, Http, type Token } from './http.ts';
import type { Message, MessageGroup, OpenedMessageGroup, PendingMessage, ReadMark } from './model.ts';
import { browserLocks, type Locks } from './outbox/locks.ts';
import { Outbox } from './outbox/outbox.ts';
import { MemoryOutboxStorage, type OutboxStorage } from './outbox/outbox-storage.ts';
import { parseShape } from './parse.ts';
import { Sending } from './sending.ts';
import { Tails } from './tails.ts';
import { TypingNotices } from './typing-notices.ts';
import { newUuid } from './uuid.ts';

export interface ConnectOptions {
  /** The server, as in `https://chat.example.org`; left out for the one that the page came from. */
  readonly baseUrl?: string;
  /**
   * An access token, or what to ask for one before each call, and again with the one that was refused. Left out, the
   * browser's session cookie speaks.
   */
  readonly token?: Token;
  readonly fetch?: Fetch;
  readonly clock?: Clock;
  /** Where unsent messages are kept. Left out they are gone with the page or process. */
  readonly storage?: OutboxStorage;
  readonly locks?: Locks;
  readonly network?: Network;
  readonly random?: () => number;
  readonly newUuid?: () => string;
}

export interface Me {
  readonly uuid: string;
  readonly handle: string;
  readonly display_name: string;
}

export interface EventOptions {
  /** Ends the events; so does leaving the loop. */
  readonly signal?: AbortSignal;
  /** Where an earlier `checkpoint` was taken; left out, all groups are told of first. */
  readonly from?: Checkpoint | null;
  readonly onState?: (state: StreamState) => void;
}

export interface Events extends AsyncIterable<LiveEvent> {
  /** Behind the last event that was read. */
  readonly checkpoint: Checkpoint;
  /** Tries again at once instead of waiting. */
  wake(): void;
}

/** Asks who is calling; throws an ApiProblem with status 401 when nobody is signed in. */
export async function connect(options: ConnectOptions = {}): Promise<CruddurClient> {
  const fetch: Fetch = options.fetch ?? ((address, init) => globalThis.fetch(address, init));
  const http = new Http({
    fetch,
    clock: options.clock ?? systemClock,
    token: options.token,
    ...(options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl }),
  });
  const { body } = await http.send('GET', '/api/me');
  const me = parseShape<Me>(body, { uuid: 'string', handle: 'string', display_name: 'string' });
  const client = new CruddurClient(http.actingAs(me.uuid), me, options);
  await client.outbox.start();
  return client;
}

/** The messages of one person. */
export class CruddurClient {
  readonly groups: Groups;
  readonly messages: Messages;
  /** What is not sent yet, and what waits for a decision. */
  readonly outbox: Outbox;
  private readonly api: MessagingApi;
  private readonly tails: Tails;
  private readonly sending: Sending;
  private readonly typingNotices: TypingNotices;

  constructor(
    private readonly http: Calls,
    readonly me: Me,
    private readonly options: ConnectOptions,
  ) {
    this.api = createMessagingApi(http);
    this.tails = new Tails(this.api, me.uuid, (message) => this.sending.arrived(message));
    this.groups = new Groups(this.api, (group) => this.tails.note(group.uuid, group.last_seq));
    this.messages = new Messages(this.api, (group, last) => this.noteMessages(group, last));
    this.typingNotices = new TypingNotices((group) => this.api.postTyping(group), this.clock);
    const network = options.network ?? alwaysOnline;
    this.outbox = new Outbox({
      me: me.uuid,
      put: (pending) => this.api.putMessage(pending),
      log: (group) => this.tails.log(group),
      correspondent: () => undefined,
      storage: options.storage ?? new MemoryOutboxStorage(),
      locks: options.locks ?? browserLocks(),
      clock: this.clock,
      random: options.random ?? Math.random,
      newUuid: options.newUuid ?? newUuid,
      isOnline: () => network.isOnline(),
      onLeftToPerson: () => {},
      onSignedOut: () => this.sending.endAll('signed-out'),
    });
    this.sending = new Sending({
      outbox: this.outbox,
      log: (group) => this.tails.log(group),
      clock: this.clock,
      random: options.random ?? Math.random,
    });
  }

  /**
   * Resolves when the message is in the log, exactly once, however often it had to be tried. Throws NotSent when the server
   * refused it or no answer came; what is written after it to the same group then waits behind it.
   */
  send(group: string, text: string): Promise<Message> {
    this.typingNotices.sent(group);
    return this.sending.send(group, text);
  }

  /** The same message again: should it have arrived, this is that one. */
  retry(pending: PendingMessage): Promise<Message> {
    return this.sending.retry(pending);
  }

  /** Another text for a message that is not sent. Throws NotSent when it is on its way by now, or gone. */
  edit(pending: PendingMessage, text: string): Promise<Message> {
    return this.sending.edit(pending, text);
  }

  discard(pending: PendingMessage): void {
    this.sending.end(pending, 'discarded');
    this.outbox.discard(pending);
  }

  /** Never goes back: a lower seq changes nothing. */
  markRead(group: string, seq: number): Promise<ReadMark> {
    return this.api.postRead(group, seq);
  }

  /** To be called with every key: the other person is told every 3 seconds at most. */
  typing(group: string): void {
    this.typingNotices.typed(group);
  }

  /** What happens, from now on or from a checkpoint, for as long as it is read. */
  events({ signal, from = null, onState = () => {} }: EventOptions = {}): Events {
    const stream = new EventStream(
      {
        http: this.http,
        api: this.api,
        me: async () => this.me.uuid,
        clock: this.clock,
        random: this.options.random ?? Math.random,
        network: this.options.network ?? alwaysOnline,
        onState,
      },
      from,
    );
    const read = () => this.read(stream, signal);
    return {
      get checkpoint() {
        return stream.checkpoint;
      },
      wake: () => stream.wake(),
      [Symbol.asyncIterator]: read,
    };
  }

  /** Sends nothing any more, and nobody waits any longer. What is unsent stays in the storage. */
  close(): void {
    this.outbox.stop();
    this.sending.close();
  }

  private async *read(stream: EventStream, given?: AbortSignal): AsyncGenerator<LiveEvent, void, undefined> {
    const end = new AbortController();
    const signal = given === undefined ? end.signal : AbortSignal.any([given, end.signal]);
    try {
      for await (const event of stream.run(signal)) {
        if (event.type === 'inbox.changed') this.tails.note(event.message_group.uuid, event.message_group.last_seq);
        if (event.type === 'message.created') this.noteMessages(event.message_group_uuid, [event.message]);
        yield event;
      }
    } finally {
      end.abort();
    }
  }

  private noteMessages(group: string, messages: readonly Message[]): void {
    const last = messages.at(-1);
    if (last === undefined) return;
    this.tails.note(group, last.seq);
    for (const message of messages) this.sending.arrived(message);
    this.outbox.confirm(messages);
  }

  private get clock(): Clock {
    return this.options.clock ?? systemClock;
  }
}

export class Groups {
  constructor(
    private readonly api: MessagingApi,
    private readonly note: (group: MessageGroup) => void,
  ) {}

  /** Newest activity first; `next` of a page leads to the one after it. */
  async page(next: string | null = null): Promise<{ groups: readonly MessageGroup[]; next: string | null }> {
    const page = await this.api.getMessageGroups(next);
    page.groups.forEach(this.note);
    return page;
  }

  async *all(): AsyncGenerator<MessageGroup, void, undefined> {
    let next: string | null = null;
    do {
      const page: { groups: readonly MessageGroup[]; next: string | null } = await this.page(next);
      yield* page.groups;
      next = page.next;
    } while (next !== null);
  }

  /** The group with that person, found or created: there is one, however often it is opened. */
  async open(handle: string): Promise<MessageGroup> {
    const group = await this.api.openMessageGroup(handle);
    this.note(group);
    return group;
  }

  /** With how far the other person has read. */
  async get(uuid: string): Promise<OpenedMessageGroup> {
    const group = await this.api.getMessageGroup(uuid);
    this.note(group);
    return group;
  }
}

/** Oldest first, whatever the range. */
export class Messages {
  constructor(
    private readonly api: MessagingApi,
    private readonly note: (group: string, messages: readonly Message[]) => void,
  ) {}

  newest(group: string, limit?: number): Promise<Message[]> {
    return this.range(group, 'newest', limit);
  }

  before(group: string, seq: number, limit?: number): Promise<Message[]> {
    return this.range(group, { before_seq: seq }, limit);
  }

  after(group: string, seq: number, limit?: number): Promise<Message[]> {
    return this.range(group, { after_seq: seq }, limit);
  }

  around(group: string, seq: number, limit?: number): Promise<Message[]> {
    return this.range(group, { around_seq: seq }, limit);
  }

  /** All that come after a sequence, up to the end of the log. */
  async *since(group: string, seq: number): AsyncGenerator<Message, void, undefined> {
    for (let last = seq; ; ) {
      const page = await this.after(group, last);
      yield* page;
      last = page.at(-1)?.seq ?? last;
      if (page.length < pageSize) return;
    }
  }

  private async range(group: string, range: MessageRange, limit?: number): Promise<Message[]> {
    const messages = await this.api.getMessages(group, range, limit);
    this.note(group, messages);
    return messages;
  }
}
