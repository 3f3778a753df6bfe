import type { MessagingApi } from '../api/messaging-api.ts';
import { ApiProblem, hasCode } from '../api-problem.ts';
import { backoff } from '../backoff.ts';
import type { Clock } from '../clock.ts';
import type { Http } from '../http.ts';
import { type LiveEvent, parseLiveEvent } from './live-event.ts';
import { Pause } from './pause.ts';
import { type ServerSentEvent, SseParser } from './sse-parser.ts';
import type { Network, StreamState } from './stream-state.ts';
import { type Checkpoint, Told } from './told.ts';

/** Until the first event: a proxy that holds the answer back until it ends never lets it through. */
const readyWithin = 5_000;
/** As often in a row a stream may break off before its first event. */
const missesBeforePolling = 2;
const pollEvery = 5_000;
/** Then the stream is tried again, and after twice as long the next time. */
const shortestPolling = 30_000;
const longestPolling = 5 * 60_000;
/** Three heartbeats. */
const longestSilence = 45_000;
/** A heartbeat and some: when somebody comes back and finds it older than this, it is not waited for any longer. */
const staleAfter = 20_000;
const longestPause = 30_000;

export interface EventStreamServices {
  readonly http: Pick<Http, 'open'>;
  readonly api: Pick<MessagingApi, 'getSync'>;
  /** The uuid of the caller. */
  readonly me: () => Promise<string>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly network: Network;
  readonly onState: (state: StreamState) => void;
}

/**
 * The events of a server, for as long as somebody reads them: comes back where it was cut, makes sure that nothing is
 * missing, and asks at intervals where streams do not get through.
 */
export class EventStream {
  private told: Told;
  private position: string | null;
  private mismatches = 0;
  private attempt = 0;
  /** What the server asks to wait before coming back. */
  private retry = 2_000;
  /** Connections in a row on which nothing came, or as if. */
  private misses = 0;
  private pollFor = shortestPolling;
  private lastByte = 0;
  private drop = () => {};
  private readonly pause: Pause;

  constructor(
    private readonly services: EventStreamServices,
    from: Checkpoint | null = null,
  ) {
    this.position = from?.cursor ?? null;
    this.told = new Told(from ?? undefined);
    this.pause = new Pause(services.clock);
  }

  get checkpoint(): Checkpoint {
    return this.told.checkpoint(this.position);
  }

  /** Of what was told, for comparing with a heartbeat's. */
  get digest(): string {
    return this.told.digest();
  }

  /** Of the last event. */
  get cursor(): string | null {
    return this.position;
  }

  /** Does not wait any longer for the next attempt, nor for a connection that may be dead. */
  wake(): void {
    this.pause.end();
    if (this.services.clock.now() - this.lastByte > staleAfter) this.drop();
  }

  async *run(signal: AbortSignal): AsyncGenerator<LiveEvent, void, undefined> {
    const { network } = this.services;
    const unsubscribe = network.subscribe(() => {
      this.pause.end();
      if (!network.isOnline()) this.drop();
    });
    try {
      let isAtOnce = false;
      while (!signal.aborted) {
        const isPolling = this.misses >= missesBeforePolling;
        if (!isAtOnce) this.enter({ name: 'connecting' });
        let failure: unknown = null;
        try {
          yield* isPolling ? this.poll(signal) : this.listen(signal);
        } catch (error) {
          if (error instanceof ApiProblem && error.status === 401) {
            this.services.onState({ name: 'signed-out' });
            return;
          }
          failure = error;
        }
        const asked = this.noteFailure(failure);
        // Where asking works, a stream is tried between two times. Where it does not either, the server is away.
        isAtOnce = isPolling ? failure === null : this.misses >= missesBeforePolling && asked === 0;
        if (!isAtOnce) await this.waitBeforeNext(asked, signal);
      }
    } finally {
      unsubscribe();
    }
  }

  private async *listen(signal: AbortSignal): AsyncGenerator<LiveEvent, void, undefined> {
    const { clock, http } = this.services;
    const me = await this.services.me();
    if (signal.aborted) return;
    const connection = new AbortController();
    this.drop = () => connection.abort();
    signal.addEventListener('abort', this.drop);
    const readyBy = clock.now() + readyWithin;
    let isReady = false;
    let timer = clock.setTimeout(this.drop, readyWithin);
    this.lastByte = clock.now();
    try {
      const resume: Record<string, string> = this.position === null ? {} : { 'Last-Event-ID': this.position };
      const headers = { Accept: 'text/event-stream', ...resume };
      const reader = (await http.open('/api/events', headers, connection.signal)).body?.getReader();
      if (reader === undefined) return;
      const cancel = () => void reader.cancel().catch(() => {});
      if (connection.signal.aborted) cancel();
      connection.signal.addEventListener('abort', cancel);
      const parser = new SseParser();
      for (;;) {
        clock.clearTimeout(timer);
        timer = clock.setTimeout(this.drop, isReady ? longestSilence : readyBy - clock.now());
        const { done, value } = await reader.read();
        clock.clearTimeout(timer);
        if (done) return;
        this.lastByte = clock.now();
        for (const sent of parser.push(value)) {
          this.retry = parser.retry ?? this.retry;
          const event = this.take(sent, me);
          if (event === null) continue;
          if (event.type === 'ready') {
            isReady = true;
            this.misses = 0;
            this.pollFor = shortestPolling;
            this.enter({ name: 'catching-up' });
          }
          yield event;
          if (event.type === 'heartbeat') yield* this.compare(event.digest, me);
        }
      }
    } finally {
      clock.clearTimeout(timer);
      signal.removeEventListener('abort', this.drop);
      this.drop = () => {};
      connection.abort();
      if (!isReady) this.misses = clock.now() < readyBy ? this.misses + 1 : missesBeforePolling;
    }
  }

  /** The same events by asking for them, for where something on the way holds streams back. */
  private async *poll(signal: AbortSignal): AsyncGenerator<LiveEvent, void, undefined> {
    const { clock, api } = this.services;
    const until = clock.now() + this.pollFor;
    // However this ends, a stream is tried next, and one more miss leads back here.
    this.misses = missesBeforePolling - 1;
    const me = await this.services.me();
    while (!signal.aborted && clock.now() < until) {
      const resumed = this.position !== null;
      const sync = await api.getSync(this.position);
      const told: LiveEvent[] = [
        { type: 'ready', cursor: sync.cursor, epoch: '', resumed },
        ...(sync.reset ? [{ type: 'reset' } as const] : []),
        ...sync.message_groups.map((message_group) => ({ type: 'inbox.changed', message_group }) as const),
        { type: 'heartbeat', digest: sync.digest, unread_count: sync.unread_count },
      ];
      for (const event of told) {
        this.told.note(event, me);
        yield event;
      }
      this.position = sync.cursor;
      yield* this.compare(sync.digest, me);
      await this.pause.wait(pollEvery, signal);
    }
    this.pollFor = Math.min(longestPolling, this.pollFor * 2);
  }

  /**
   * Twice different is not a message that was under way: then everything is asked for. Should ours still say more than that,
   * and again at the next heartbeat, it is not a row that is late: the server holds a shorter log, whatever its epoch says.
   */
  private async *compare(digest: string, me: string): AsyncGenerator<LiveEvent, void, undefined> {
    this.attempt = 0;
    if (this.told.digest() !== digest) {
      if (++this.mismatches < 2) return;
      const sync = await this.services.api.getSync(null);
      this.told.noteAll(sync.message_groups);
      const isShorter = this.told.digest() !== sync.digest;
      const isReset = isShorter && this.mismatches > 2;
      const told: LiveEvent[] = sync.message_groups.map((message_group) => ({ type: 'inbox.changed', message_group }));
      if (isReset) {
        told.unshift({ type: 'reset' });
        told.push({ type: 'heartbeat', digest: sync.digest, unread_count: sync.unread_count });
      }
      for (const event of told) {
        this.told.note(event, me);
        yield event;
      }
      if (isShorter && !isReset) return;
    }
    this.mismatches = 0;
    this.enter({ name: 'live' });
  }

  /** For who hears of an event elsewhere and may have to go on from there, too. */
  note(event: LiveEvent, cursor: string | null, me: string): void {
    this.told.note(event, me);
    this.position = cursor;
  }

  private take(sent: ServerSentEvent, me: string): LiveEvent | null {
    const event = parseLiveEvent(sent);
    if (sent.id !== '') this.position = sent.id;
    if (event !== null) this.told.note(event, me);
    return event;
  }

  private noteFailure(error: unknown): number {
    if (hasCode(error, 'too_many_streams')) {
      // It says how long to wait for a stream; asking needs none.
      this.misses = missesBeforePolling;
      return 0;
    }
    return error instanceof ApiProblem ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
  }

  private async waitBeforeNext(asked: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { clock, random } = this.services;
    const pause = Math.max(asked, backoff(++this.attempt, random, this.retry, longestPause));
    this.enter({ name: 'waiting', until: clock.now() + pause });
    await this.pause.wait(pause, signal);
  }

  private enter(state: StreamState): void {
    const gone = !this.services.network.isOnline() && state.name !== 'live' && state.name !== 'catching-up';
    this.services.onState(gone ? { name: 'offline' } : state);
  }
}
