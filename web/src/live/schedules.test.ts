import type { LiveEvent } from '@cruddur/client';
import { expect, it } from 'vitest';
import { settle } from '../../packages/client/src/testing/fake-clock';
import { alice, bob, FakeServer, networkFailure } from '../../packages/client/src/testing/fake-server';
import { AlicesBrowser, device } from './testing/alices-browser';
import { FakeTabs } from './testing/fake-tabs';

const schedules = 250;
const steps = 40;

/** mulberry32: the number of a schedule that fails is all that is needed to run it again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

/** Alice with up to three tabs in a browser that puts them to sleep, a network that does its worst, and bob who writes. */
class Schedule {
  readonly server = new FakeServer();
  readonly tabsOfBrowser = new FakeTabs();
  readonly shared = device({ tabs: this.tabsOfBrowser });
  readonly tabs: AlicesBrowser[] = [];
  private readonly written: string[] = [];
  /** Held back, to come after what happened later. */
  private late: LiveEvent[] = [];

  constructor(private readonly random: () => number) {
    const { streams } = this.server;
    this.server.beatOn(this.shared.clock);
    streams.chunk = () => this.pick(200);
    streams.fate = (event) => this.fateOf(event);
    this.tabsOfBrowser.fate = () => this.fateOfPost();
  }

  async run(): Promise<void> {
    this.server.sayMany(this.pick(5));
    await this.openTab();
    for (let step = 0; step < steps; step++) await this.step();
  }

  /** The network is well again, for long enough that everything is noticed. */
  async heal(): Promise<void> {
    this.server.down = null;
    this.server.streams.fate = (event) => [event];
    this.tabsOfBrowser.fate = () => 'arrives';
    for (const tab of this.tabs) tab.sleep.end();
    await this.shared.clock.advance(120_000);
    // What was left to alice after a long while without an answer.
    for (const { client } of this.tabs.slice(0, 1)) {
      for (const left of client.outbox.queue('group-uuid')) await client.outbox.retry(left);
    }
    await this.shared.clock.advance(20_000);
  }

  check(): void {
    const { log } = this.server;
    const own = log.filter((it) => it.user_uuid === alice).map((it) => it.message);
    expect(own).toEqual(this.written);
    for (const tab of this.tabs) {
      const { messages } = tab.log;
      expect(messages).toEqual(log.slice(log.length - messages.length));
      expect(messages.length).toBeGreaterThan(0);
      expect(tab.pending).toEqual([]);
      expect(tab.connection).toBe('live');
      expect(tab.client.inbox.getSnapshot().groups).toMatchObject([{ last_seq: log.length }]);
    }
    expect(this.server.streams.count).toBe(1);
  }

  private async step(): Promise<void> {
    const dice = this.random();
    if (dice < 0.3) this.server.say(bob);
    else if (dice < 0.5) await this.write();
    else if (dice < 0.6) this.server.streams.cut('event: message.created\ndata: {"seq":1'.slice(0, this.pick(40)));
    else if (dice < 0.66) this.server.down = this.server.down === null ? networkFailure() : null;
    else if (dice < 0.72) await this.openTab();
    else if (dice < 0.78) await this.closeTab();
    else if (dice < 0.84) this.server.afterStoring.push(loseAnswer);
    else if (dice < 0.88) await this.tab().reload();
    else if (dice < 0.91) this.putToSleep();
    else if (dice < 0.93) await this.wake(this.tabs[this.pick(this.tabs.length) - 1]);
    else await this.shared.clock.advance(this.pick(20_000));
    if (this.random() < 0.5) await settle();
  }

  private async write(): Promise<void> {
    const text = `written ${this.written.length}`;
    this.written.push(text);
    this.tab().client.send('group-uuid', text);
    // Nobody writes in two tabs within a moment that is too short for the one to hear of the other.
    await settle();
  }

  private async openTab(): Promise<void> {
    if (this.tabs.length >= 3) return;
    const tab = new AlicesBrowser(this.server, this.shared);
    this.tabs.push(tab);
    await tab.open();
  }

  /** One stays awake: the one where alice is. */
  private putToSleep(): void {
    if (this.tabs.filter((tab) => !tab.sleep.isAsleep).length > 1) this.tab().sleep.begin();
  }

  /** Before anybody can write in it, it has heard of what was written elsewhere. */
  private async wake(tab: AlicesBrowser | undefined): Promise<void> {
    tab?.sleep.end();
    await settle();
  }

  /** The oldest, so that it is mostly the one with the connection. */
  private async closeTab(): Promise<void> {
    if (this.tabs.length < 2) return;
    // By hand, and so it is awake, and what was written is stored by then.
    await this.wake(this.tabs[0]);
    this.tabs.shift()?.client.stop();
    // Alice goes to another, and it wakes.
    if (this.tabs.every((tab) => tab.sleep.isAsleep)) await this.wake(this.tabs[0]);
  }

  private fateOf(event: LiveEvent): readonly LiveEvent[] {
    const dice = this.random();
    const late = this.late;
    this.late = [];
    if (dice < 0.15) return late;
    if (dice < 0.3) return [event, event, ...late];
    if (dice < 0.45) {
      this.late = [event];
      return late;
    }
    return [event, ...late];
  }

  private fateOfPost(): 'arrives' | 'late' | 'lost' {
    const dice = this.random();
    if (dice < 0.05) return 'lost';
    return dice < 0.15 ? 'late' : 'arrives';
  }

  private tab(): AlicesBrowser {
    const awake = this.tabs.filter((tab) => !tab.sleep.isAsleep);
    return awake[this.pick(awake.length) - 1] ?? expect.fail();
  }

  /** 1 to the limit. */
  private pick(limit: number): number {
    return 1 + Math.floor(this.random() * limit);
  }
}

function loseAnswer(): void {
  throw networkFailure();
}

it(`whatever the network does, each tab ends with the log, in order and without a double (${schedules} schedules)`, async () => {
  for (let seed = 1; seed <= schedules; seed++) {
    const schedule = new Schedule(randomFrom(seed));
    try {
      await schedule.run();
      await schedule.heal();
      schedule.check();
    } catch (error) {
      throw new Error(`Schedule ${seed} fails.`, { cause: error });
    }
  }
}, 120_000);
