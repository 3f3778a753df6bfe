import { describe, expect, it } from 'vitest';
import { connect } from './connect.ts';
import { MemoryOutboxStorage } from './outbox/outbox-storage.ts';
import { NotSent } from './sending.ts';
import { FakeClock, settle } from './testing/fake-clock.ts';
import { fakeFetch } from './testing/fake-fetch.ts';
import { FakeServer, group, networkFailure, problem } from './testing/fake-server.ts';

async function connected(server = new FakeServer(), storage = new MemoryOutboxStorage()) {
  const clock = new FakeClock();
  const client = await connect({
    baseUrl: 'https://chat.example.org/',
    token: async () => 'secret',
    fetch: fakeFetch(server, 'secret'),
    clock,
    storage,
    random: () => 0.5,
  });
  return { clock, client, server, storage };
}

const outcomeOf = (sending: Promise<unknown>) => sending.catch((error: unknown) => error);

it('nobody can connect without being known', async () => {
  const fetch = fakeFetch(new FakeServer(), 'secret');
  await expect(connect({ baseUrl: 'https://chat.example.org', fetch, token: 'another' })).rejects.toMatchObject({
    status: 401,
    code: 'unauthenticated',
  });
});

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
    void first.client.send(group, 'hello');
    await settle();
    first.client.close();
    first.server.down = null;
    await connected(first.server, first.storage);
    await settle();
    expect(first.server.log.map((it) => it.message)).toEqual(['hello']);
  });
});

it('events go on from a checkpoint', async () => {
  const { client, server } = await connected();
  const first = client.events();
  for await (const event of first) if (event.type === 'heartbeat') break;
  server.say('bob-uuid', 'meanwhile');
  const second = client.events({ from: first.checkpoint });
  const types: string[] = [];
  for await (const event of second) {
    types.push(event.type);
    if (event.type === 'heartbeat') break;
  }
  expect(server.streams.resumedFrom).toEqual([null, 'epoch-1.0']);
  expect(types).toEqual(['ready', 'inbox.changed', 'heartbeat']);
});
