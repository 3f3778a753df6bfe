import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import { alice } from '../../../../packages/client/src/testing/fake-server';
import { LiveContext } from '../../../live/react/live-context';
import { AlicesBrowser } from '../../../live/testing/alices-browser';
import type { Activity } from '../activity';

export const me = { uuid: alice, handle: 'alice', display_name: 'Alice Adams' };
export const hour = 3_600_000;

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, string> | null;
  readonly user: string | null;
}

type Answer = () => Response | Promise<Response>;

/** As much of the server as the feed needs: it says what it was told to, and remembers what it was asked. */
export class FeedServer {
  readonly calls: Call[] = [];
  private readonly answers = new Map<string, Answer>([['GET /api/activities/home?limit=20', listed([])]]);

  constructor() {
    vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
      const method = init.method ?? 'GET';
      const headers = init.headers as Record<string, string>;
      const body = typeof init.body === 'string' ? JSON.parse(init.body) : null;
      this.calls.push({ method, path, body, user: headers['Cruddur-User'] ?? null });
      const answer = this.answers.get(`${method} ${path}`);
      if (answer === undefined) throw new Error(`Nobody expected ${method} ${path}.`);
      return answer();
    });
  }

  answer(call: string, answer: Answer): void {
    this.answers.set(call, answer);
  }

  /** The answer comes when the test gives it. */
  hold(call: string): (response: Response) => void {
    let give: (response: Response) => void = () => {};
    this.answers.set(call, () => new Promise((resolve) => (give = resolve)));
    return (response) => give(response);
  }

  made(...methods: string[]): Call[] {
    return this.calls.filter((call) => methods.includes(call.method));
  }
}

export function post(uuid: string, message: string, more: Partial<Activity> = {}): Activity {
  return {
    uuid,
    user_uuid: 'bob-uuid',
    handle: 'bob',
    display_name: 'Bob Harris',
    message,
    replies_count: 0,
    likes_count: 0,
    liked: false,
    reply_to_activity_uuid: null,
    created_at: new Date().toISOString(),
    expires_at: new Date(Date.now() + hour).toISOString(),
    ...more,
  };
}

export const ownPost = (uuid: string, message: string) =>
  post(uuid, message, { user_uuid: me.uuid, handle: me.handle, display_name: me.display_name });

export const listed = (posts: readonly Activity[], next?: string) => () =>
  Response.json(posts, next === undefined ? {} : { headers: { Link: `<${next}>; rel="next"` } });
export const refused = (status: number, code: string) => () =>
  Response.json({ code, detail: `It is ${code}.` }, { status });
export const noAnswer = () => {
  throw new TypeError('Failed to fetch');
};

/** For Alice, at the browser that keeps her drafts. */
export function renderFor(page: ReactNode, { client } = new AlicesBrowser()): QueryClient {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={queries}>
      <LiveContext value={{ client, me: { ...me, email: 'a@example.org', created_at: '' } }}>{page}</LiveContext>
    </QueryClientProvider>,
  );
  return queries;
}
