// @vitest-environment jsdom
import type { QueryClient } from '@tanstack/react-query';
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PublicHomePage } from './home-page';
import { FeedServer, listed, me, ownPost, post, refused, renderFor } from './testing/feed-server';

const home = 'GET /api/activities/home?limit=20';
const before = post('1', 'hello', { likes_count: 2 });
const after = post('1', 'hello', { likes_count: 3, liked: true });
let server: FeedServer;
let queries: QueryClient;

beforeEach(() => {
  server = new FeedServer();
  history.replaceState(null, '', '/');
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function open(): Promise<void> {
  server.answer(home, listed([before]));
  queries = renderFor(<PublicHomePage reader={me} />);
  await screen.findByRole('button', { name: 'Like, 2 likes' });
}

const click = () => fireEvent.click(screen.getByTestId('like'));
const shows = (name: string, pressed: boolean) => screen.findByRole('button', { name, pressed });
const turn = () => act(() => new Promise((resolve) => setTimeout(resolve)));

it('a like shows at once and is taken back when it is refused', async () => {
  await open();
  const give = server.hold('PUT /api/activities/1/like');
  click();
  await shows('Like, 3 likes', true);
  await act(async () => give(refused(404, 'activity_not_found')()));
  await shows('Like, 2 likes', false);
});

it('one that is taken back before the answer came is taken back, after it', async () => {
  await open();
  const give = server.hold('PUT /api/activities/1/like');
  server.answer('DELETE /api/activities/1/like', () => Response.json(before));
  click();
  await shows('Like, 3 likes', true);
  click();
  await shows('Like, 2 likes', false);
  expect(server.made('PUT', 'DELETE').map(({ method }) => method)).toEqual(['PUT']);
  await act(async () => give(Response.json(after)));
  await waitFor(() => expect(server.made('DELETE')).toHaveLength(1));
  await turn();
  await shows('Like, 2 likes', false);
});

it('a list that was read before the like and comes after it does not undo it', async () => {
  await open();
  const give = server.hold(home);
  server.answer('PUT /api/activities/1/like', () => Response.json(after));
  void queries.refetchQueries();
  click();
  await turn();
  await act(async () => give(listed([before])()));
  await turn();
  await shows('Like, 3 likes', true);
});

it('nor does one that comes before the answer', async () => {
  await open();
  const give = server.hold('PUT /api/activities/1/like');
  click();
  await act(() => queries.refetchQueries());
  await turn();
  await shows('Like, 3 likes', true);
  await act(async () => give(Response.json(after)));
  await turn();
  await shows('Like, 3 likes', true);
});

it('nor does a list bring back what was deleted', async () => {
  server.answer(home, listed([ownPost('1', 'mine'), post('2', 'not mine')]));
  server.answer('DELETE /api/activities/1', () => new Response(null, { status: 204 }));
  queries = renderFor(<PublicHomePage reader={me} />);
  fireEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  const give = server.hold(home);
  void queries.refetchQueries();
  fireEvent.click(screen.getByRole('button', { name: 'Delete for everyone' }));
  await waitFor(() => expect(screen.queryByText('mine')).toBeNull());
  await act(async () => give(listed([ownPost('1', 'mine'), post('2', 'not mine')])()));
  await turn();
  expect(screen.queryByText('mine')).toBeNull();
});
