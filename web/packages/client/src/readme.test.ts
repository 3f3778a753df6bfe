import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as client from './index.ts';
import { FakeClock } from './testing/fake-clock.ts';
import { fakeFetch } from './testing/fake-fetch.ts';
import { FakeServer, problem } from './testing/fake-server.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The snippets of the README as one program: imports become the package itself. */
function program(): string {
  const snippets = [...readme.matchAll(/^```ts\n(.*?)^```/gms)].map((match) => match[1] ?? '');
  expect(snippets).toHaveLength(5);
  return snippets.join('\n').replace(/^import \{ (.*?) \} from '@cruddur\/client';$/gm, 'const { $1 } = client;');
}

it('the README does what it says', async () => {
  const server = new FakeServer();
  server.sayMany(3);
  const clock = new FakeClock();
  const lines: string[] = [];
  const console = {
    log: (...words: unknown[]) => {
      lines.push(words.join(' '));
      // Bob answers once he is listened to, and goes on while he is not.
      if (lines.at(-1) === 'Connection: live' && server.log.length === 4) server.say('bob-uuid', 'Hello back');
      if (lines.at(-1) === 'Bob Harris: Hello back') {
        server.streams.cut();
        server.say('bob-uuid', 'Are you there?');
        void clock.advance(10_000);
      }
      if (lines.at(-1) === 'Connection: live' && server.log.length === 6) {
        server.say('bob-uuid', 'Goodbye');
        server.beforeStoring.push(() => {
          throw problem(422, 'message_exceed_max_chars');
        });
      }
    },
  };
  const connect = (options: client.ConnectOptions) =>
    client.connect({
      ...options,
      fetch: fakeFetch(server, 'secret'),
      clock,
      newUuid: () => `uuid-of-${server.puts.length}`,
    });
  const run = new Function('client', 'console', 'process', `return (async () => {${program()}})();`);
  await run({ ...client, connect }, console, { env: { CRUDDUR_TOKEN: 'secret' } });

  expect(lines).toEqual([
    'Signed in as @alice',
    'Message 4 is in the log',
    'Bob Harris 3',
    '1 message 1',
    '2 message 2',
    '3 message 3',
    '4 Hello from another product',
    'Connection: connecting',
    'Connection: catching-up',
    'Connection: live',
    'Bob Harris: Hello back',
    'Connection: waiting',
    'Connection: connecting',
    'Connection: catching-up',
    'Bob Harris: Are you there?',
    'Connection: live',
    'Bob Harris: Goodbye',
    'Not sent. detail of message_exceed_max_chars',
    '404 message_group_not_found',
  ]);
  expect(server.readSeq).toBe(4);
  expect(server.log.at(-1)?.message).toBe('Something shorter');
  expect(server.streams.count).toBe(0);
});
