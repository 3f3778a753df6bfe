import { describe, expect, it } from 'vitest';
import { type ServerSentEvent, SseParser } from './sse-parser.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function parse(...chunks: (string | Uint8Array)[]): readonly ServerSentEvent[] {
  const parser = new SseParser();
  return chunks.flatMap((chunk) => parser.push(typeof chunk === 'string' ? bytes(chunk) : chunk));
}

const data = (...chunks: string[]) => parse(...chunks).map((event) => event.data);

describe('lines', () => {
  for (const [name, end] of [
    ['LF', '\n'],
    ['CR', '\r'],
    ['CRLF', '\r\n'],
  ] as const) {
    it(`may end with ${name}`, () => {
      const events = parse(['event: greeting', 'data: one', 'data: two', '', 'data: three', '', ''].join(end));
      expect(events.map((event) => [event.type, event.data])).toEqual([
        ['greeting', 'one\ntwo'],
        ['message', 'three'],
      ]);
    });
  }

  it('may end each in its own way, and a CRLF that is cut in two ends one', () => {
    expect(data('data: a\r', '\ndata: b\n\r', '\n')).toEqual(['a\nb']);
    expect(data('data: a\r', '\r', '\ndata: b\n\n')).toEqual(['a', 'b']);
  });

  it('that the stream breaks off in are no event', () => {
    expect(data('data: whole\n\ndata: half\n')).toEqual(['whole']);
  });
});

describe('fields', () => {
  it('lose one space after the colon, and no more', () => {
    expect(data('data:a\ndata: b\ndata:  c\n\n')).toEqual(['a\nb\n c']);
  });

  it('without a colon are empty, and unknown ones nothing', () => {
    expect(data('data\ndata\n\n')).toEqual(['\n']);
    expect(data('data\n\n')).toEqual([]);
    expect(data('nonsense: 1\nDATA: 2\n data: 3\ndata: 4\n\n')).toEqual(['4']);
  });

  it('may be comments', () => {
    expect(data(': keep alive\n\n:\ndata: a\n:data: b\n\n')).toEqual(['a']);
  });

  it('of one event do not reach into the next', () => {
    expect(parse('event: x\n\ndata: a\n\n')).toMatchObject([{ type: 'message', data: 'a' }]);
  });

  it('may hold colons, and what looks like a field', () => {
    expect(data('data: a: b\ndata:data: c\n\n')).toEqual(['a: b\ndata: c']);
  });
});

describe('the id', () => {
  it('stays until another is given, also without data', () => {
    expect(parse('id: 1\ndata: a\n\ndata: b\n\nid: 2\n\ndata: c\n\nid\ndata: d\n\n').map((it) => it.id)).toEqual([
      '1',
      '1',
      '2',
      '',
    ]);
  });

  it('with a NUL in it counts for nothing', () => {
    expect(parse('id: 1\nid: 2\0\ndata: a\n\n')[0]?.id).toBe('1');
  });
});

it('retry is taken when it is digits alone', () => {
  const parser = new SseParser();
  parser.push(bytes('retry: 2000\nretry: 3s\nretry: -1\nretry\n\n'));
  expect(parser.retry).toBe(2000);
});

it('a byte order mark is taken off the beginning, and only there', () => {
  expect(data('\ufeffdata: a\n\n\ufeffdata: b\n\ndata: c\n\n')).toEqual(['a', 'c']);
});

it('chunks may end anywhere, in the middle of a character too', () => {
  const text = bytes(
    '\ufeffid: é1\r\nevent: grüße\rdata: 😀 ü\ndata:\u{1F469}\u200d\u{1F680}\r\n\r\n: x\r\rdata: zwei\n\r\ndata: drei\r\n\n',
  );
  const whole = parse(text);
  expect(whole.map((event) => event.data)).toEqual(['😀 ü\n👩‍🚀', 'zwei', 'drei']);
  for (let first = 0; first <= text.length; first++) {
    for (let second = first; second <= text.length; second += 3) {
      const chunks = [text.slice(0, first), text.slice(first, second), text.slice(second)];
      expect(parse(...chunks)).toEqual(whole);
    }
  }
  expect(parse(...[...text].map((byte) => Uint8Array.of(byte)))).toEqual(whole);
});
