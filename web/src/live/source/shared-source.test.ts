import { describe, expect, it } from 'vitest';
import { settle } from '../../../packages/client/src/testing/fake-clock';
import { bob, FakeServer, networkFailure, problem } from '../../../packages/client/src/testing/fake-server';
import { AlicesBrowser, device } from '../testing/alices-browser';
import { FakeTabs } from '../testing/fake-tabs';

async function tabs(count: number, messages = 3) {
  const server = new FakeServer();
  server.sayMany(messages);
  server.readSeq = messages;
  const browser = new FakeTabs();
  const shared = device({ tabs: browser });
  server.beatOn(shared.clock);
  const opened: AlicesBrowser[] = [];
  for (let tab = 0; tab < count; tab++) {
    const browser = new AlicesBrowser(server, shared);
    await browser.open();
    opened.push(browser);
  }
  const [first, second, third] = opened;
  return {
    server,
    browser,
    clock: shared.clock,
    all: opened,
    first: first ?? expect.fail(),
    second: second ?? first ?? expect.fail(),
    third: third ?? first ?? expect.fail(),
  };
}

const seqs = (browser: AlicesBrowser) => browser.log.messages.map((it) => it.seq);

describe('several tabs', () => {
  it('have one connection, and all hear of what happens', async () => {
    const { server, all } = await tabs(3);
    server.say(bob, 'news');
    await settle();
    expect(server.streams.opened).toBe(1);
    for (const tab of all) {
      expect(tab.connection).toBe('live');
      expect(tab.texts.at(-1)).toBe('news');
    }
  });

  it('have all groups at once, also those that join later', async () => {
    const { second } = await tabs(2);
    expect(second.client.inbox.getSnapshot()).toMatchObject({ status: 'ready', groups: [{ last_seq: 3 }] });
  });

  it('all see what is read in one of them', async () => {
    const { server, first, second, clock } = await tabs(2);
    server.say(bob);
    await settle();
    expect(second.client.inbox.getSnapshot().unreadCount).toBe(1);
    first.client.seen('group-uuid', 4);
    await clock.advance(1_000);
    expect(server.readSeq).toBe(4);
    expect(first.client.inbox.getSnapshot().unreadCount).toBe(0);
    expect(second.client.inbox.getSnapshot().unreadCount).toBe(0);
  });

  it('are all reconnecting when the one connection is', async () => {
    const { server, clock, all } = await tabs(2);
    server.down = networkFailure();
    await settle();
    expect(all.map((tab) => tab.connection)).toEqual(['waiting', 'waiting']);
    server.down = null;
    await clock.advance(10_000);
    expect(all.map((tab) => tab.connection)).toEqual(['live', 'live']);
  });

  it('can each wake the connection', async () => {
    const { server, second } = await tabs(2);
    server.down = networkFailure();
    await settle();
    server.down = null;
    second.client.tryAgain();
    await settle();
    expect(second.connection).toBe('live');
  });

  it('are all signed out together', async () => {
    const { server, clock, all } = await tabs(2);
    server.refusal = problem(401, 'unauthenticated');
    server.streams.cut();
    await clock.advance(5_000);
    expect(all.map((tab) => tab.connection)).toEqual(['signed-out', 'signed-out']);
    expect(all.map((tab) => tab.signedOut > 0)).toEqual([true, true]);
  });
});

describe('the tab with the connection', () => {
  it('hands over when it is closed, and the next goes on from there', async () => {
    const { server, first, second, third } = await tabs(3);
    server.say(bob, 'before');
    await settle();
    first.client.stop();
    await settle();
    server.say(bob, 'after');
    await settle();
    expect(server.streams.opened).toBe(2);
    expect(server.streams.count).toBe(1);
    expect(server.streams.resumedFrom.at(-1)).toBe('epoch-1.8');
    for (const tab of [second, third]) expect(tab.texts.slice(-2)).toEqual(['before', 'after']);
  });

  it('misses nothing for the others that happens while it goes', async () => {
    const { server, first, second } = await tabs(2);
    first.client.stop();
    server.say(bob, 'in between');
    await settle();
    expect(second.texts.at(-1)).toBe('in between');
    expect(seqs(second)).toEqual([1, 2, 3, 4]);
    expect(second.connection).toBe('live');
  });

  it('loses it when it is asleep for a minute, and hears from the other then what it missed', async () => {
    const { server, first, second, clock } = await tabs(2);
    first.sleep.begin();
    server.say(bob, 'news');
    await clock.advance(61_000);
    expect(second.texts.at(-1)).toBe('news');
    server.say(bob, 'more');
    await settle();
    expect(second.texts.at(-1)).toBe('more');
    expect(first.texts).toHaveLength(3);
    first.sleep.end();
    await clock.advance(1_000);
    expect(server.streams.count).toBe(1);
    for (const tab of [first, second]) {
      expect(tab.connection).toBe('live');
      expect(tab.texts.slice(-2)).toEqual(['news', 'more']);
    }
  });
});

describe('a tab that does not hear everything', () => {
  it('finds out by the digests, and asks for all', async () => {
    const { server, second, clock, browser } = await tabs(2);
    browser.fate = () => 'lost';
    server.say(bob, 'one');
    server.say(bob, 'two');
    await settle();
    browser.fate = () => 'arrives';
    await clock.advance(31_000);
    expect(second.connection).toBe('live');
    expect(second.texts.slice(-2)).toEqual(['one', 'two']);
  });

  it('asks again until it is answered', async () => {
    const { server, second, clock, browser } = await tabs(2);
    browser.fate = () => 'lost';
    server.say(bob, 'news');
    await settle();
    browser.fate = (message) => ((message as { kind: string }).kind === 'snapshot' ? 'lost' : 'arrives');
    await clock.advance(61_000);
    expect(second.connection).toBe('catching-up');
    browser.fate = () => 'arrives';
    await clock.advance(16_000);
    expect(second.connection).toBe('live');
    expect(second.texts.at(-1)).toBe('news');
  });

  it('forgets with the others what a restored store does not hold', async () => {
    const { server, all, clock, browser } = await tabs(2, 5);
    server.restore('epoch-2', 3);
    browser.fate = () => 'lost';
    await clock.advance(5_000);
    browser.fate = () => 'arrives';
    await clock.advance(45_000);
    for (const tab of all) {
      expect(tab.connection).toBe('live');
      expect(seqs(tab)).toEqual([1, 2, 3]);
    }
  });
});
