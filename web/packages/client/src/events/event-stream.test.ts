import { describe, expect, it } from 'vitest';
import { settle } from '../testing/fake-clock.ts';
import { bob, FakeServer, networkFailure, problem } from '../testing/fake-server.ts';
import { listening } from '../testing/listening.ts';
import type { Checkpoint } from './told.ts';

describe('a stream', () => {
  it('is live when the first heartbeat agrees, and not before', async () => {
    const server = new FakeServer();
    server.sayMany(3);
    const { names, types } = await listening(server);
    expect(names()).toEqual(['connecting', 'catching-up', 'live']);
    expect(types()).toEqual(['ready', 'inbox.changed', 'heartbeat']);
  });

  it('tells what happens', async () => {
    const { server, texts, types } = await listening();
    server.say(bob, 'news');
    server.otherTypes();
    await settle();
    expect(texts()).toEqual(['news']);
    expect(types().at(-1)).toBe('typing');
  });

  it('ends, and closes its connection, when its reader leaves', async () => {
    const { server, end, ended } = await listening();
    expect(server.streams.count).toBe(1);
    end.abort();
    await ended;
    expect(server.streams.count).toBe(0);
  });

  it('passes over what it does not know', async () => {
    const { server, types } = await listening();
    server.streams.publish({ type: 'message.painted' } as never);
    server.say(bob);
    await settle();
    expect(types()).not.toContain('message.painted');
    expect(types()).toContain('message.created');
  });
});

describe('a connection that breaks', () => {
  it('is made again where it was cut, after a pause', async () => {
    const { server, clock, state, names } = await listening();
    server.say(bob);
    await settle();
    server.streams.cut('event: message.created\ndata: {"half');
    await settle();
    expect(state()).toEqual({ name: 'waiting', until: clock.now() + 2_000 });
    expect(server.streams.resumedFrom).toEqual([null]);
    await clock.advance(2_000);
    expect(server.streams.resumedFrom).toEqual([null, 'epoch-1.2']);
    expect(names().slice(-4)).toEqual(['waiting', 'connecting', 'catching-up', 'live']);
  });

  it('is tried for less and less often, but at once when woken', async () => {
    const { server, clock, stream, state } = await listening();
    server.down = networkFailure();
    await clock.advance(120_000);
    const attempts = server.streams.resumedFrom.length;
    expect(state()?.name).toBe('waiting');
    server.down = null;
    stream.wake();
    await settle();
    expect(server.streams.resumedFrom.length).toBe(attempts + 1);
    expect(state()?.name).toBe('live');
  });

  it('waits as long as the server asks', async () => {
    const server = new FakeServer();
    server.refusal = problem(503, 'busy', { retryAfter: 60 });
    const { clock, state } = await listening(server);
    expect(state()).toEqual({ name: 'waiting', until: clock.now() + 60_000 });
  });

  it('that says nothing for 45 seconds is given up', async () => {
    const { server, clock, state, stream } = await listening();
    // The clock of the test is what makes the server beat.
    server.streams.beat = () => {};
    await clock.advance(44_000);
    expect(server.streams.opened).toBe(1);
    await clock.advance(4_000);
    expect(server.streams.opened).toBe(2);
    expect(state()?.name).toBe('live');
    await clock.advance(21_000);
    stream.wake();
    await clock.advance(3_000);
    expect(server.streams.opened).toBe(3);
  });

  it('is offline while the network is gone, and comes back with it', async () => {
    const { server, clock, network, state } = await listening();
    network.turn(false);
    await settle();
    expect(state()?.name).toBe('offline');
    expect(server.streams.count).toBe(0);
    server.down = networkFailure();
    await clock.advance(120_000);
    expect(state()?.name).toBe('offline');
    server.down = null;
    network.turn(true);
    await settle();
    expect(state()?.name).toBe('live');
  });

  it('is over when the caller is no longer known', async () => {
    const { server, clock, state, ended } = await listening();
    server.refusal = problem(401, 'unauthenticated');
    server.streams.cut();
    await clock.advance(10_000);
    await ended;
    expect(state()?.name).toBe('signed-out');
    expect(server.streams.resumedFrom).toHaveLength(2);
  });
});

describe('what was lost', () => {
  it('shows at two heartbeats, and all is asked for then', async () => {
    const { server, clock, state, events } = await listening();
    server.streams.fate = () => [];
    server.say(bob);
    await clock.advance(15_000);
    expect(server.syncs).toEqual([]);
    await clock.advance(15_000);
    expect(server.syncs).toEqual([null]);
    expect(events.at(-1)).toMatchObject({ type: 'inbox.changed', message_group: { last_seq: 1 } });
    expect(state()?.name).toBe('live');
    await clock.advance(60_000);
    expect(server.syncs).toEqual([null]);
  });

  it('is no reason to ask when it comes after all', async () => {
    const { server, clock } = await listening();
    server.streams.fate = () => [];
    const said = server.say(bob);
    await clock.advance(15_000);
    server.streams.fate = (event) => [event];
    server.streams.publish({
      type: 'message.created',
      message_group_uuid: said.message_group_uuid,
      seq: 1,
      message: said,
    });
    await clock.advance(60_000);
    expect(server.syncs).toEqual([]);
  });

  it('with a store that was restored is told by a reset', async () => {
    const { server, clock, types, state } = await listening();
    server.sayMany(5);
    await settle();
    server.restore('epoch-2', 3);
    await clock.advance(5_000);
    expect(types().slice(-4)).toEqual(['ready', 'reset', 'inbox.changed', 'heartbeat']);
    expect(state()?.name).toBe('live');
    expect(server.syncs).toEqual([]);
  });

  it('with a log that is shorter than it was, under the same epoch, is told by a reset as well', async () => {
    const { server, clock, types, state } = await listening();
    server.sayMany(5);
    await settle();
    server.restore('epoch-1', 3);
    await clock.advance(20_000);
    expect(types()).not.toContain('reset');
    await clock.advance(30_000);
    const at = types().indexOf('reset');
    expect(types().slice(at, at + 3)).toEqual(['reset', 'inbox.changed', 'heartbeat']);
    expect(state()?.name).toBe('live');
    await clock.advance(60_000);
    expect(types().filter((type) => type === 'reset')).toHaveLength(1);
  });

  it('is nothing when a row is behind what was just told', async () => {
    const { server, clock, types, state } = await listening();
    server.streams.fate = () => [];
    server.say(bob);
    await clock.advance(15_000);
    // As when another group has moved on since, and its row has not.
    const rows = server.getSync.bind(server);
    server.getSync = async (cursor) => ({ ...(await rows(cursor)), digest: '12345678' });
    await clock.advance(15_000);
    server.getSync = rows;
    await clock.advance(15_000);
    expect(types()).not.toContain('reset');
    expect(state()?.name).toBe('live');
  });

  it('is nothing when a checkpoint is gone on from', async () => {
    const first = await listening();
    first.server.sayMany(4);
    await settle();
    first.end.abort();
    await first.ended;
    const kept = JSON.parse(JSON.stringify(first.stream.checkpoint)) as Checkpoint;
    const second = await listening(first.server, kept);
    expect(second.server.streams.resumedFrom.at(-1)).toBe(kept.cursor);
    expect(second.state()?.name).toBe('live');
  });
});
