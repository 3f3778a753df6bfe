// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Activity } from './activity';
import { PublicHomePage } from './home-page';
import { PublicUserPage } from './user-posts';

const me = { uuid: 'alice-uuid', handle: 'alice', display_name: 'Alice Adams' };
const hour = 3_600_000;

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, string> | null;
  readonly user: string | null;
}

let calls: Call[];
let answers: Map<string, () => Response | Promise<Response>>;

function post(uuid: string, message: string, more: Partial<Activity> = {}): Activity {
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

const listed = (posts: readonly Activity[], next?: string) => () =>
  Response.json(posts, next === undefined ? {} : { headers: { Link: `<${next}>; rel="next"` } });
const refused = (status: number, code: string) => () => Response.json({ code, detail: `It is ${code}.` }, { status });
const noAnswer = () => {
  throw new TypeError('Failed to fetch');
};
const madeBy = (method: string) => calls.filter((call) => call.method === method);

function renderPage(page = <PublicHomePage reader={me} />): void {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(<QueryClientProvider client={queries}>{page}</QueryClientProvider>);
}

beforeEach(() => {
  calls = [];
  answers = new Map([['GET /api/activities/home?limit=20', listed([])]]);
  history.replaceState(null, '', '/');
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const method = init.method ?? 'GET';
    const headers = init.headers as Record<string, string>;
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : null;
    calls.push({ method, path, body, user: headers['Cruddur-User'] ?? null });
    const answer = answers.get(`${method} ${path}`);
    if (answer === undefined) throw new Error(`Nobody expected ${method} ${path}.`);
    return answer();
  });
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function write(text: string): Promise<void> {
  fireEvent.change(await screen.findByLabelText('Write a post'), { target: { value: text } });
  fireEvent.click(screen.getByRole('button', { name: 'Post' }));
}

/** The box is empty again. */
const posted = () => waitFor(() => expect(screen.getByLabelText<HTMLTextAreaElement>('Write a post').value).toBe(''));

it('a post goes out for the person, with the time that was chosen, and stands first', async () => {
  answers.set('GET /api/activities/home?limit=20', listed([post('1', 'before')]));
  answers.set('POST /api/activities', () => Response.json(post('2', 'hello', { user_uuid: me.uuid })));
  renderPage();
  await screen.findByText('before');
  fireEvent.change(screen.getByLabelText('Ends after'), { target: { value: '3-hours' } });
  await write('  hello ');
  await posted();
  const sent = madeBy('POST')[0];
  expect(sent?.body).toMatchObject({ message: 'hello', ttl: '3-hours' });
  expect(sent?.user).toBe(me.uuid);
  expect(screen.getAllByTestId('activity').map((it) => it.querySelector('p')?.textContent)).toEqual([
    'hello',
    'before',
  ]);
  expect(screen.getByLabelText<HTMLTextAreaElement>('Write a post').value).toBe('');
});

it('what got no answer is sent again under the same uuid, and other words under another', async () => {
  answers.set('POST /api/activities', noAnswer);
  renderPage();
  await write('hello');
  await screen.findByRole('alert');
  expect(screen.getByLabelText<HTMLTextAreaElement>('Write a post').value).toBe('hello');
  await write('hello');
  await waitFor(() => expect(madeBy('POST')).toHaveLength(2));
  await waitFor(() => expect(screen.queryByText('Sending…')).toBeNull());
  await write('goodbye');
  await waitFor(() => expect(madeBy('POST')).toHaveLength(3));
  const [first, second, third] = madeBy('POST').map((call) => call.body?.activity_uuid);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

it('the same words once more are another post when the first arrived', async () => {
  let count = 0;
  answers.set('POST /api/activities', () => Response.json(post(`p${++count}`, 'again')));
  renderPage();
  await write('again');
  await posted();
  await write('again');
  await posted();
  expect(screen.getAllByText('again')).toHaveLength(2);
  const [first, second] = madeBy('POST').map((call) => call.body?.activity_uuid);
  expect(second).not.toBe(first);
});

it('a like shows at once and is taken back when it is refused', async () => {
  answers.set('GET /api/activities/home?limit=20', listed([post('1', 'hello', { likes_count: 2 })]));
  let answer: (response: Response) => void = () => {};
  answers.set('PUT /api/activities/1/like', () => new Promise((resolve) => (answer = resolve)));
  renderPage();
  const like = await screen.findByRole('button', { name: 'Like, 2 likes' });
  fireEvent.click(like);
  await screen.findByRole('button', { name: 'Like, 3 likes', pressed: true });
  await act(async () => answer(refused(404, 'activity_not_found')()));
  await screen.findByRole('button', { name: 'Like, 2 likes', pressed: false });
});

it('a post that ends while it is looked at is gone', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  answers.set(
    'GET /api/activities/home?limit=20',
    listed([
      post('1', 'for an hour'),
      post('2', 'for two', {
        expires_at: new Date(Date.now() + 2 * hour).toISOString(),
      }),
    ]),
  );
  renderPage();
  await screen.findByText('for an hour');
  act(() => vi.setSystemTime(Date.now() + hour));
  act(() => void vi.advanceTimersByTime(30_000));
  expect(screen.queryByText('for an hour')).toBeNull();
  screen.getByText('for two');
});

it('more is loaded at the address that the server gave', async () => {
  answers.set(
    'GET /api/activities/home?limit=20',
    listed([post('1', 'new')], '/api/activities/home?limit=20&cursor=x'),
  );
  answers.set('GET /api/activities/home?limit=20&cursor=x', listed([post('2', 'old')]));
  renderPage();
  fireEvent.click(await screen.findByRole('button', { name: 'Load more' }));
  await screen.findByText('old');
  expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
  expect(calls.every((call) => call.user === me.uuid)).toBe(true);
});

it('an empty page is passed over while there are more', async () => {
  const at = (cursor: string) => `/api/activities/home?limit=20&cursor=${cursor}`;
  answers.set('GET /api/activities/home?limit=20', listed([], at('x')));
  answers.set(`GET ${at('x')}`, listed([], at('y')));
  answers.set(`GET ${at('y')}`, listed([post('1', 'old')]));
  renderPage();
  await screen.findByText('old');
  expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
});

it('replies are read when they are opened, and one more is counted', async () => {
  answers.set('GET /api/activities/home?limit=20', listed([post('1', 'hello', { replies_count: 1 })]));
  const first = post('r1', 'hi', { reply_to_activity_uuid: '1' });
  answers.set('GET /api/activities/1?limit=20', () => Response.json({ activity: null, replies: [first] }));
  answers.set('POST /api/activities/1/replies', () =>
    Response.json(post('r2', 'me too', { reply_to_activity_uuid: '1' })),
  );
  renderPage();
  fireEvent.click(await screen.findByRole('button', { name: 'Replies, 1 reply' }));
  await screen.findByText('hi');
  const replies = within(screen.getByRole('region', { name: 'Replies to Bob Harris' }));
  fireEvent.change(replies.getByLabelText('Reply to Bob Harris'), { target: { value: 'me too' } });
  fireEvent.click(replies.getByRole('button', { name: 'Reply' }));
  await waitFor(() => expect(replies.getByLabelText<HTMLTextAreaElement>('Reply to Bob Harris').value).toBe(''));
  replies.getByText('me too');
  screen.getByRole('button', { name: 'Replies, 2 replies', expanded: true });
});

it('only own posts can be deleted, and it is asked once more', async () => {
  const own = post('1', 'mine', { user_uuid: me.uuid, handle: 'alice', display_name: 'Alice Adams' });
  answers.set('GET /api/activities/home?limit=20', listed([own, post('2', 'not mine')]));
  answers.set('DELETE /api/activities/1', () => new Response(null, { status: 204 }));
  renderPage();
  fireEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Keep' }));
  fireEvent.click(screen.getByRole('button', { name: 'Keep' }));
  expect(madeBy('DELETE')).toHaveLength(0);
  fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
  fireEvent.click(screen.getByRole('button', { name: 'Delete for everyone' }));
  await waitFor(() => expect(screen.queryByText('mine')).toBeNull());
  screen.getByText('not mine');
});

it('nobody in particular reads and can do nothing else', async () => {
  answers.set('GET /api/activities/home?limit=20', listed([post('1', 'hello', { liked: null, likes_count: 2 })]));
  renderPage(<PublicHomePage />);
  await screen.findByText('hello');
  screen.getByText('2 likes');
  expect(screen.queryAllByRole('button')).toHaveLength(0);
  expect(screen.queryByLabelText('Write a post')).toBeNull();
  expect(calls.map((call) => call.user)).toEqual([null]);
});

it('where reading is not for everybody it leads to signing in', async () => {
  answers.set('GET /api/activities/home?limit=20', refused(401, 'unauthenticated'));
  renderPage(<PublicHomePage />);
  await waitFor(() => expect(location.pathname + location.search).toBe('/sign-in?return_to=%2F'));
});

it('without an answer there is another try', async () => {
  answers.set('GET /api/activities/@bob?limit=20', noAnswer);
  renderPage(<PublicUserPage handle="bob" />);
  await screen.findByText('No posts to show');
  answers.set('GET /api/activities/@bob?limit=20', listed([]));
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('No posts to be seen.');
});
