import { browserLocks, EventStream, type Locks, MemoryOutboxStorage } from '@cruddur/client';
import { FakeClock, settle } from '../../../packages/client/src/testing/fake-clock';
import { FakeLockManager } from '../../../packages/client/src/testing/fake-lock-manager';
import { alice, FakeServer, group } from '../../../packages/client/src/testing/fake-server';
import { type KeyValueStorage, MemoryStorage } from '../../shared/storage/key-value-storage';
import { LiveClient } from '../live-client';
import { SharedSource } from '../source/shared-source';
import { noTabs, type Tabs } from '../source/tabs';
import { FakePage } from './fake-page';
import { Sleep } from './sleep';

/** What the tabs of one browser have in common. */
export interface Device {
  readonly storage: KeyValueStorage;
  readonly outboxStorage: MemoryOutboxStorage;
  readonly locks: Locks;
  readonly tabs: Tabs;
  readonly clock: FakeClock;
  readonly newUuid: () => string;
}

export function device(change: Partial<Device> = {}): Device {
  const { clock = new FakeClock() } = change;
  let sent = 0;
  return {
    newUuid: () => `sent-${++sent}`,
    storage: new MemoryStorage(),
    outboxStorage: new MemoryOutboxStorage(),
    locks: browserLocks(clock, new FakeLockManager()),
    tabs: noTabs,
    clock,
    ...change,
  };
}

let tabsOpened = 0;

/** Alice's browser, as it would be wired, with time, page and server in the hands of the test. */
export class AlicesBrowser {
  readonly page = new FakePage();
  /** Of this tab, by the browser. */
  readonly sleep = new Sleep();
  readonly failures: string[] = [];
  announced = 0;
  signedOut = 0;
  client: LiveClient;

  constructor(
    readonly server = new FakeServer(),
    readonly device: Device = makeDevice(server),
  ) {
    this.client = this.build();
  }

  get clock(): FakeClock {
    return this.device.clock;
  }

  get storage(): KeyValueStorage {
    return this.device.storage;
  }

  get log() {
    return this.client.log(group).getSnapshot();
  }

  get texts(): string[] {
    return this.log.messages.map((it) => it.message);
  }

  get pending() {
    return this.client.outbox.queue(group);
  }

  get connection(): string {
    return this.client.connection.getSnapshot().name;
  }

  async open(): Promise<void> {
    this.client.start();
    this.client.open(group);
    await settle();
  }

  async send(text: string): Promise<void> {
    this.client.send(group, text);
    await settle();
  }

  /** The same person on the same device, with nothing left in memory. */
  async reload(): Promise<void> {
    this.client.stop();
    this.client = this.build();
    await this.open();
  }

  /** The same, and no group is open afterwards. */
  async leaveAndReload(): Promise<void> {
    this.client.stop();
    this.client = this.build();
    this.client.start();
    await settle();
  }

  private build(): LiveClient {
    const { device, sleep } = this;
    const clock = sleep.clock(device.clock);
    const server = sleep.server(this.server);
    const source = new SharedSource({
      me: alice,
      tab: `tab-${++tabsOpened}`,
      tabs: sleep.tabs(device.tabs),
      clock,
      openStream: (from, onState) =>
        new EventStream(
          {
            http: server,
            api: server,
            me: async () => alice,
            clock,
            random: () => 0.5,
            network: this.page,
            onState,
          },
          from,
        ),
    });
    return new LiveClient({
      me: alice,
      api: server,
      source,
      storage: device.storage,
      outboxStorage: sleep.storage(device.outboxStorage),
      locks: sleep.locks(device.locks),
      clock,
      page: this.page,
      random: () => 0.5,
      newUuid: device.newUuid,
      onNewMessages: (count) => {
        this.announced += count;
      },
      onLeftToPerson: (reason) => this.failures.push(reason),
      onSignedOut: () => {
        this.signedOut++;
      },
    });
  }
}

/** Alice's browser, with the group open. */
export async function browserWith(messages: number, readSeq = messages): Promise<AlicesBrowser> {
  const browser = new AlicesBrowser();
  browser.server.sayMany(messages);
  browser.server.readSeq = readSeq;
  await browser.open();
  return browser;
}

function makeDevice(server: FakeServer): Device {
  const made = device();
  server.beatOn(made.clock);
  return made;
}
