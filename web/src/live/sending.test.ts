import { describe, expect, it } from 'vitest';
import { settle } from '../../packages/client/src/testing/fake-clock';
import { bob, networkFailure, problem } from '../../packages/client/src/testing/fake-server';
import { browserWith } from './testing/alices-browser';
import { gate } from './testing/gate';

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

  it('of which there were too many waits for as long as the server says, however often, and bothers nobody', async () => {
    const browser = await browserWith(1);
    for (let refusal = 0; refusal < 20; refusal++) {
      browser.server.beforeStoring.push(() => {
        throw problem(429, 'rate_limited', { retryAfter: 9 });
      });
    }
    await browser.send('hello');
    for (let waited = 0; waited < 20; waited++) {
      expect(browser.server.puts).toHaveLength(1 + waited);
      expect(browser.pending).toMatchObject([{ message: 'hello', state: 'sending' }]);
      await browser.clock.advance(9_000);
    }
    expect(browser.texts.at(-1)).toBe('hello');
    expect(new Set(browser.server.puts.map((it) => `${it.uuid} ${it.base}`))).toEqual(new Set(['sent-1 1']));
    expect(browser.failures).toEqual([]);
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
