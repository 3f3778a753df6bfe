import { expect, it } from 'vitest';
import { connect } from './connect.ts';
import { connected } from './testing/connected.ts';
import { fakeFetch } from './testing/fake-fetch.ts';
import { FakeServer } from './testing/fake-server.ts';

it('nobody can connect without being known', async () => {
  const fetch = fakeFetch(new FakeServer(), 'secret');
  await expect(connect({ baseUrl: 'https://chat.example.org', fetch, token: 'another' })).rejects.toMatchObject({
    status: 401,
    code: 'unauthenticated',
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
