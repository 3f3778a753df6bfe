import type { Clock } from '../shared/clock/clock';
import type { KeyValueStorage } from '../shared/storage/key-value-storage';
import type { LiveApi } from './api/live-api';
import { Connection } from './connection';
import { Drafts } from './drafts';
import { Inbox } from './inbox';
import { listGroups } from './listed-groups';
import { MessageLog } from './message-log';
import type { Correspondent, Message, MessageGroup } from './model';
import { Outbox } from './outbox';
import { LocalOutboxStorage } from './outbox-storage';
import { hasAttention, type PageState } from './page-state';
import { ReadMarks } from './read-marks';
import type { Transport, TransportTarget } from './transport';

export interface LiveServices {
  /** The person who is signed in. */
  readonly me: string;
  readonly api: LiveApi;
  readonly transport: Transport;
  readonly storage: KeyValueStorage;
  readonly clock: Clock;
  readonly page: PageState;
  readonly random: () => number;
  readonly newUuid: () => string;
  readonly onNewMessages: (count: number) => void;
  /** A message was refused, or stays unconfirmed. */
  readonly onLeftToPerson: (reason: string) => void;
}

/** Everything that is alive for one person: built when they sign in, stopped and thrown away when they leave. */
export class LiveClient implements TransportTarget {
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  readonly connection = new Connection();
  private readonly logs = new Map<string, MessageLog>();
  private readonly readMarks: ReadMarks;
  private openGroup: string | null = null;

  constructor(private readonly services: LiveServices) {
    const { me, api, storage, clock, random, newUuid, page } = services;
    this.drafts = new Drafts(storage, me, (group) => this.correspondent(group));
    this.inbox = new Inbox(api, (group) => {
      this.readMarks.known(group.uuid, group.read_seq);
      this.logs.get(group.uuid)?.noticeRead(group.read_seq);
      const news = this.logs.get(group.uuid)?.noticeTail(group.last_seq) ?? false;
      if (news && group.uuid === this.openGroup) this.services.transport.wake();
    });
    this.readMarks = new ReadMarks({
      post: (group, seq) => api.postRead(group, seq),
      clock,
      hasAttention: () => hasAttention(page),
      onRead: (mark) => {
        this.inbox.noticeRead(mark);
        this.logs.get(mark.message_group_uuid)?.noticeRead(mark.read_seq);
      },
    });
    this.outbox = new Outbox({
      me,
      put: (pending) => api.putMessage(pending),
      log: (group) => this.log(group),
      correspondent: (group) => this.correspondent(group),
      storage: new LocalOutboxStorage(storage, me),
      clock,
      random,
      newUuid,
      isOnline: () => page.isOnline(),
      onLeftToPerson: services.onLeftToPerson,
    });
  }

  start(): void {
    this.services.transport.start(this);
    this.outbox.start();
    this.drafts.start();
    this.readMarks.start();
  }

  stop(): void {
    this.services.transport.stop();
    this.outbox.stop();
    this.drafts.stop();
    this.readMarks.stop();
  }

  /** Signing out leaves nothing of this person on the device. */
  forget(): void {
    this.stop();
    this.drafts.clear();
    this.outbox.forget();
  }

  log(uuid: string): MessageLog {
    let log = this.logs.get(uuid);
    if (log === undefined) {
      log = new MessageLog(uuid, this.services.me, this.services.api, {
        onMessages: (messages) => this.outbox.confirm(messages),
        onArrived: (messages) => this.onArrived(uuid, messages),
        onGroup: (group) => this.readMarks.known(uuid, group.read_seq),
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
    // A failure is in the log's own state, and the transport tries again.
    this.log(uuid)
      .open()
      .catch(() => this.services.transport.wake());
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

  tryAgain(): void {
    this.services.transport.wake();
    this.outbox.resume();
  }

  catchUpInbox(whole: boolean): Promise<void> {
    return this.inbox.catchUp(whole);
  }

  async catchUpOpenGroup(): Promise<void> {
    if (this.openGroup !== null) await this.log(this.openGroup).refresh();
  }

  setConnection(state: ReturnType<Connection['getSnapshot']>): void {
    if (this.connection.set(state) && state === 'live') this.outbox.resume();
  }

  private onArrived(group: string, messages: readonly Message[]): void {
    const last = messages.at(-1);
    if (last !== undefined) this.inbox.noticeMessage(last, this.log(group).getSnapshot().group);
    const fromOthers = messages.filter((message) => message.user_uuid !== this.services.me).length;
    if (fromOthers > 0 && group === this.openGroup) this.services.onNewMessages(fromOthers);
  }
}
