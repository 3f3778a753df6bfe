import { type ConnectOptions, connect } from '../connect.ts';
import { MemoryOutboxStorage, type OutboxStorage } from '../outbox/outbox-storage.ts';
import { FakeClock } from './fake-clock.ts';
import { fakeFetch } from './fake-fetch.ts';
import { FakeServer } from './fake-server.ts';

/** Alice by the package, with time and server in the hands of the test. */
export async function connected<Storage extends OutboxStorage = MemoryOutboxStorage>(
  server = new FakeServer(),
  change: Partial<ConnectOptions> & { readonly storage?: Storage } = {},
) {
  const clock = new FakeClock();
  const storage = change.storage ?? new MemoryOutboxStorage();
  const client = await connect({
    baseUrl: 'https://chat.example.org/',
    token: async () => 'secret',
    fetch: fakeFetch(server, 'secret'),
    clock,
    random: () => 0.5,
    ...change,
    storage,
  });
  return { clock, client, server, storage };
}

export const outcomeOf = (sending: Promise<unknown>) => sending.catch((error: unknown) => error);
