import { describe, expect, it } from 'vitest';
import { settle } from '../../packages/client/src/testing/fake-clock';
import { bob, FakeServer, group, networkFailure, problem } from '../../packages/client/src/testing/fake-server';
import { AlicesBrowser, browserWith, device } from './testing/alices-browser';
import { FakeTabs } from './testing/fake-tabs';

describe('the connection', () => {
  it('is live only when the messages of the open group are there too', async () => {
    const browser = await browserWith(3);
    browser.server.down = networkFailure();
    await settle();
    expect(browser.connection).toBe('waiting');
    const getMessages = browser.server.getMessages.bind(browser.server);
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    browser.server.getMessages = async (...range) => {
      await released;
      return getMessages(...range);
    };
    browser.server.down = null;
    browser.server.say(bob, 'missed');
    await browser.clock.advance(5_000);
    expect(browser.connection).toBe('catching-up');
    release();
    await settle();
    expect(browser.connection).toBe('live');
    expect(browser.texts.at(-1)).toBe('missed');
  });

  it('is live in the end when fetching them failed at first', async () => {
    const browser = await browserWith(3);
    browser.server.down = networkFailure();
    await settle();
    const { getMessages } = browser.server;
    browser.server.getMessages = async () => {
      throw problem(503, 'busy');
    };
    browser.server.down = null;
    browser.server.say(bob, 'missed');
    await browser.clock.advance(5_000);
    expect(browser.connection).toBe('catching-up');
    browser.server.getMessages = getMessages;
    await browser.clock.advance(20_000);
    expect(browser.connection).toBe('live');
    expect(browser.texts.at(-1)).toBe('missed');
  });

  it('is offline when the browser says so, and back at once with it', async () => {
    const browser = await browserWith(1);
    browser.page.change({ online: false });
    await settle();
    expect(browser.connection).toBe('offline');
    browser.page.change({ online: true });
    await settle();
    expect(browser.connection).toBe('live');
  });

  it('is not waited for when somebody comes back to the page', async () => {
    const browser = await browserWith(1);
    browser.page.change({ visible: false, focused: false });
    browser.server.down = networkFailure();
    await browser.clock.advance(300_000);
    browser.server.down = null;
    browser.page.change({ visible: true, focused: true });
    await settle();
    expect(browser.connection).toBe('live');
  });

  it('ends when nobody is signed in any more', async () => {
    const browser = await browserWith(1);
    browser.server.refusal = problem(401, 'unauthenticated');
    browser.server.streams.cut();
    await browser.clock.advance(5_000);
    expect(browser.connection).toBe('signed-out');
    expect(browser.signedOut).toBe(1);
  });

  it('to a store that was restored makes the page forget what is no longer so', async () => {
    const browser = await browserWith(10);
    browser.server.restore('epoch-2', 4);
    browser.server.readSeq = 4;
    browser.server.say(bob, 'another fifth');
    await browser.clock.advance(5_000);
    expect(browser.connection).toBe('live');
    expect(browser.log.messages.map((it) => it.seq)).toEqual([1, 2, 3, 4, 5]);
    expect(browser.texts.at(-1)).toBe('another fifth');
    expect(browser.client.inbox.get(group)).toMatchObject({ last_seq: 5 });
    browser.client.seen(group, 5);
    await browser.clock.advance(1_000);
    expect(browser.server.readSeq).toBe(5);
  });

  it('to a store that lost its end without saying so does as well', async () => {
    const browser = await browserWith(10);
    browser.server.restore('epoch-1', 6);
    await browser.clock.advance(60_000);
    expect(browser.texts).toHaveLength(6);
    expect(browser.client.inbox.getSnapshot()).toMatchObject({ status: 'ready', groups: [{ last_seq: 6 }] });
    expect(browser.connection).toBe('live');
  });
});

describe('typing', () => {
  const isTyping = (browser: AlicesBrowser) => browser.client.typing.getSnapshot().has(group);

  it('of the other is shown for six seconds', async () => {
    const browser = await browserWith(1);
    browser.server.otherTypes();
    await settle();
    expect(isTyping(browser)).toBe(true);
    await browser.clock.advance(5_900);
    expect(isTyping(browser)).toBe(true);
    browser.server.otherTypes();
    await browser.clock.advance(5_900);
    expect(isTyping(browser)).toBe(true);
    await browser.clock.advance(200);
    expect(isTyping(browser)).toBe(false);
  });

  it('of the other is over when the message is there', async () => {
    const browser = await browserWith(1);
    browser.server.otherTypes();
    await settle();
    browser.server.say(bob);
    await settle();
    expect(isTyping(browser)).toBe(false);
    expect(browser.storage.keys('')).toEqual([]);
  });

  it('is told every three seconds at most, and anew after a message was sent', async () => {
    const browser = await browserWith(1);
    for (let letter = 0; letter < 10; letter++) {
      browser.client.typed(group);
      await browser.clock.advance(500);
    }
    expect(browser.server.typings).toEqual([group, group]);
    browser.client.send(group, 'hello');
    browser.client.typed(group);
    await settle();
    expect(browser.server.typings).toHaveLength(3);
  });

  it('is not told while there is no connection', async () => {
    const browser = await browserWith(1);
    browser.page.change({ online: false });
    await settle();
    browser.client.typed(group);
    await settle();
    expect(browser.server.typings).toEqual([]);
  });
});

describe('the outbox of several tabs', () => {
  async function twoTabs() {
    const server = new FakeServer();
    const shared = device({ tabs: new FakeTabs() });
    server.beatOn(shared.clock);
    const tabs = [new AlicesBrowser(server, shared), new AlicesBrowser(server, shared)] as const;
    for (const tab of tabs) await tab.open();
    return { server, shared, one: tabs[0], two: tabs[1] };
  }

  it('is seen in both, and sent by one', async () => {
    const { server, one, two } = await twoTabs();
    let answer = () => {};
    server.beforeStoring.push(
      () =>
        new Promise<void>((resolve) => {
          answer = resolve;
        }),
    );
    await one.send('from one');
    await two.send('from two');
    expect(server.puts.map((it) => it.message)).toEqual(['from one']);
    for (const tab of [one, two]) expect(tab.pending.map((it) => it.message)).toEqual(['from one', 'from two']);
    answer();
    await settle();
    expect(server.log.map((it) => it.message)).toEqual(['from one', 'from two']);
    expect(server.puts).toHaveLength(2);
    for (const tab of [one, two]) {
      expect(tab.pending).toEqual([]);
      expect(tab.texts).toEqual(['from one', 'from two']);
    }
  });

  it('is sent by the other when the one that was sending is closed', async () => {
    const { server, shared, one, two } = await twoTabs();
    server.beforeStoring.push(() => {
      throw networkFailure();
    });
    await one.send('hello');
    one.client.stop();
    await shared.clock.advance(20_000);
    expect(server.log.map((it) => it.message)).toEqual(['hello']);
    expect(new Set(server.puts.map((it) => `${it.uuid} ${it.base}`)).size).toBe(1);
    expect(two.pending).toEqual([]);
  });

  it('is sent by the other when the one that was sending falls asleep', async () => {
    const { server, shared, one, two } = await twoTabs();
    let answer = () => {};
    server.beforeStoring.push(
      () =>
        new Promise<void>((resolve) => {
          answer = resolve;
        }),
    );
    await one.send('first');
    one.sleep.begin();
    await two.send('second');
    expect(server.log).toEqual([]);
    await shared.clock.advance(31_000);
    expect(server.log.map((it) => it.message)).toEqual(['first', 'second']);
    answer();
    one.sleep.end();
    await shared.clock.advance(31_000);
    expect(server.log).toHaveLength(2);
    for (const tab of [one, two]) expect(tab.texts).toEqual(['first', 'second']);
  });

  it('is sent by the other when the one that was sending is without a network', async () => {
    const { server, one, two } = await twoTabs();
    one.page.change({ online: false });
    server.beforeStoring.push(() => {
      throw networkFailure();
    });
    await one.send('first');
    await two.send('second');
    expect(server.log.map((it) => it.message)).toEqual(['first', 'second']);
  });

  it('leaves to either what was refused', async () => {
    const { server, one, two } = await twoTabs();
    server.beforeStoring.push(() => {
      throw problem(422, 'message_blank');
    });
    await one.send('bad');
    const refused = two.pending[0] ?? expect.fail();
    expect(refused).toMatchObject({ state: 'failed', reason: 'Not sent. detail of message_blank' });
    expect(await two.client.outbox.edit(refused, 'good')).toBe(true);
    await settle();
    expect(one.pending).toEqual([]);
    expect(server.log.map((it) => it.message)).toEqual(['good']);
    expect(await one.client.outbox.edit(refused, 'too late')).toBe(false);
  });
});

it('fifty messages written offline are there once, in order, after a reload', async () => {
  const browser = await browserWith(2);
  browser.server.down = networkFailure();
  browser.page.change({ online: false });
  for (let at = 0; at < 50; at++) await browser.send(`offline ${at}`);
  await browser.reload();
  await browser.clock.advance(60 * 60_000);
  expect(browser.pending).toHaveLength(50);
  browser.server.down = null;
  browser.page.change({ online: true });
  for (let turn = 0; turn < 10; turn++) await settle();
  expect(browser.pending).toEqual([]);
  expect(browser.server.log.slice(2).map((it) => it.message)).toEqual(
    Array.from({ length: 50 }, (_, at) => `offline ${at}`),
  );
});
