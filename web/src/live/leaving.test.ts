import { describe, expect, it } from 'vitest';
import { settle } from '../../packages/client/src/testing/fake-clock';
import { alice, bob, group, networkFailure, problem } from '../../packages/client/src/testing/fake-server';
import { AlicesBrowser, browserWith } from './testing/alices-browser';
import { gate } from './testing/gate';

describe('a reload', () => {
  it('keeps unsent messages with uuid, base and order, and sends them', async () => {
    const browser = await browserWith(3);
    browser.server.down = networkFailure();
    await browser.send('one');
    await browser.send('two');
    const before = browser.pending.map((it) => [it.uuid, it.base, it.message]);
    browser.server.down = null;
    browser.server.say(bob, 'meanwhile');
    browser.server.puts.length = 0;
    await browser.reload();
    await browser.clock.advance(1_000);
    expect(browser.server.puts.map((it) => [it.uuid, it.base, it.message])).toEqual(before);
    expect(browser.texts.slice(-3)).toEqual(['meanwhile', 'one', 'two']);
  });

  it('keeps a failed message failed', async () => {
    const browser = await browserWith(1);
    browser.server.beforeStoring.push(() => {
      throw problem(422, 'message_blank');
    });
    await browser.send('bad');
    await browser.reload();
    expect(browser.pending).toMatchObject([{ state: 'failed', reason: 'Not sent. detail of message_blank' }]);
    expect(browser.server.puts).toHaveLength(1);
  });

  it('finds a message that was stored before it and drops its copy', async () => {
    const browser = await browserWith(1);
    browser.server.afterStoring.push(() => {
      throw networkFailure();
    });
    await browser.send('hello');
    await browser.reload();
    expect(browser.pending).toEqual([]);
    expect(await browser.device.outboxStorage.all()).toEqual([]);
    expect(browser.server.log.filter((it) => it.user_uuid === alice)).toHaveLength(1);
  });
});

describe('leaving', () => {
  it('forgets drafts and unsent messages when signing out, also those still on their way', async () => {
    const browser = await browserWith(1);
    const answer = gate();
    browser.server.beforeStoring.push(async () => {
      await answer.passed;
      throw problem(422, 'message_blank');
    });
    browser.client.drafts.set(group, 'half a thought');
    await browser.send('hello');
    void browser.client.forget();
    answer.open();
    await settle();
    expect(browser.storage.keys('')).toEqual([]);
    expect(await browser.device.outboxStorage.all()).toEqual([]);
  });

  it('keeps unsent messages when the session merely ended', async () => {
    const browser = await browserWith(1);
    browser.server.beforeStoring.push(() => {
      throw problem(401, 'unauthenticated');
    });
    await browser.send('hello');
    expect(await browser.device.outboxStorage.all()).toHaveLength(1);
    expect(browser.failures).toEqual([]);
  });

  it('is not undone by another tab whose message was still on its way', async () => {
    const browser = await browserWith(1);
    const answer = gate();
    browser.server.beforeStoring.push(async () => {
      await answer.passed;
      throw problem(422, 'message_blank');
    });
    await browser.send('hello');
    const tabThatSignsOut = new AlicesBrowser(browser.server, browser.device);
    await tabThatSignsOut.open();
    expect(tabThatSignsOut.client.outbox.count()).toBe(1);
    await tabThatSignsOut.client.forget();
    browser.client.stop();
    answer.open();
    await settle();
    expect(browser.storage.keys('')).toEqual([]);
    expect(await browser.device.outboxStorage.all()).toEqual([]);
    expect(browser.failures).toEqual([]);
  });

  it('counts what another tab has not sent', async () => {
    const browser = await browserWith(1);
    const otherTab = new AlicesBrowser(browser.server, browser.device);
    await otherTab.open();
    browser.server.down = networkFailure();
    await browser.send('hello');
    expect(otherTab.client.outbox.count()).toBe(1);
  });
});
