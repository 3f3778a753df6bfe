import type { MessageRange } from '../api/get-messages.ts';
import { ApiProblem } from '../api-problem.ts';
import type { Fetch } from '../http.ts';
import type { FakeServer } from './fake-server.ts';

/** The fake server behind HTTP, as docs/api.md has it. */
export function fakeFetch(server: FakeServer, token: string): Fetch {
  return async (address, init) => {
    const url = new URL(address);
    const headers = init.headers as Record<string, string>;
    if (headers.Authorization !== `Bearer ${token}`) return refuse(401, 'unauthenticated', null);
    if ((headers['Cruddur-User'] ?? server.signedIn) !== server.signedIn) return refuse(401, 'another_user', null);
    if (url.pathname === '/api/events') return server.open('', headers, init.signal ?? new AbortController().signal);
    try {
      const body = await answer(server, `${init.method}`, url, JSON.parse((init.body as string | undefined) ?? 'null'));
      return body === null ? new Response(null, { status: 204 }) : Response.json(body);
    } catch (error) {
      if (error instanceof ApiProblem) return refuse(error.status, error.code, error.lastSeq);
      throw new TypeError('Failed to fetch', { cause: error });
    }
  };
}

async function answer(server: FakeServer, method: string, url: URL, body: unknown): Promise<unknown> {
  const [, , area = '', uuid = '', part = '', messageUuid = ''] = url.pathname.split('/');
  const sent = body as { message: string; base: number; seq: number };
  switch (`${method} ${area} ${part}`.trim()) {
    case 'GET me':
      return { uuid: server.signedIn, handle: 'alice', display_name: 'Alice Adams' };
    case 'GET sync':
      return server.getSync(url.searchParams.get('cursor'));
    case 'GET message_groups':
      return uuid === '' ? (await server.getMessageGroups()).groups : server.getMessageGroup(uuid);
    case 'POST message_groups':
      return server.openMessageGroup();
    case 'POST message_groups read':
      return server.postRead(uuid, sent.seq);
    case 'POST message_groups typing':
      await server.postTyping(uuid);
      return null;
    case 'PUT message_groups messages':
      return server.putMessage({
        message_group_uuid: uuid,
        uuid: messageUuid,
        base: sent.base,
        message: sent.message,
        written_at: '',
        state: 'sending',
        reason: null,
      });
    case 'GET messages':
      return server.getMessages(uuid, rangeOf(url.searchParams), Number(url.searchParams.get('limit') ?? 20));
    default:
      throw new ApiProblem(404, 'not_found', '', '', null, null, {});
  }
}

function rangeOf(query: URLSearchParams): MessageRange {
  for (const name of ['before_seq', 'after_seq', 'around_seq'] as const) {
    const seq = query.get(name);
    if (seq !== null) return { [name]: Number(seq) } as unknown as MessageRange;
  }
  return 'newest';
}

function refuse(status: number, code: string, lastSeq: number | null): Response {
  const problem = { title: code, status, code, detail: `detail of ${code}`, last_seq: lastSeq };
  return Response.json(problem, { status, headers: { 'Content-Type': 'application/problem+json' } });
}
