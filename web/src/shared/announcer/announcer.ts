import { type Clock, systemClock, type Timer } from '../clock/clock';
import { plural } from '../text/plural';

export interface Announcement {
  readonly polite: string;
  readonly assertive: string;
}

const batch = 1_000;
/** Emptied again, so that the same words can be said twice. */
const shown = 6_000;

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
    this.show(voice, words);
    this.clock.clearTimeout(this.clearTimers[voice]);
    this.clearTimers[voice] = this.clock.setTimeout(() => this.show(voice, ''), shown);
  }

  private show(voice: keyof Announcement, words: string): void {
    this.snapshot = { ...this.snapshot, [voice]: words };
    for (const listener of this.listeners) listener();
  }
}

export const announcer = new Announcer(systemClock);
