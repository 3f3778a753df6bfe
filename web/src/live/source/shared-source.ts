import {
  type Checkpoint,
  type Clock,
  type EventStream,
  isBeyond,
  type LiveEvent,
  type MessageGroup,
  type StreamState,
  type Timer,
} from '@cruddur/client';
import type { LiveSource, LiveTarget } from './live-source';
import type { Tabs } from './tabs';

/** Four heartbeats: a tab that holds the connection and says nothing for so long is not running. */
const longestSilence = 60_000;

type TabMessage =
  /** Somebody joins, or has not heard everything. */
  | { readonly kind: 'hello'; readonly from: string }
  /** Somebody has taken over: who is not up to date says hello again. */
  | { readonly kind: 'leading' }
  | {
      readonly kind: 'snapshot';
      readonly to: string;
      readonly groups: readonly MessageGroup[];
      readonly checkpoint: Checkpoint;
      readonly state: StreamState;
    }
  | { readonly kind: 'event'; readonly event: LiveEvent; readonly cursor: string | null }
  | { readonly kind: 'state'; readonly state: StreamState }
  | { readonly kind: 'wake' };

export interface SharedSourceServices {
  readonly me: string;
  /** A name for this tab that no other has. */
  readonly tab: string;
  readonly tabs: Tabs;
  readonly clock: Clock;
  readonly openStream: (from: Checkpoint | null, onState: (state: StreamState) => void) => EventStream;
}

/**
 * One connection for all tabs: the tab with the lock has it and passes on what comes. Each tab notes how far it was told, so
 * that whoever takes over goes on from there, and compares that with each heartbeat: what one tab posts, another that sleeps
 * may never hear.
 */
export class SharedSource implements LiveSource {
  private target: LiveTarget | null = null;
  private stream: EventStream;
  private channel: { post(message: TabMessage): void; leave(): void } = { post: () => {}, leave: () => {} };
  private state: StreamState = { name: 'connecting' };
  private isLeading = false;
  /** What this tab was told is all that was told. */
  private isUpToDate = false;
  /** Heartbeats in a row that differ from what this tab was told. */
  private mismatches = 0;
  private candidacy = new AbortController();
  private silence: Timer | undefined;

  constructor(private readonly services: SharedSourceServices) {
    this.stream = this.openStream(null);
  }

  start(target: LiveTarget): void {
    this.target = target;
    this.channel = this.services.tabs.join(this.name, (message) => this.hear(message as TabMessage));
    this.stand(false);
  }

  stop(): void {
    this.target = null;
    this.isUpToDate = false;
    this.services.clock.clearTimeout(this.silence);
    this.candidacy.abort();
    this.channel.leave();
  }

  wake(): void {
    if (this.isLeading) this.stream.wake();
    else this.channel.post({ kind: 'wake' });
  }

  private get name(): string {
    return `cruddur.live.${this.services.me}`;
  }

  private openStream(from: Checkpoint | null): EventStream {
    return this.services.openStream(from, (state) => {
      this.state = state;
      this.target?.onState(state);
      this.channel.post({ kind: 'state', state });
    });
  }

  /** Waits to be the one with the connection. */
  private stand(steal: boolean): void {
    this.candidacy.abort();
    const candidacy = new AbortController();
    this.candidacy = candidacy;
    this.isLeading = false;
    this.expectWord();
    if (!this.isUpToDate) this.sayHello();
    const standAgain = () => {
      const isOver = this.target === null || this.candidacy !== candidacy || this.state.name === 'signed-out';
      if (!isOver) this.stand(false);
    };
    // It ends when another tab takes this one for dead and steals the lock.
    this.services.tabs
      .hold(this.name, { steal, signal: candidacy.signal }, () => this.lead(candidacy.signal))
      .then(standAgain, standAgain);
  }

  private async lead(given: AbortSignal): Promise<void> {
    if (this.target === null || given.aborted) return;
    this.isLeading = true;
    this.services.clock.clearTimeout(this.silence);
    // Who never heard all begins at the beginning.
    if (!this.isUpToDate) this.stream = this.openStream(null);
    this.isUpToDate = true;
    this.channel.post({ kind: 'leading' });
    const { stream } = this;
    for await (const event of stream.run(given)) {
      if (given.aborted) return;
      this.target?.onEvent(event);
      this.channel.post({ kind: 'event', event, cursor: stream.cursor });
    }
  }

  private hear(message: TabMessage): void {
    const { target } = this;
    if (target === null) return;
    if (this.isLeading) this.answer(message);
    else this.follow(message, target);
  }

  private answer(message: TabMessage): void {
    if (message.kind === 'wake') this.stream.wake();
    // Two lead for a moment, and what the other passes on is not followed here.
    if (message.kind === 'event') this.isUpToDate = false;
    // Another leads: this one had the lock stolen from it, and its hold ends.
    if (message.kind === 'leading') this.candidacy.abort();
    if (message.kind !== 'hello' || this.target === null) return;
    this.channel.post({
      kind: 'snapshot',
      to: message.from,
      groups: this.target.groups(),
      checkpoint: this.stream.checkpoint,
      state: this.state,
    });
  }

  private follow(message: TabMessage, target: LiveTarget): void {
    if (message.kind === 'hello' || message.kind === 'wake') return;
    this.expectWord();
    if (message.kind === 'snapshot') {
      if (message.to === this.services.tab && !this.isUpToDate) this.take(message, target);
    } else if (!this.isUpToDate) {
      // Once more, as the hello or the answer to it may have been lost.
      if (message.kind !== 'event' || message.event.type === 'heartbeat') this.sayHello();
    } else if (message.kind === 'state') {
      this.state = message.state;
      target.onState(message.state);
    } else if (message.kind === 'event') {
      this.stream.note(message.event, message.cursor, this.services.me);
      target.onEvent(message.event);
      if (message.event.type === 'heartbeat') this.compare(message.event.digest, target);
    }
  }

  /** Twice different is not an event that is under way. */
  private compare(digest: string, target: LiveTarget): void {
    this.mismatches = this.stream.digest === digest ? 0 : this.mismatches + 1;
    if (this.mismatches < 2) return;
    this.isUpToDate = false;
    target.onState({ name: 'catching-up' });
    this.sayHello();
  }

  private sayHello(): void {
    this.channel.post({ kind: 'hello', from: this.services.tab });
  }

  private take({ groups, checkpoint, state }: Extract<TabMessage, { kind: 'snapshot' }>, target: LiveTarget): void {
    // What only this tab holds was of another store: it did not hear of the reset.
    const isReset = isBeyond(this.stream.checkpoint, checkpoint);
    this.stream = this.openStream(checkpoint);
    this.isUpToDate = true;
    this.mismatches = 0;
    this.state = state;
    const told = state.name === 'live' || state.name === 'catching-up';
    if (told) target.onState({ name: 'catching-up' });
    target.onEvent({ type: 'ready', cursor: checkpoint.cursor ?? '', epoch: '', resumed: false });
    if (isReset) target.onEvent({ type: 'reset' });
    for (const message_group of groups) target.onEvent({ type: 'inbox.changed', message_group });
    if (groups.length > 0 || state.name === 'live') target.onEvent({ type: 'heartbeat', digest: '', unread_count: 0 });
    target.onState(state);
  }

  private expectWord(): void {
    const { clock } = this.services;
    clock.clearTimeout(this.silence);
    if (!this.isLeading) this.silence = clock.setTimeout(() => this.stand(true), longestSilence);
  }
}
