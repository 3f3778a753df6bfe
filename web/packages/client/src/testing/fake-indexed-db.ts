type Rows = Map<string, { readonly uuid: string }>;
type Handler = (() => void) | null;

/** One store of a browser, as much of it as an outbox uses, with what can go wrong with it. */
export class FakeIndexedDb {
  readonly rows: Rows = new Map();
  /** No room: what is written is undone. */
  isFull = false;
  isUnreadable = false;
  /** Answers to opening are held back. */
  isSilent = false;
  isForbidden = false;
  opened = 0;
  private readonly connections = new Set<FakeConnection>();
  private held: (() => void)[] = [];

  get factory(): IDBFactory {
    return { open: () => this.open() } as unknown as IDBFactory;
  }

  answer(): void {
    this.isSilent = false;
    for (const answer of this.held.splice(0)) answer();
  }

  /** The browser has lost its database, and may say so. */
  lose(isTold: boolean): void {
    for (const connection of [...this.connections]) {
      connection.isLost = true;
      this.connections.delete(connection);
      if (isTold) connection.onclose?.();
    }
  }

  private open() {
    this.opened++;
    const connection = new FakeConnection(this);
    const request = {
      result: connection,
      error: null as Error | null,
      onupgradeneeded: null as Handler,
      onsuccess: null as Handler,
      onerror: null as Handler,
    };
    const answer = () => {
      if (this.isForbidden) {
        request.error = new DOMException('Not here.', 'InvalidStateError');
        request.onerror?.();
        return;
      }
      this.connections.add(connection);
      request.onupgradeneeded?.();
      request.onsuccess?.();
    };
    if (this.isSilent) this.held.push(answer);
    else queueMicrotask(answer);
    return request;
  }
}

class FakeConnection {
  onclose: Handler = null;
  isLost = false;

  constructor(private readonly database: FakeIndexedDb) {}

  createObjectStore(): void {}

  close(): void {
    this.isLost = true;
  }

  transaction() {
    if (this.isLost) throw new DOMException('The connection is closing.', 'InvalidStateError');
    return new FakeTransaction(this.database);
  }
}

/** Requests are answered in turn; when none is left what they changed stays, or is undone. */
class FakeTransaction {
  oncomplete: Handler = null;
  onabort: Handler = null;
  error: Error | null = null;
  private readonly before: Rows;
  private readonly requests: (() => void)[] = [];

  constructor(private readonly database: FakeIndexedDb) {
    this.before = new Map(database.rows);
    queueMicrotask(() => this.run());
  }

  objectStore() {
    const { rows } = this.database;
    return {
      get: (uuid: string) => this.read(() => structuredClone(rows.get(uuid))),
      getAll: () => this.read(() => structuredClone([...rows.values()])),
      put: (row: { readonly uuid: string }) => this.write(() => rows.set(row.uuid, structuredClone(row))),
      delete: (uuid: string) => this.write(() => rows.delete(uuid)),
      clear: () => this.write(() => rows.clear()),
    };
  }

  private read(value: () => unknown) {
    const request = { result: undefined as unknown, onsuccess: null as Handler };
    this.requests.push(() => {
      if (this.database.isUnreadable) throw new DOMException('Broken.', 'UnknownError');
      request.result = value();
      request.onsuccess?.();
    });
    return request;
  }

  private write(change: () => void): void {
    this.requests.push(() => {
      change();
      if (this.database.isFull) throw new DOMException('Full.', 'QuotaExceededError');
    });
  }

  private run(): void {
    try {
      for (let next = this.requests.shift(); next !== undefined; next = this.requests.shift()) next();
      this.oncomplete?.();
    } catch (error) {
      this.database.rows.clear();
      for (const [uuid, row] of this.before) this.database.rows.set(uuid, row);
      this.error = error as Error;
      this.onabort?.();
    }
  }
}
