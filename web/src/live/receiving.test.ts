import { describe, expect, it } from 'vitest';
import { settle } from '../../packages/client/src/testing/fake-clock';
import { alice, bob, group, message, networkFailure } from '../../packages/client/src/testing/fake-server';
import { browserWith } from './testing/alices-browser';
import { oneTo, seqs } from './testing/sequences';

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
