import {
  type Clock,
  type Correspondent,
  type LiveEvent,
  type Locks,
  type Message,
  type MessageGroup,
  type MessagingApi,
  Outbox,
  type OutboxStorage,
  ReadMarks,
  type StreamState,
  TypingNotices,
} from '@cruddur/client';
import type { KeyValueStorage } from '../shared/storage/key-value-storage';
import { CatchUp } from './catch-up';
import { Connection } from './connection';
import { Drafts } from './drafts';
import { Inbox } from './inbox';
import { listGroups } from './listed-groups';
import { MessageLog } from './message-log';
import { hasAttention, type PageState } from './page-state';
import type { LiveSource, LiveTarget } from './source/live-source';
import { Typing } from './typing';

export interface LiveServices {
  /** The person who is signed in. */
  readonly me: string;
  readonly api: MessagingApi;
  readonly source: LiveSource;
  readonly storage: KeyValueStorage;
  readonly outboxStorage: OutboxStorage;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly page: PageState;
  readonly random: () => number;
  readonly newUuid: () => string;
  readonly onNewMessages: (count: number) => void;
  /** A message was refused, or stays unconfirmed. */
  readonly onLeftToPerson: (reason: string) => void;
  /** The server no longer knows who is calling. */
  readonly onSignedOut: () => void;
}

/** Everything that is alive for one person: built when they sign in, stopped and thrown away when they leave. */
export class LiveClient implements LiveTarget {
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  readonly typing: Typing;
  readonly connection = new Connection();
  private readonly logs = new Map<string, MessageLog>();
  private readonly readMarks: ReadMarks;
  private readonly typingNotices: TypingNotices;
  private readonly openGroupCatchUp: CatchUp;
  private openGroup: string | null = null;
  private readonly unsentKnown: Promise<void>;
  private setUnsentKnown = () => {};
  private hadAttention = false;
  private stopWatching = () => {};

  constructor(private readonly services: LiveServices) {
    const { me, api, storage, clock, random, page } = services;
    this.unsentKnown = new Promise((resolve) => {
      this.setUnsentKnown = resolve;
    });
    this.drafts = new Drafts(storage, me, (group) => this.correspondent(group));
    this.inbox = new Inbox((row) => this.onRow(row));
    this.typing = new Typing(clock);
    this.typingNotices = new TypingNotices((group) => api.postTyping(group), clock);
    this.openGroupCatchUp = new CatchUp(
      clock,
      random,
      async () => {
        if (this.openGroup !== null) await this.log(this.openGroup).refresh();
      },
      () => this.connection.setCaughtUp(),
    );
    this.readMarks = new ReadMarks({
      post: (group, seq) => api.postRead(group, seq),
      clock,
      hasAttention: () => hasAttention(page),
      onRead: (mark) => this.inbox.noticeRead(mark),
    });
    this.outbox = new Outbox({
      me,
      put: (pending) => api.putMessage(pending),
      log: (group) => this.log(group),
      correspondent: (group) => this.correspondent(group),
      storage: services.outboxStorage,
      locks: services.locks,
      clock,
      random,
      newUuid: services.newUuid,
      isOnline: () => page.isOnline(),
      onLeftToPerson: services.onLeftToPerson,
      // Who makes the calls tells of that.
      onSignedOut: () => {},
    });
  }

  start(): void {
    const { page, source } = this.services;
    this.hadAttention = hasAttention(page);
    this.stopWatching = page.subscribe(() => this.onPageChange());
    source.start(this);
    void this.outbox.start().then(this.setUnsentKnown);
    this.drafts.start();
    this.readMarks.start();
  }

  stop(): void {
    this.stopWatching();
    this.services.source.stop();
    this.openGroupCatchUp.stop();
    this.outbox.stop();
    this.drafts.stop();
    this.readMarks.stop();
    this.typing.stop();
  }

  /** Signing out leaves nothing of this person on the device. */
  async forget(): Promise<void> {
    this.stop();
    this.drafts.clear();
    await this.outbox.forget();
  }

  log(uuid: string): MessageLog {
    let log = this.logs.get(uuid);
    if (log === undefined) {
      log = new MessageLog(uuid, this.services.me, this.services.api, {
        onMessages: (messages) => this.outbox.confirm(messages),
        onArrived: (messages) => this.onArrived(uuid, messages),
        onGap: () => this.fillGap(uuid),
        onGroup: (group) => this.readMarks.known(uuid, group.read_seq),
        readUpTo: () => this.readMarks.upTo(uuid),
        hasAttention: () => hasAttention(this.services.page),
      });
      log.noticeTail(this.inbox.get(uuid)?.last_seq ?? 0);
      this.logs.set(uuid, log);
    }
    return log;
  }

  /** As far as the group was opened, is in the loaded part of the inbox, or has something unsent in it. */
  correspondent(group: string): Correspondent | undefined {
    const known =
      this.logs.get(group)?.getSnapshot().group ??
      this.inbox.get(group) ??
      this.outbox.queue(group).at(-1)?.to ??
      this.drafts.get(group)?.to;
    if (known === undefined) return undefined;
    const { user_uuid, handle, display_name } = known;
    return { user_uuid, handle, display_name };
  }

  /** Every group the person can go to from the list, in its order. */
  listedGroups(): readonly MessageGroup[] {
    return listGroups(
      this.services.me,
      this.inbox.getSnapshot(),
      this.outbox.getSnapshot(),
      [...this.drafts.getSnapshot().keys()],
      (group) => this.correspondent(group),
    );
  }

  /** The group on the screen. Returns what to call when it leaves. */
  open(uuid: string): () => void {
    this.openGroup = uuid;
    // What is unsent stands at the end of it, and belongs to what is shown first. A failure is in the log's own state, and
    // is tried again.
    this.unsentKnown.then(() => this.log(uuid).open()).catch(() => this.openGroupCatchUp.request());
    return () => {
      if (this.openGroup === uuid) this.openGroup = null;
    };
  }

  hasAttention(): boolean {
    return hasAttention(this.services.page);
  }

  seen(group: string, seq: number): void {
    this.readMarks.seen(group, seq);
  }

  send(group: string, text: string): void {
    this.outbox.send(group, text);
    this.typingNotices.sent(group);
  }

  /** The person writes. Offline nobody could be told, and later it would no longer be true. */
  typed(group: string): void {
    if (this.connection.getSnapshot().name === 'live') this.typingNotices.typed(group);
  }

  tryAgain(): void {
    this.services.source.wake();
    this.openGroupCatchUp.request();
    this.outbox.resume();
  }

  groups(): readonly MessageGroup[] {
    return this.inbox.all();
  }

  onState(state: StreamState): void {
    const before = this.connection.getSnapshot().name;
    this.connection.setSource(state);
    if (state.name === 'waiting' || state.name === 'offline') this.inbox.fail();
    if (state.name === 'live' && before !== 'live') this.outbox.resume();
    if (state.name === 'signed-out') this.services.onSignedOut();
  }

  onEvent(event: LiveEvent): void {
    if (event.type === 'ready') this.onConnected();
    else if (event.type === 'reset') this.startAnew();
    else if (event.type === 'inbox.changed') this.inbox.receive(event.message_group);
    else if (event.type === 'message.created') this.onMessage(event.message);
    else if (event.type === 'read.advanced') this.onRead(event.message_group_uuid, event.user_uuid, event.read_seq);
    else if (event.type === 'heartbeat') this.onHeartbeat();
    else if (event.user_uuid !== this.services.me) this.typing.begin(event.message_group_uuid);
  }

  private onConnected(): void {
    this.connection.begin();
    this.openGroupCatchUp.request();
  }

  /** How far the other person has read is in no digest: it is asked for while somebody may look for it. */
  private onHeartbeat(): void {
    this.inbox.complete();
    if (this.openGroup === null || this.openGroupCatchUp.isRunning || !this.services.page.isVisible()) return;
    const log = this.log(this.openGroup);
    // The next heartbeat asks again.
    if (log.waitsToBeRead) log.refreshGroup().catch(() => {});
  }

  private onRow(row: MessageGroup): void {
    this.readMarks.known(row.uuid, row.read_seq);
    const isBehind = this.logs.get(row.uuid)?.noticeTail(row.last_seq) ?? false;
    if (isBehind) this.fillGap(row.uuid);
  }

  /** Of a group that is not on the screen it is filled when it gets there. */
  private fillGap(group: string): void {
    if (group === this.openGroup) this.openGroupCatchUp.request();
  }

  private onMessage(message: Message): void {
    const group = message.message_group_uuid;
    if (message.user_uuid !== this.services.me) this.typing.end(group);
    this.outbox.confirm([message]);
    this.inbox.noticeMessage(message, this.logs.get(group)?.getSnapshot().group ?? null);
    this.logs.get(group)?.receive(message);
  }

  private onRead(group: string, user: string, readSeq: number): void {
    if (user === this.services.me) {
      this.readMarks.known(group, readSeq);
      this.inbox.noticeOwnRead(group, readSeq);
    } else {
      this.logs.get(group)?.noticeOtherRead(readSeq);
    }
  }

  /** Another store: what was kept of messages and groups is not of it. */
  private startAnew(): void {
    this.inbox.forget();
    this.readMarks.forget();
    for (const log of this.logs.values()) log.forget();
    this.openGroupCatchUp.request();
  }

  private onPageChange(): void {
    const attention = hasAttention(this.services.page);
    if (attention && !this.hadAttention) this.services.source.wake();
    this.hadAttention = attention;
  }

  private onArrived(group: string, messages: readonly Message[]): void {
    const last = messages.at(-1);
    if (last !== undefined) this.inbox.noticeMessage(last, this.log(group).getSnapshot().group);
    const fromOthers = messages.filter((message) => message.user_uuid !== this.services.me).length;
    if (fromOthers > 0 && group === this.openGroup) this.services.onNewMessages(fromOthers);
  }
}
