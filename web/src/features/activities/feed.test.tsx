// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PublicHomePage } from './home-page';
import { FeedServer, hour, listed, me, noAnswer, ownPost, post, refused, renderFor } from './testing/feed-server';
import { PublicUserPage } from './user-posts';

let server: FeedServer;

beforeEach(() => {
  server = new FeedServer();
  history.replaceState(null, '', '/');
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
  server.answer('GET /api/activities/home?limit=20', listed([post('1', 'before')]));
  server.answer('POST /api/activities', () => Response.json(post('2', 'hello', { user_uuid: me.uuid })));
  renderFor(<PublicHomePage reader={me} />);
  await screen.findByText('before');
  fireEvent.change(screen.getByLabelText('Ends after'), { target: { value: '3-hours' } });
  await write('  hello ');
  await posted();
  const sent = server.made('POST')[0];
  expect(sent?.body).toMatchObject({ message: 'hello', ttl: '3-hours' });
  expect(sent?.user).toBe(me.uuid);
  expect(screen.getAllByTestId('activity').map((it) => it.querySelector('p')?.textContent)).toEqual([
    'hello',
    'before',
  ]);
  expect(screen.getByLabelText<HTMLTextAreaElement>('Write a post').value).toBe('');
});

it('what got no answer is sent again under the same uuid, and other words under another', async () => {
  server.answer('POST /api/activities', noAnswer);
  renderFor(<PublicHomePage reader={me} />);
  await write('hello');
  await screen.findByRole('alert');
  expect(screen.getByLabelText<HTMLTextAreaElement>('Write a post').value).toBe('hello');
  await write('hello');
  await waitFor(() => expect(server.made('POST')).toHaveLength(2));
  await waitFor(() => expect(screen.queryByText('Sending…')).toBeNull());
  await write('goodbye');
  await waitFor(() => expect(server.made('POST')).toHaveLength(3));
  const [first, second, third] = server.made('POST').map((call) => call.body?.activity_uuid);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

it('the same words once more are another post when the first arrived', async () => {
  let count = 0;
  server.answer('POST /api/activities', () => Response.json(post(`p${++count}`, 'again')));
  renderFor(<PublicHomePage reader={me} />);
  await write('again');
  await posted();
  await write('again');
  await posted();
  expect(screen.getAllByText('again')).toHaveLength(2);
  const [first, second] = server.made('POST').map((call) => call.body?.activity_uuid);
  expect(second).not.toBe(first);
});

it('a post that ends while it is looked at is gone', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  server.answer(
    'GET /api/activities/home?limit=20',
    listed([
      post('1', 'for an hour'),
      post('2', 'for two', {
        expires_at: new Date(Date.now() + 2 * hour).toISOString(),
      }),
    ]),
  );
  renderFor(<PublicHomePage reader={me} />);
  await screen.findByText('for an hour');
  act(() => vi.setSystemTime(Date.now() + hour));
  act(() => void vi.advanceTimersByTime(30_000));
  expect(screen.queryByText('for an hour')).toBeNull();
  screen.getByText('for two');
});

it('more is loaded at the address that the server gave', async () => {
  server.answer(
    'GET /api/activities/home?limit=20',
    listed([post('1', 'new')], '/api/activities/home?limit=20&cursor=x'),
  );
  server.answer('GET /api/activities/home?limit=20&cursor=x', listed([post('2', 'old')]));
  renderFor(<PublicHomePage reader={me} />);
  fireEvent.click(await screen.findByRole('button', { name: 'Load more' }));
  await screen.findByText('old');
  expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
  expect(server.calls.every((call) => call.user === me.uuid)).toBe(true);
});

it('an empty page is passed over while there are more', async () => {
  const at = (cursor: string) => `/api/activities/home?limit=20&cursor=${cursor}`;
  server.answer('GET /api/activities/home?limit=20', listed([], at('x')));
  server.answer(`GET ${at('x')}`, listed([], at('y')));
  server.answer(`GET ${at('y')}`, listed([post('1', 'old')]));
  renderFor(<PublicHomePage reader={me} />);
  await screen.findByText('old');
  expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
});

it('replies are read when they are opened, and one more is counted', async () => {
  server.answer('GET /api/activities/home?limit=20', listed([post('1', 'hello', { replies_count: 1 })]));
  const first = post('r1', 'hi', { reply_to_activity_uuid: '1' });
  server.answer('GET /api/activities/1?limit=20', () => Response.json({ activity: null, replies: [first] }));
  server.answer('POST /api/activities/1/replies', () =>
    Response.json(post('r2', 'me too', { reply_to_activity_uuid: '1' })),
  );
  renderFor(<PublicHomePage reader={me} />);
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
  server.answer('GET /api/activities/home?limit=20', listed([ownPost('1', 'mine'), post('2', 'not mine')]));
  server.answer('DELETE /api/activities/1', () => new Response(null, { status: 204 }));
  renderFor(<PublicHomePage reader={me} />);
  fireEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Keep' }));
  fireEvent.click(screen.getByRole('button', { name: 'Keep' }));
  expect(server.made('DELETE')).toHaveLength(0);
  fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
  fireEvent.click(screen.getByRole('button', { name: 'Delete for everyone' }));
  await waitFor(() => expect(screen.queryByText('mine')).toBeNull());
  screen.getByText('not mine');
});

it('nobody in particular reads and can do nothing else', async () => {
  server.answer('GET /api/activities/home?limit=20', listed([post('1', 'hello', { liked: null, likes_count: 2 })]));
  renderFor(<PublicHomePage />);
  await screen.findByText('hello');
  screen.getByText('2 likes');
  expect(screen.queryAllByRole('button')).toHaveLength(0);
  expect(screen.queryByLabelText('Write a post')).toBeNull();
  expect(server.calls.map((call) => call.user)).toEqual([null]);
});

it('where reading is not for everybody it leads to signing in', async () => {
  server.answer('GET /api/activities/home?limit=20', refused(401, 'unauthenticated'));
  renderFor(<PublicHomePage />);
  await waitFor(() => expect(location.pathname + location.search).toBe('/sign-in?return_to=%2F'));
});

it('without an answer there is another try', async () => {
  server.answer('GET /api/activities/@bob?limit=20', noAnswer);
  renderFor(<PublicUserPage handle="bob" />);
  await screen.findByText('No posts to show');
  server.answer('GET /api/activities/@bob?limit=20', listed([]));
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('No posts to be seen.');
});
