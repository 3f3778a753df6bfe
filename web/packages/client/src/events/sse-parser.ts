export interface ServerSentEvent {
  readonly type: string;
  readonly data: string;
  /** The last one given, with this event or before; empty when there was none. */
  readonly id: string;
}

/**
 * Server-sent events from bytes, by the rules of the HTML standard (9.2.6), however the bytes are cut into chunks. What a
 * stream ends in the middle of is no event.
 */
export class SseParser {
  /** What the server asks to wait before coming back, in milliseconds; null when it has not. */
  retry: number | null = null;
  // Takes a byte order mark away, once, and keeps half a character for the next chunk.
  private readonly decoder = new TextDecoder();
  private line = '';
  private afterCarriageReturn = false;
  private type = '';
  private data: string[] = [];
  private id = '';

  push(chunk: Uint8Array): readonly ServerSentEvent[] {
    const events: ServerSentEvent[] = [];
    const text = this.decoder.decode(chunk, { stream: true });
    let start = 0;
    for (let at = 0; at < text.length; at++) {
      const letter = text[at];
      const endsPair = letter === '\n' && this.afterCarriageReturn && at === start && this.line === '';
      this.afterCarriageReturn = letter === '\r';
      if (endsPair) {
        start = at + 1;
      } else if (letter === '\n' || letter === '\r') {
        const event = this.take(this.line + text.slice(start, at));
        if (event !== null) events.push(event);
        this.line = '';
        start = at + 1;
      }
    }
    this.line += text.slice(start);
    return events;
  }

  private take(line: string): ServerSentEvent | null {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (name === 'data') this.data.push(value);
    else if (name === 'event') this.type = value;
    else if (name === 'id' && !value.includes('\0')) this.id = value;
    else if (name === 'retry' && /^\d+$/.test(value)) this.retry = Number(value);
    return null;
  }

  private dispatch(): ServerSentEvent | null {
    const { type, data, id } = this;
    this.type = '';
    this.data = [];
    const text = data.join('\n');
    return data.length === 0 || text === '' ? null : { type: type === '' ? 'message' : type, data: text, id };
  }
}
