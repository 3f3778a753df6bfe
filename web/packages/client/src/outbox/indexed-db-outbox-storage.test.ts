import { describe, expect, it } from 'vitest';
import type { PendingMessage } from '../model.ts';
import { connected, outcomeOf } from '../testing/connected.ts';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import { FakeIndexedDb } from '../testing/fake-indexed-db.ts';
import { FakeServer, group, networkFailure } from '../testing/fake-server.ts';
import { IndexedDbOutboxStorage } from './indexed-db-outbox-storage.ts';

let names = 0;

function tabs() {
  const database = new FakeIndexedDb();
  const clock = new FakeClock();
  const name = `outbox-${++names}`;
  const open = () => new IndexedDbOutboxStorage(name, () => database.factory, clock);
  return { database, clock, open, storage: open() };
}

function pending(uuid: string, change: Partial<PendingMessage> = {}): PendingMessage {
  return {
    message_group_uuid: group,
    uuid,
    base: 3,
    message: `text of ${uuid}`,
    written_at: '2026-11-21T12:00:00.000Z',
    state: 'waiting',
    reason: null,
    ...change,
  };
}

const put = (storage: IndexedDbOutboxStorage, entry: PendingMessage) => storage.change(entry.uuid, () => entry);

const markSending = (stored: PendingMessage | null): PendingMessage | null =>
  stored === null ? null : { ...stored, state: 'sending' };

describe('what is stored', () => {
  it('is there for every tab and after a reload', async () => {
    const { storage, open } = tabs();
    await put(storage, pending('one'));
    expect(await open().all()).toEqual([pending('one')]);
    expect(await open().change('one', markSending)).toMatchObject({ state: 'sending' });
    expect(await storage.change('one', () => null)).toBeNull();
    expect(await open().all()).toEqual([]);
  });

  it('is told to the other tabs', async () => {
    const { storage, open } = tabs();
    const told = new Promise<void>((resolve) => open().subscribe(resolve));
    await put(storage, pending('one'));
    await told;
  });

  it('is gone once it is cleared, in memory too', async () => {
    const { database, storage, open } = tabs();
    await put(storage, pending('one'));
    database.isFull = true;
    await put(storage, pending('two'));
    database.isFull = false;
    await storage.clear();
    expect(await storage.all()).toEqual([]);
    expect(await open().all()).toEqual([]);
  });
});

describe('a disk without room', () => {
  it('leaves what is new in memory, and stores it when there is room', async () => {
    const { database, storage, open } = tabs();
    database.isFull = true;
    expect(await put(storage, pending('one'))).toEqual(pending('one'));
    expect(await storage.all()).toEqual([pending('one')]);
    database.isFull = false;
    await storage.change('one', markSending);
    expect(await open().all()).toEqual([pending('one', { state: 'sending' })]);
  });

  it('does not make gone what was stored before', async () => {
    const { database, storage } = tabs();
    await put(storage, pending('one'));
    database.isFull = true;
    expect(await storage.change('one', markSending)).toEqual(pending('one', { state: 'sending' }));
    expect(await storage.all()).toEqual([pending('one', { state: 'sending' })]);
    expect(await storage.change('one', () => null)).toBeNull();
    expect(await storage.all()).toEqual([]);
    database.isFull = false;
    expect(await storage.change('one', markSending)).toBeNull();
  });

  it('does not bring back what another tab took out meanwhile', async () => {
    const { database, storage, open } = tabs();
    await put(storage, pending('one'));
    database.isFull = true;
    await storage.change('one', markSending);
    database.isFull = false;
    await open().change('one', () => null);
    expect(await storage.change('one', markSending)).toBeNull();
    expect(await storage.all()).toEqual([]);
  });

  it('does not change the order of what is sent', async () => {
    const { database, storage } = tabs();
    const { client, server, clock } = await connected(new FakeServer(), { storage });
    server.down = networkFailure();
    const sends = [client.send(group, 'one')];
    await settle();
    database.isFull = true;
    sends.push(client.send(group, 'two'));
    await settle();
    expect(client.outbox.queue(group).map((it) => it.message)).toEqual(['one', 'two']);
    server.down = null;
    sends.push(client.send(group, 'three'));
    await clock.advance(10_000);
    expect(await Promise.all(sends)).toMatchObject([{ seq: 1 }, { seq: 2 }, { seq: 3 }]);
    expect(server.log.map((it) => it.message)).toEqual(['one', 'two', 'three']);
  });
});

describe('a database that the browser closed', () => {
  it.each([true, false])('is opened again (told of it: %s)', async (isTold) => {
    const { database, storage } = tabs();
    await put(storage, pending('one'));
    database.lose(isTold);
    expect(await storage.change('one', markSending)).toMatchObject({ state: 'sending' });
    expect([...database.rows.values()]).toMatchObject([{ state: 'sending' }]);
    expect(database.opened).toBe(2);
  });

  it('and that cannot be read shows what was known', async () => {
    const { database, storage } = tabs();
    await put(storage, pending('one'));
    database.isUnreadable = true;
    expect(await storage.all()).toEqual([pending('one')]);
    const { client, server } = await connected(new FakeServer(), { storage });
    server.down = networkFailure();
    void outcomeOf(client.send(group, 'two'));
    await settle();
    expect(client.outbox.queue(group).map((it) => it.uuid)).toHaveLength(2);
  });

  it('and that stays closed is tried again with the next change', async () => {
    const { database, storage } = tabs();
    database.isForbidden = true;
    await put(storage, pending('one'));
    expect(await storage.all()).toEqual([pending('one')]);
    database.isForbidden = false;
    await put(storage, pending('two'));
    expect([...database.rows.keys()]).toEqual(['two']);
  });
});

it('a database that does not answer is waited for three seconds, and used when it does after all', async () => {
  const { database, storage, clock } = tabs();
  database.isSilent = true;
  const first = put(storage, pending('one'));
  await clock.advance(3_000);
  expect(await first).toEqual(pending('one'));
  expect(await put(storage, pending('two'))).toEqual(pending('two'));
  expect(database.opened).toBe(1);
  database.answer();
  await settle();
  await put(storage, pending('three'));
  expect([...database.rows.keys()]).toEqual(['three']);
  expect((await storage.all()).map((it) => it.uuid).toSorted()).toEqual(['one', 'three', 'two']);
});
