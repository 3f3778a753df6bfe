import { type Clock, systemClock, type Timer } from '@cruddur/client';
import { plural } from '../text/plural';

export interface Announcement {
  readonly polite: string;
  readonly assertive: string;
}

const batch = 1_000;
/** Emptied again, so that nobody comes upon old words when they walk through the page. */
const shown = 6_000;
/** A region speaks when its text changes: the same words are another text with this behind them, which is not read. */
const silent = '\u00a0';

/** One voice for the page. New messages are counted for a second and said at once; failures do not wait. */
export class Announcer {
  private snapshot: Announcement = { polite: '', assertive: '' };
  private newMessages = 0;
  private batchTimer: Timer | undefined;
  private readonly clearTimers: { polite?: Timer; assertive?: Timer } = {};
  private readonly listeners = new Set<() => void>();

  constructor(private readonly clock: Clock) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): Announcement => this.snapshot;

  countNewMessages(count: number): void {
    this.newMessages += count;
    this.batchTimer ??= this.clock.setTimeout(() => {
      this.batchTimer = undefined;
      this.say('polite', plural(this.newMessages, 'new message', 'new messages'));
      this.newMessages = 0;
    }, batch);
  }

  say(voice: keyof Announcement, words: string): void {
    this.show(voice, this.snapshot[voice] === words ? words + silent : words);
    this.clock.clearTimeout(this.clearTimers[voice]);
    this.clearTimers[voice] = this.clock.setTimeout(() => this.show(voice, ''), shown);
  }

  private show(voice: keyof Announcement, words: string): void {
    this.snapshot = { ...this.snapshot, [voice]: words };
    for (const listener of this.listeners) listener();
  }
}

export const announcer = new Announcer(systemClock);
