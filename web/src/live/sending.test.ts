import { describe, expect, it } from 'vitest';
import { settle } from '../../packages/client/src/testing/fake-clock';
import { alice, bob, group, networkFailure, problem } from '../../packages/client/src/testing/fake-server';
import { AlicesBrowser } from './testing/alices-browser';

function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

async function browserWith(messages: number): Promise<AlicesBrowser> {
  const browser = new AlicesBrowser();
  browser.server.sayMany(messages);
  await browser.open();
  return browser;
}

describe('a message that is sent', () => {
  it('is shown at once and replaced by the answer', async () => {
    const browser = await browserWith(3);
    const answer = gate();
    browser.server.beforeStoring.push(() => answer.passed);
    await browser.send('hello');
    expect(browser.pending).toMatchObject([{ message: 'hello', state: 'sending', base: 3 }]);
    answer.open();
    await settle();
    expect(browser.pending).toEqual([]);
    expect(browser.texts.at(-1)).toBe('hello');
  });

  it('is replaced by the event when that comes first, and the answer changes nothing', async () => {
    const browser = await browserWith(3);
    const answer = gate();
    browser.server.afterStoring.push(() => answer.passed);
    await browser.send('hello');
    expect(browser.pending).toEqual([]);
    expect(browser.texts.filter((text) => text === 'hello')).toHaveLength(1);
    answer.open();
    await settle();
    expect(browser.texts.filter((text) => text === 'hello')).toHaveLength(1);
  });

  it('brings what came before it along, in order', async () => {
    const browser = await browserWith(2);
    browser.server.beforeStoring.push(() => {
      browser.server.say(bob, 'in between');
    });
    await browser.send('hello');
    expect(browser.texts.slice(-2)).toEqual(['in between', 'hello']);
    expect(browser.log.messages.map((it) => it.seq)).toEqual([1, 2, 3, 4]);
  });

  it('is sent one at a time, in the order of writing', async () => {
    const browser = await browserWith(0);
    const answer = gate();
    browser.server.beforeStoring.push(() => answer.passed);
    await browser.send('one');
    await browser.send('two');
    await browser.send('three');
    expect(browser.server.puts.map((it) => it.message)).toEqual(['one']);
    answer.open();
    await settle();
    expect(browser.texts).toEqual(['one', 'two', 'three']);
  });
});

describe('an unknown outcome', () => {
  it('is tried again with the same uuid and the same base', async () => {
    const browser = await browserWith(3);
    browser.server.beforeStoring.push(
      () => {
        throw networkFailure();
      },
      () => {
        browser.server.say(bob);
        throw problem(503, 'busy');
      },
    );
    await browser.send('hello');
    await browser.clock.advance(10_000);
    expect(browser.server.puts).toHaveLength(3);
    expect(new Set(browser.server.puts.map((it) => `${it.uuid} ${it.base}`))).toEqual(new Set(['sent-1 3']));
    expect(browser.texts.filter((text) => text === 'hello')).toHaveLength(1);
    expect(browser.failures).toEqual([]);
  });

  it('waits as long as the server asks', async () => {
    const browser = await browserWith(1);
    browser.server.beforeStoring.push(() => {
      throw problem(503, 'busy', { retryAfter: 7 });
    });
    await browser.send('hello');
    await browser.clock.advance(6_900);
    expect(browser.server.puts).toHaveLength(1);
    await browser.clock.advance(200);
    expect(browser.server.puts).toHaveLength(2);
  });

  it('is left to the person after a few attempts, and never called failed', async () => {
    const browser = await browserWith(1);
    for (let attempt = 0; attempt < 6; attempt++) {
      browser.server.beforeStoring.push(() => {
        throw problem(503, 'busy');
      });
    }
    await browser.send('hello');
    await browser.clock.advance(120_000);
    const reason = 'Not confirmed. It may have arrived; Retry is safe.';
    expect(browser.pending).toMatchObject([{ state: 'unconfirmed', reason }]);
    expect(browser.failures).toEqual([reason]);
    await browser.send('next');
    expect(browser.server.puts).toHaveLength(6);
    browser.client.outbox.retry(browser.pending[0] ?? expect.fail());
    await settle();
    expect(browser.texts.slice(-2)).toEqual(['hello', 'next']);
  });

  it('counts no attempts while offline and goes on when back', async () => {
    const browser = await browserWith(1);
    browser.server.down = networkFailure();
    browser.page.change({ online: false });
    await browser.send('hello');
    await browser.clock.advance(600_000);
    expect(browser.pending).toMatchObject([{ state: 'sending' }]);
    expect(browser.server.puts.length).toBeLessThanOrEqual(41);
    browser.server.down = null;
    browser.page.change({ online: true });
    await browser.clock.advance(100);
    expect(browser.texts.at(-1)).toBe('hello');
  });
});

describe('a refused message', () => {
  async function refused(): Promise<AlicesBrowser> {
    const browser = await browserWith(1);
    browser.server.beforeStoring.push(() => {
      throw problem(422, 'message_invalid_characters');
    });
    await browser.send('bad');
    await browser.send('next');
    return browser;
  }

  it('stays where it is, and what follows waits behind it', async () => {
    const browser = await refused();
    await browser.clock.advance(60_000);
    expect(browser.pending.map((it) => [it.message, it.state])).toEqual([
      ['bad', 'failed'],
      ['next', 'waiting'],
    ]);
    expect(browser.server.puts).toHaveLength(1);
  });

  it('goes first when it is tried again', async () => {
    const browser = await refused();
    browser.client.outbox.retry(browser.pending[0] ?? expect.fail());
    await settle();
    expect(browser.texts.slice(-2)).toEqual(['bad', 'next']);
  });

  it('lets the others go when it is deleted', async () => {
    const browser = await refused();
    browser.client.outbox.discard(browser.pending[0] ?? expect.fail());
    await settle();
    expect(browser.texts.at(-1)).toBe('next');
    expect(browser.texts).not.toContain('bad');
  });

  it('keeps its uuid and base when it is edited', async () => {
    const browser = await refused();
    expect(await browser.client.outbox.edit(browser.pending[0] ?? expect.fail(), 'good')).toBe(true);
    await settle();
    expect(browser.texts.slice(-2)).toEqual(['good', 'next']);
    expect(browser.server.puts[1]).toMatchObject({ uuid: 'sent-1', base: 1, message: 'good' });
  });

  it('edited after the first text had arrived shows that one and asks about the other', async () => {
    const browser = await browserWith(1);
    // Stored, but every answer is lost, and nobody tells of it.
    browser.server.streams.isMuted = true;
    for (let attempt = 0; attempt < 6; attempt++) {
      browser.server.afterStoring.push(() => {
        throw networkFailure();
      });
    }
    browser.client.open('another-group');
    await browser.send('first text');
    await browser.clock.advance(120_000);
    expect(browser.pending).toMatchObject([{ state: 'unconfirmed' }]);
    browser.client.outbox.edit(browser.pending[0] ?? expect.fail(), 'second text');
    await settle();
    expect(browser.texts.at(-1)).toBe('first text');
    expect(browser.pending).toMatchObject([{ message: 'second text', state: 'failed', base: 2 }]);
    expect(browser.pending[0]?.uuid).not.toBe('sent-1');
  });
});

describe('a server that asks to look first', () => {
  it('is answered with a newer base when the message is not there', async () => {
    const browser = await browserWith(3);
    browser.server.beforeStoring.push(() => {
      browser.server.sayMany(600);
      throw problem(409, 'resync_required', { lastSeq: 603 });
    });
    await browser.send('hello');
    expect(browser.server.puts.map((it) => it.base)).toEqual([3, 603]);
    expect(browser.server.puts.map((it) => it.uuid)).toEqual(['sent-1', 'sent-1']);
    expect(browser.texts.at(-1)).toBe('hello');
  });

  it('is not sent to again when the message is there', async () => {
    const browser = await browserWith(3);
    browser.server.afterStoring.push(() => {
      browser.server.sayMany(600);
      throw problem(409, 'resync_required', { lastSeq: 604 });
    });
    await browser.send('hello');
    expect(browser.server.puts).toHaveLength(1);
    expect(browser.pending).toEqual([]);
    expect(browser.texts.filter((text) => text === 'hello')).toHaveLength(1);
  });

  it('that lost part of its log gets the message after what it has', async () => {
    const browser = await browserWith(10);
    browser.server.beforeStoring.push(() => {
      browser.server.log.splice(6);
      throw problem(422, 'base_ahead', { lastSeq: 6 });
    });
    await browser.send('hello');
    expect(browser.server.puts.map((it) => it.base)).toEqual([10, 6]);
    expect(browser.log.messages.map((it) => it.seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});

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
