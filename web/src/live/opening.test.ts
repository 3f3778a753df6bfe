import type { MessageRange } from '@cruddur/client';
import { describe, expect, it } from 'vitest';
import { settle } from '../../packages/client/src/testing/fake-clock';
import { bob, group, networkFailure } from '../../packages/client/src/testing/fake-server';
import { AlicesBrowser, browserWith } from './testing/alices-browser';
import { oneTo, seqs } from './testing/sequences';

/** Answers to some requests come only when they are released. */
function holdUp(browser: AlicesBrowser, held: (range: MessageRange) => boolean): { release: () => void } {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { server } = browser;
  const getMessages = server.getMessages.bind(server);
  server.getMessages = async (uuid, range) => {
    if (held(range)) await released;
    return getMessages(uuid, range);
  };
  return { release };
}

describe('opening a group', () => {
  it('loads the newest page', async () => {
    const browser = await browserWith(250);
    expect(browser.log.status).toBe('ready');
    expect(seqs(browser)).toEqual(oneTo(250, 151));
    expect(browser.log.unreadFrom).toBeNull();
  });

  it('loads from around the first unread message to the end', async () => {
    const browser = await browserWith(450, 120);
    expect(browser.log.unreadFrom).toBe(121);
    expect(seqs(browser)[0]).toBeLessThan(121);
    expect(seqs(browser).at(-1)).toBe(450);
    expect(seqs(browser)).toEqual(oneTo(450, seqs(browser)[0]));
  });

  it('with far more unread than that shows where reading begins and fetches the rest behind it', async () => {
    const browser = new AlicesBrowser();
    browser.server.sayMany(9_000);
    browser.server.readSeq = 10;
    const rest = holdUp(browser, (range) => range !== 'newest' && 'after_seq' in range);
    await browser.open();
    expect(browser.log).toMatchObject({ status: 'ready', unreadFrom: 11, caughtUp: false });
    expect(seqs(browser)).toEqual(oneTo(100));
    rest.release();
    await browser.clock.advance(60_000);
    expect(browser.log.caughtUp).toBe(true);
    expect(seqs(browser)).toEqual(oneTo(9_000));
    expect(browser.announced).toBe(0);
    browser.server.say(bob, 'news');
    await browser.clock.advance(2_100);
    expect(browser.announced).toBe(1);
  });

  it('with far more unread shows what is written meanwhile at the end', async () => {
    const browser = new AlicesBrowser();
    browser.server.sayMany(9_000);
    holdUp(browser, (range) => range !== 'newest' && 'after_seq' in range);
    await browser.open();
    await browser.send('hello');
    expect(browser.texts.at(-1)).toBe('hello');
    expect(seqs(browser)).toEqual(oneTo(9_001, 8_902));
  });

  it('starts at the end when there is too much to catch up on', async () => {
    const browser = await browserWith(12_000, 10);
    expect(seqs(browser)).toEqual(oneTo(12_000, 11_901));
  });

  it('of somebody else shows that it is not there', async () => {
    const browser = new AlicesBrowser();
    browser.client.start();
    browser.client.open('not-mine');
    await settle();
    expect(browser.client.log('not-mine').getSnapshot().status).toBe('missing');
  });

  it('that fails is tried again until it works', async () => {
    const browser = new AlicesBrowser();
    browser.server.sayMany(3);
    browser.server.down = networkFailure();
    await browser.open();
    expect(browser.log.status).toBe('failed');
    browser.server.down = null;
    await browser.clock.advance(5_000);
    expect(browser.log.status).toBe('ready');
    expect(seqs(browser)).toEqual([1, 2, 3]);
  });

  it('that failed says so for as long as the next attempt takes', async () => {
    const browser = new AlicesBrowser();
    browser.server.sayMany(3);
    browser.server.down = networkFailure();
    await browser.open();
    browser.server.down = null;
    const attempt = holdUp(browser, () => true);
    await browser.clock.advance(5_000);
    expect(browser.log.status).toBe('failed');
    attempt.release();
    await settle();
    expect(browser.log.status).toBe('ready');
  });
});

describe('opening again without a network', () => {
  const another = 'another-group';

  /** Alice has read three messages and gone elsewhere; of the fourth only the inbox has told her. */
  async function reopened(): Promise<AlicesBrowser> {
    const browser = await browserWith(3);
    browser.client.open(another);
    await settle();
    browser.server.streams.fate = (event) => (event.type === 'message.created' ? [] : [event]);
    browser.server.say(bob, 'missed');
    await settle();
    browser.server.down = networkFailure();
    browser.client.open(group);
    await settle();
    return browser;
  }

  it('shows what is there and says that there is more', async () => {
    const browser = await reopened();
    expect(browser.log).toMatchObject({ status: 'ready', caughtUp: false });
    expect(seqs(browser)).toEqual([1, 2, 3]);
  });

  it('brings the rest, under the line above new messages, when the network is back', async () => {
    const browser = await reopened();
    browser.server.down = null;
    await browser.clock.advance(20_000);
    expect(browser.log).toMatchObject({ status: 'ready', caughtUp: true, unreadFrom: 4 });
    expect(seqs(browser)).toEqual([1, 2, 3, 4]);
    expect(browser.announced).toBe(0);
  });

  it('fails only for a group that was never loaded', async () => {
    const browser = await reopened();
    browser.client.open('never-opened');
    await settle();
    expect(browser.client.log('never-opened').getSnapshot().status).toBe('failed');
  });
});
