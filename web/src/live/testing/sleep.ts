import type { Clock, Http, Locks, MessagingApi, OutboxStorage } from '@cruddur/client';
import type { Tabs } from '../source/tabs';

type Server = MessagingApi & Pick<Http, 'open'>;

/** A tab that the browser can put to sleep: nothing of it runs, and all that came meanwhile is done on waking. */
export class Sleep {
  private held: (() => void)[] | null = null;

  get isAsleep(): boolean {
    return this.held !== null;
  }

  begin(): void {
    this.held ??= [];
  }

  end(): void {
    const held = this.held ?? [];
    this.held = null;
    for (const action of held) this.run(action);
  }

  clock(clock: Clock): Clock {
    const cleared = new Set<unknown>();
    return {
      now: () => clock.now(),
      setTimeout: (action, milliseconds) => {
        const timer = clock.setTimeout(() => this.run(() => cleared.has(timer) || action()), milliseconds);
        return timer;
      },
      clearTimeout: (timer) => {
        cleared.add(timer);
        clock.clearTimeout(timer);
      },
    };
  }

  tabs(tabs: Tabs): Tabs {
    return {
      join: (channel, onMessage) => tabs.join(channel, (message) => this.run(() => onMessage(message))),
      hold: (lock, options, action) => this.after(tabs.hold(lock, options, () => this.awake().then(action))),
    };
  }

  locks(locks: Locks): Locks {
    return { run: (name, action) => this.after(locks.run(name, () => this.awake().then(action))) };
  }

  storage(storage: OutboxStorage): OutboxStorage {
    return {
      all: () => this.after(storage.all()),
      change: (uuid, decide) => this.after(storage.change(uuid, decide)),
      clear: () => this.after(storage.clear()),
      subscribe: (listener) => storage.subscribe(() => this.run(listener)),
    };
  }

  server(server: Server): Server {
    return {
      getMessageGroups: (next) => this.after(server.getMessageGroups(next)),
      getMessageGroup: (uuid) => this.after(server.getMessageGroup(uuid)),
      openMessageGroup: (handle) => this.after(server.openMessageGroup(handle)),
      getMessages: (group, range, limit) => this.after(server.getMessages(group, range, limit)),
      putMessage: (pending) => this.after(server.putMessage(pending)),
      postRead: (group, seq) => this.after(server.postRead(group, seq)),
      postTyping: (group) => this.after(server.postTyping(group)),
      getSync: (cursor) => this.after(server.getSync(cursor)),
      open: async (path, headers, signal) => this.stream(await this.after(server.open(path, headers, signal))),
    };
  }

  private stream(response: Response): Response {
    const reader = response.body?.getReader();
    if (reader === undefined) return response;
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const { done, value } = await this.after(reader.read());
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    });
    return new Response(body, { headers: response.headers });
  }

  private run(action: () => void): void {
    if (this.held === null) action();
    else this.held.push(action);
  }

  private awake(): Promise<void> {
    return new Promise((resolve) => this.run(resolve));
  }

  private async after<Result>(promise: Promise<Result>): Promise<Result> {
    try {
      return await promise;
    } finally {
      if (this.isAsleep) await this.awake();
    }
  }
}
