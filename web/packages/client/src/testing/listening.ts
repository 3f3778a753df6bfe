import { EventStream } from '../events/event-stream.ts';
import type { LiveEvent } from '../events/live-event.ts';
import type { Network, StreamState } from '../events/stream-state.ts';
import type { Checkpoint } from '../events/told.ts';
import { FakeClock, settle } from './fake-clock.ts';
import { alice, FakeServer } from './fake-server.ts';

/** There until it is turned off. */
class SwitchableNetwork implements Network {
  private online = true;
  private readonly listeners = new Set<() => void>();

  isOnline = () => this.online;
  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  turn(online: boolean): void {
    this.online = online;
    for (const listener of this.listeners) listener();
  }
}

/** Somebody who reads the events of a server, with time, network and server in the hands of the test. */
export async function listening(server = new FakeServer(), from: Checkpoint | null = null) {
  const clock = new FakeClock();
  const network = new SwitchableNetwork();
  const states: StreamState[] = [];
  const events: LiveEvent[] = [];
  const end = new AbortController();
  server.beatOn(clock);
  const stream = new EventStream(
    {
      http: server,
      api: server,
      me: async () => alice,
      clock,
      random: () => 0.5,
      network,
      onState: (state) => states.push(state),
    },
    from,
  );
  const ended = (async () => {
    for await (const event of stream.run(end.signal)) events.push(event);
  })();
  await settle();
  return {
    clock,
    network,
    server,
    stream,
    events,
    end,
    ended,
    names: () => states.map((state) => state.name),
    state: () => states.at(-1),
    types: () => events.map((event) => event.type),
    texts: () => events.flatMap((event) => (event.type === 'message.created' ? [event.message.message] : [])),
  };
}
