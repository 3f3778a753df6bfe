import type { LiveEvent } from '../events/live-event.ts';
import { Told } from '../events/told.ts';
import type { MessageGroup } from '../model.ts';

/** What becomes of an event on its way: by default it arrives, once. */
export type Fate = (event: LiveEvent) => readonly LiveEvent[];

/** The streams that are open to a fake server, with what each was told. */
export class FakeStreams {
  opened = 0;
  /** The Last-Event-ID of each, in order. */
  readonly resumedFrom: (string | null)[] = [];
  /** Nothing of what happens is told. */
  isMuted = false;
  fate: Fate = (event) => [event];
  /** How many bytes go out at a time. */
  chunk = () => Number.POSITIVE_INFINITY;
  private readonly open = new Set<FakeStream>();

  constructor(private readonly me: string) {}

  get count(): number {
    return this.open.size;
  }

  /** @param rows What the caller is taken to hold once it has been told the first events. */
  connect(
    first: readonly LiveEvent[],
    rows: readonly MessageGroup[],
    cursor: () => string,
    signal: AbortSignal,
  ): Response {
    this.opened++;
    const stream = new FakeStream(this.me, cursor, () => this.chunk());
    this.open.add(stream);
    signal.addEventListener('abort', () => this.close(stream));
    for (const message_group of rows) stream.tell({ type: 'inbox.changed', message_group }, []);
    for (const event of first) stream.tell(event, [event]);
    stream.beat();
    return new Response(stream.body, { headers: { 'Content-Type': 'text/event-stream' } });
  }

  publish(event: LiveEvent): void {
    if (this.isMuted) return;
    for (const stream of this.open) stream.tell(event, this.fate(event));
  }

  beat(): void {
    for (const stream of this.open) stream.beat();
  }

  /** As a network does it: in the middle of something, when asked. */
  cut(halfway = ''): void {
    for (const stream of [...this.open]) {
      stream.write(halfway);
      this.close(stream);
    }
  }

  private close(stream: FakeStream): void {
    this.open.delete(stream);
    stream.close();
  }
}

class FakeStream {
  readonly body: ReadableStream<Uint8Array>;
  private readonly told = new Told();
  private controller: ReadableStreamDefaultController<Uint8Array> | null = null;

  constructor(
    private readonly me: string,
    private readonly cursor: () => string,
    private readonly chunk: () => number,
  ) {
    this.body = new ReadableStream({
      start: (controller) => {
        this.controller = controller;
      },
    });
  }

  /** What was meant to be told counts for the digest, whatever became of it. */
  tell(event: LiveEvent, arriving: readonly LiveEvent[]): void {
    this.told.note(event, this.me);
    for (const each of arriving) this.send(each);
  }

  beat(): void {
    this.send({ type: 'heartbeat', digest: this.told.digest(), unread_count: 0 });
  }

  write(text: string): void {
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length; ) {
      const size = Math.max(1, Math.min(this.chunk(), bytes.length - at));
      this.controller?.enqueue(bytes.slice(at, at + size));
      at += size;
    }
  }

  close(): void {
    try {
      this.controller?.close();
    } catch {
      // It was cancelled by the reader.
    }
    this.controller = null;
  }

  private send({ type, ...data }: LiveEvent): void {
    this.write(`event: ${type}\nid: ${this.cursor()}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}
