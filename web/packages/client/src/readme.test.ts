import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as client from './index.ts';
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
  const lines: string[] = [];
  const console = {
    log: (...words: unknown[]) => {
      lines.push(words.join(' '));
      // Bob answers once he is listened to.
      if (words[0] === 'Connection: live') {
        server.say('bob-uuid', 'Hello back');
        server.say('bob-uuid', 'Goodbye');
        server.beforeStoring.push(() => {
          throw problem(422, 'message_exceed_max_chars');
        });
      }
    },
  };
  const connect = (options: client.ConnectOptions) =>
    client.connect({ ...options, fetch: fakeFetch(server, 'secret'), newUuid: () => `uuid-of-${server.puts.length}` });
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
    'Bob Harris: Goodbye',
    'Not sent. detail of message_exceed_max_chars',
    '404 message_group_not_found',
  ]);
  expect(server.readSeq).toBe(4);
  expect(server.log.at(-1)?.message).toBe('Something shorter');
  expect(server.streams.count).toBe(0);
});
