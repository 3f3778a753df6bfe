import { describe, expect, it } from 'vitest';
import type { Fetch } from './http.ts';
import { MemoryLocks } from './outbox/locks.ts';
import { MemoryOutboxStorage } from './outbox/outbox-storage.ts';
import { NotSent } from './sending.ts';
import { connected, outcomeOf } from './testing/connected.ts';
import { settle } from './testing/fake-clock.ts';
import { fakeFetch } from './testing/fake-fetch.ts';
import { FakeServer, group, networkFailure, problem } from './testing/fake-server.ts';

describe('a message', () => {
  it('is written after what the group holds, also when that was never read', async () => {
    const { client, server } = await connected();
    server.sayMany(7);
    expect(await client.send(group, 'hello')).toMatchObject({ seq: 8, message: 'hello' });
    expect(server.puts[0]?.base).toBe(7);
  });

  it('has one uuid and one base over every attempt', async () => {
    const { client, server, clock } = await connected();
    server.afterStoring.push(() => {
      throw networkFailure();
    });
    const sending = client.send(group, 'hello');
    await clock.advance(5_000);
    expect(await sending).toMatchObject({ seq: 1 });
    expect(server.puts).toHaveLength(2);
    expect(server.log).toHaveLength(1);
  });

  it('that was refused says so, and what follows waits until it is retried', async () => {
    const { client, server } = await connected();
    server.beforeStoring.push(() => {
      throw problem(422, 'message_blank');
    });
    const refused = await outcomeOf(client.send(group, 'one'));
    const two = client.send(group, 'two');
    await settle();
    expect(refused).toBeInstanceOf(NotSent);
    expect(server.log).toEqual([]);
    if (!(refused instanceof NotSent)) return;
    expect(refused).toMatchObject({ outcome: 'failed', pending: { message: 'one' } });
    expect(await client.retry(refused.pending)).toMatchObject({ seq: 1 });
    expect(await two).toMatchObject({ seq: 2 });
    expect(await outcomeOf(client.edit(refused.pending, 'too late'))).toBeInstanceOf(NotSent);
  });

  it('that got no answer is unconfirmed', async () => {
    const { client, server, clock } = await connected();
    server.down = networkFailure();
    const sending = outcomeOf(client.send(group, 'hello'));
    await clock.advance(120_000);
    expect(await sending).toMatchObject({ outcome: 'unconfirmed' });
  });

  it('that is thrown away is told to who waits for it', async () => {
    const { client, server } = await connected();
    server.down = networkFailure();
    const sending = outcomeOf(client.send(group, 'hello'));
    await settle();
    client.discard(client.outbox.queue(group)[0] ?? expect.fail());
    expect(await sending).toMatchObject({ outcome: 'discarded' });
  });

  it('that is unsent when the program ends is sent by the next run', async () => {
    const first = await connected();
    first.server.down = networkFailure();
    void outcomeOf(first.client.send(group, 'hello'));
    await settle();
    first.client.close();
    first.server.down = null;
    await connected(first.server, { storage: first.storage });
    await settle();
    expect(first.server.log.map((it) => it.message)).toEqual(['hello']);
  });
});

describe('messages that are sent at once', () => {
  it('keep the order of the calls, also when the end of the group becomes known in between', async () => {
    const { client, server } = await connected();
    server.sayMany(7);
    const getMessageGroup = server.getMessageGroup.bind(server);
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    server.getMessageGroup = async (uuid) => {
      await answered;
      return getMessageGroup(uuid);
    };
    const one = client.send(group, 'one');
    await settle();
    for await (const event of client.events()) if (event.type === 'heartbeat') break;
    const two = client.send(group, 'two');
    await settle();
    answer();
    expect(await Promise.all([one, two])).toMatchObject([{ seq: 8 }, { seq: 9 }]);
    expect(server.puts.map((it) => it.base)).toEqual([7, 7]);
  });

  it('are stored before anything is asked', async () => {
    const { client, server, storage } = await connected();
    server.down = networkFailure();
    void outcomeOf(client.send(group, 'one'));
    await settle();
    expect(await storage.all()).toMatchObject([{ message: 'one', base: null }]);
    expect(server.puts).toEqual([]);
    server.sayMany(3);
    server.down = null;
    client.outbox.resume();
    await settle();
    expect(server.puts).toMatchObject([{ message: 'one', base: 3 }]);
  });

  it('to a group that is not there are refused', async () => {
    const { client } = await connected();
    expect(await outcomeOf(client.send('another-group', 'hello'))).toMatchObject({
      outcome: 'failed',
      message: 'Not sent. detail of message_group_not_found',
    });
  });
});

describe('a caller who is no longer known', () => {
  const refuse = () => {
    throw problem(401, 'unauthenticated');
  };

  it('is told by every send, and nothing is lost', async () => {
    const { client, server, storage } = await connected();
    server.beforeStoring.push(refuse, refuse);
    expect(await outcomeOf(client.send(group, 'one'))).toBeInstanceOf(NotSent);
    expect(await outcomeOf(client.send(group, 'two'))).toMatchObject({ outcome: 'signed-out' });
    expect(await storage.all()).toMatchObject([
      { message: 'one', state: 'waiting' },
      { message: 'two', state: 'waiting' },
    ]);
    expect(server.puts.map((it) => it.message)).toEqual(['one', 'one']);
    client.outbox.resume();
    await settle();
    expect(server.log.map((it) => it.message)).toEqual(['one', 'two']);
  });

  it('is asked for another token, once a call', async () => {
    const server = new FakeServer();
    let accepted = 'first';
    const { client } = await connected(server, {
      fetch: (address, init) => fakeFetch(server, accepted)(address, init),
      token: async (refused) => (refused === undefined ? 'first' : 'second'),
    });
    accepted = 'second';
    expect(await client.send(group, 'one')).toMatchObject({ seq: 1 });
    accepted = 'third';
    expect(await outcomeOf(client.send(group, 'two'))).toMatchObject({ outcome: 'signed-out' });
    expect(server.puts).toHaveLength(1);
  });

  it('is as good as one who is another by now: nothing goes out in their name', async () => {
    const { client, server } = await connected();
    server.signedIn = 'bob-uuid';
    expect(await outcomeOf(client.send(group, 'from alice'))).toMatchObject({ outcome: 'signed-out' });
    await expect(client.markRead(group, 1)).rejects.toMatchObject({ code: 'another_user' });
    expect(server.puts).toEqual([]);
  });

  it('is not one whose token cannot be had just now', async () => {
    let failure: Error | null = null;
    const { client, clock, server } = await connected(new FakeServer(), {
      token: async () => {
        if (failure !== null) throw failure;
        return 'secret';
      },
    });
    failure = new Error('The service that gives tokens is away.');
    const sending = client.send(group, 'hello');
    await clock.advance(1_000);
    failure = null;
    await clock.advance(5_000);
    expect(await sending).toMatchObject({ seq: 1 });
    expect(server.puts).toHaveLength(1);
  });
});

describe('a message that another tab sends', () => {
  /** Two tabs, where the one whose message it is does not get through. */
  async function tabs() {
    const server = new FakeServer();
    const both = { storage: new MemoryOutboxStorage(), locks: new MemoryLocks() };
    let isCutOff = false;
    const own = fakeFetch(server, 'secret');
    const fetch: Fetch = async (address, init) => {
      if (isCutOff) throw new TypeError('Failed to fetch');
      return own(address, init);
    };
    const first = await connected(server, { ...both, fetch });
    const cutOff = (is: boolean) => {
      isCutOff = is;
    };
    return { first: first.client, clock: first.clock, second: (await connected(server, both)).client, server, cutOff };
  }

  it('is there for who waits for it here', async () => {
    const { first, clock, cutOff } = await tabs();
    cutOff(true);
    const sending = first.send(group, 'hello');
    await settle();
    cutOff(false);
    await clock.advance(5_000);
    expect(await sending).toMatchObject({ seq: 1 });
  });

  it('and whose fate cannot be asked for is unconfirmed', async () => {
    const { first, clock, cutOff } = await tabs();
    cutOff(true);
    const sending = outcomeOf(first.send(group, 'hello'));
    await clock.advance(120_000);
    expect(await sending).toMatchObject({ outcome: 'unconfirmed' });
    cutOff(false);
    const left = (await sending) as NotSent;
    expect(await first.retry(left.pending)).toMatchObject({ seq: 1 });
  });

  it('is discarded here when it is there', async () => {
    const { first, second, server, clock } = await tabs();
    server.down = networkFailure();
    const sending = outcomeOf(first.send(group, 'hello'));
    await settle();
    second.discard(second.outbox.queue(group)[0] ?? expect.fail());
    server.down = null;
    await clock.advance(1_000);
    expect(await sending).toMatchObject({ outcome: 'discarded' });
    expect(server.log).toEqual([]);
  });
});

it('a client that is closed leaves nobody waiting, and what is unsent in the storage', async () => {
  const { client, server, storage } = await connected();
  server.down = networkFailure();
  const sending = outcomeOf(client.send(group, 'hello'));
  await settle();
  client.close();
  expect(await sending).toMatchObject({ outcome: 'closed', pending: { message: 'hello' } });
  expect(await outcomeOf(client.send(group, 'later'))).toMatchObject({ outcome: 'closed' });
  expect(await storage.all()).toMatchObject([{ message: 'hello' }, { message: 'later' }]);
});
