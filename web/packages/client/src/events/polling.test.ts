import { describe, expect, it } from 'vitest';
import { settle } from '../testing/fake-clock.ts';
import { bob, FakeServer, networkFailure, problem } from '../testing/fake-server.ts';
import { listening } from '../testing/listening.ts';

function serverBehind(obstacle: (server: FakeServer) => void): FakeServer {
  const server = new FakeServer();
  obstacle(server);
  return server;
}

const holdingBack = () =>
  serverBehind((server) => {
    server.holdsBack = true;
  });

const blocking = () =>
  serverBehind((server) => {
    server.refusal = networkFailure();
  });

describe('where streams are held back', () => {
  it('it is asked after five seconds, and at intervals from then on', async () => {
    const server = holdingBack();
    const { clock, names, events } = await listening(server);
    await clock.advance(4_900);
    expect(server.syncs).toEqual([]);
    await clock.advance(200);
    expect(names()).toEqual(['connecting', 'live']);
    server.say(bob);
    await clock.advance(5_000);
    expect(events.findLast((event) => event.type === 'inbox.changed')).toMatchObject({
      message_group: { last_seq: 1 },
    });
    const polls = server.syncs.length;
    await clock.advance(15_000);
    expect(server.syncs.length - polls).toBe(3);
  });

  it('they are tried again, less and less often, and nobody is shown it', async () => {
    const server = holdingBack();
    const { clock, names } = await listening(server);
    await clock.advance(60 * 60_000);
    // After 30 s, 1, 2, 4 and then each 5 minutes.
    expect(server.streams.resumedFrom).toHaveLength(15);
    expect(new Set(names().slice(1))).toEqual(new Set(['live']));
  });

  it('they are gone on with once they come through', async () => {
    const server = holdingBack();
    const { clock, state, texts } = await listening(server);
    await clock.advance(20_000);
    server.holdsBack = false;
    await clock.advance(20_000);
    expect(server.streams.count).toBe(1);
    expect(state()?.name).toBe('live');
    const polls = server.syncs.length;
    server.say(bob, 'news');
    await clock.advance(60_000);
    expect(texts()).toEqual(['news']);
    expect(server.syncs).toHaveLength(polls);
  });

  it('it is seen at once when the network goes', async () => {
    const { server, network, clock, state } = await listening(holdingBack());
    await clock.advance(6_000);
    server.down = networkFailure();
    network.turn(false);
    await settle();
    expect(state()?.name).toBe('offline');
    server.down = null;
    network.turn(true);
    await clock.advance(5_000);
    expect(state()?.name).toBe('live');
  });
});

describe('where streams are blocked', () => {
  it('it is asked after the second failure in a row', async () => {
    const server = blocking();
    const { clock, state, events } = await listening(server);
    expect(server.syncs).toEqual([]);
    await clock.advance(2_000);
    expect(server.streams.resumedFrom).toHaveLength(2);
    expect(state()?.name).toBe('live');
    server.say(bob);
    await clock.advance(5_000);
    expect(events.findLast((event) => event.type === 'inbox.changed')).toMatchObject({
      message_group: { last_seq: 1 },
    });
  });

  it('it is not asked after failures between which a stream came through', async () => {
    const { server, clock } = await listening();
    for (let cut = 0; cut < 5; cut++) {
      server.refusal = networkFailure();
      server.streams.cut();
      await clock.advance(2_000);
      server.refusal = null;
      await clock.advance(10_000);
    }
    expect(server.syncs).toEqual([]);
    expect(server.streams.count).toBe(1);
  });

  it('and nothing else works either, streams are what comes back', async () => {
    const { server, clock, state } = await listening();
    server.down = networkFailure();
    await clock.advance(10 * 60_000);
    expect(state()?.name).toBe('waiting');
    server.down = null;
    await clock.advance(35_000);
    expect(state()?.name).toBe('live');
    expect(server.streams.count).toBe(1);
    expect(server.syncs).toEqual([]);
  });

  it('as there are too many, it is asked at once', async () => {
    const server = serverBehind((it) => {
      it.refusal = problem(429, 'too_many_streams', { retryAfter: 1 });
    });
    const { state } = await listening(server);
    await settle();
    expect(state()?.name).toBe('live');
    expect(server.syncs).toEqual([null]);
  });
});
