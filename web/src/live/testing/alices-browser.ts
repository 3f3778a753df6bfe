import { type KeyValueStorage, MemoryStorage } from '../../shared/storage/key-value-storage';
import { FakeClock, settle } from '../../shared/testing/fake-clock';
import { LiveClient } from '../live-client';
import { Poller } from '../poller';
import { FakePage } from './fake-page';
import { alice, FakeServer, group } from './fake-server';

/** Alice's browser, as it would be wired, with time, page and server in the hands of the test. */
export class AlicesBrowser {
  readonly clock = new FakeClock();
  readonly page = new FakePage();
  readonly failures: string[] = [];
  announced = 0;
  client: LiveClient;
  private uuids = 0;

  constructor(
    readonly server = new FakeServer(),
    readonly storage: KeyValueStorage = new MemoryStorage(),
  ) {
    this.client = this.build();
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

  async open(): Promise<void> {
    this.client.start();
    this.client.open(group);
    await settle();
  }

  async send(text: string): Promise<void> {
    this.client.outbox.send(group, text);
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
    return new LiveClient({
      me: alice,
      api: this.server,
      transport: new Poller(this.clock, this.page, () => 0.5),
      storage: this.storage,
      clock: this.clock,
      page: this.page,
      random: () => 0.5,
      newUuid: () => `sent-${++this.uuids}`,
      onNewMessages: (count) => {
        this.announced += count;
      },
      onLeftToPerson: (reason) => this.failures.push(reason),
    });
  }
}
