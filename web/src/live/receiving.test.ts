import type { MessageRange } from '@cruddur/client';
import { describe, expect, it } from 'vitest';
import { settle } from '../../packages/client/src/testing/fake-clock';
import { alice, bob, group, message, networkFailure } from '../../packages/client/src/testing/fake-server';
import { AlicesBrowser, browserWith } from './testing/alices-browser';

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

const seqs = (browser: AlicesBrowser) => browser.log.messages.map((it) => it.seq);
const oneTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, at) => first + at);

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

describe('what comes in', () => {
  it('arrives by itself and is announced', async () => {
    const browser = await browserWith(3);
    browser.server.say(bob, 'news');
    await browser.clock.advance(2_100);
    expect(browser.texts.at(-1)).toBe('news');
    expect(browser.announced).toBe(1);
  });

  it('ahead of its turn is kept back until what is missing was fetched', async () => {
    const browser = await browserWith(3);
    browser.server.sayMany(4);
    browser.client.log(group).receive(message(7));
    expect(seqs(browser)).toEqual([1, 2, 3]);
    await settle();
    expect(seqs(browser)).toEqual(oneTo(7));
    expect(browser.server.ranges.at(-1)).toEqual({ after_seq: 3 });
  });

  it('behind a lost hint is there, too, when what is missing cannot be fetched at first', async () => {
    const browser = await browserWith(3);
    browser.server.streams.fate = () => [];
    browser.server.say(alice, 'lost');
    // Of the next one, from another device too, only the row is lost: the digests agree.
    browser.server.streams.fate = (event) => (event.type === 'message.created' ? [event] : []);
    const { getMessages } = browser.server;
    browser.server.getMessages = async () => {
      throw networkFailure();
    };
    browser.server.say(alice, 'own');
    await settle();
    expect(seqs(browser)).toEqual(oneTo(3));
    browser.server.getMessages = getMessages;
    await browser.clock.advance(5_000);
    expect(browser.texts.slice(-2)).toEqual(['lost', 'own']);
  });

  it('is fetched when a row says that it is there, whether that is news to the inbox or not', async () => {
    const browser = await browserWith(3);
    browser.server.streams.fate = () => [];
    browser.server.say(bob, 'lost');
    browser.server.streams.fate = (event) => [event];
    const row = await browser.server.getMessageGroup(group);
    browser.client.inbox.noticeMessage(message(4, bob, 'lost'), null);
    browser.server.streams.publish({ type: 'inbox.changed', message_group: { ...row, unread_count: 0 } });
    await settle();
    expect(seqs(browser)).toEqual(oneTo(4));
  });

  it('twice is there once', async () => {
    const browser = await browserWith(3);
    browser.client.log(group).receive(message(2));
    browser.client.log(group).receive(message(3));
    expect(seqs(browser)).toEqual([1, 2, 3]);
  });

  it('in several pages after an absence is fetched to the end', async () => {
    const browser = await browserWith(3);
    browser.server.sayMany(347);
    await browser.clock.advance(2_100);
    expect(seqs(browser)).toEqual(oneTo(350));
  });

  it('older is put before, page by page, to the beginning', async () => {
    const browser = await browserWith(250);
    await browser.client.log(group).loadOlder();
    expect(seqs(browser)).toEqual(oneTo(250, 51));
    await browser.client.log(group).loadOlder();
    await browser.client.log(group).loadOlder();
    expect(seqs(browser)).toEqual(oneTo(250));
    expect(browser.server.ranges.filter((it) => it !== 'newest' && 'before_seq' in it)).toHaveLength(2);
  });

  it('of the other reading arrives while an own message is unread', async () => {
    const browser = await browserWith(1);
    await browser.send('hello');
    browser.server.otherReads(2);
    await settle();
    expect(browser.log.group?.other_read_seq).toBe(2);
  });

  it('of the other reading is asked for by the next heartbeat when it was lost', async () => {
    const browser = await browserWith(1);
    await browser.send('hello');
    browser.server.otherReadSeq = 2;
    await browser.clock.advance(15_000);
    expect(browser.log.group?.other_read_seq).toBe(2);
  });

  it('of the other reading is not asked for when nothing waits for it, or nobody can see it', async () => {
    const browser = await browserWith(1);
    await browser.send('hello');
    browser.server.otherReads(2);
    const asked = browser.server.groupsAsked;
    await browser.clock.advance(60_000);
    expect(browser.server.groupsAsked).toBe(asked);
    browser.page.change({ visible: false });
    await browser.send('written as the page went');
    await browser.clock.advance(60_000);
    expect(browser.server.groupsAsked).toBe(asked);
  });

  it('moves the row of the inbox at once', async () => {
    const browser = await browserWith(1);
    await browser.send('hello');
    expect(browser.client.inbox.getSnapshot().groups[0]).toMatchObject({ message: 'hello', last_seq: 2 });
  });
});

describe('the line above new messages', () => {
  it('stays while they are read', async () => {
    const browser = await browserWith(10, 6);
    browser.client.seen(group, 10);
    await browser.clock.advance(3_000);
    expect(browser.server.readSeq).toBe(10);
    expect(browser.log.unreadFrom).toBe(7);
  });

  it('is not drawn again above what was seen, whether the server has answered or not', async () => {
    const browser = await browserWith(3);
    browser.server.say(bob);
    await settle();
    browser.client.seen(group, 4);
    browser.client.open(group);
    await settle();
    expect(browser.server.reads).toEqual([]);
    expect(browser.log.unreadFrom).toBeNull();
  });

  it('is drawn again above what was on the screen while nobody looked', async () => {
    const browser = await browserWith(3);
    browser.server.say(bob);
    await settle();
    browser.page.change({ focused: false });
    browser.client.seen(group, 4);
    browser.client.open(group);
    await settle();
    expect(browser.log.unreadFrom).toBe(4);
  });

  it('is not drawn above what arrives while somebody looks', async () => {
    const browser = await browserWith(3);
    browser.server.say(bob);
    await browser.clock.advance(2_100);
    expect(browser.log.unreadFrom).toBeNull();
  });

  it('is drawn above what arrives while nobody looks', async () => {
    const browser = await browserWith(3);
    browser.page.change({ focused: false });
    browser.server.sayMany(2);
    await browser.clock.advance(2_100);
    expect(browser.log.unreadFrom).toBe(4);
  });
});
