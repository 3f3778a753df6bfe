import { describe, expect, it } from 'vitest';
import { settle } from '../../packages/client/src/testing/fake-clock';
import { networkFailure, problem } from '../../packages/client/src/testing/fake-server';
import { type AlicesBrowser, browserWith } from './testing/alices-browser';

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
