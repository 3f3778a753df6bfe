// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Activity } from './activity';
import { PublicHomePage } from './home-page';
import { FeedServer, listed, me, ownPost, post, renderFor } from './testing/feed-server';

let server: FeedServer;

beforeEach(() => {
  server = new FeedServer();
  history.replaceState(null, '', '/');
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(posts: readonly Activity[], next?: string): void {
  server.answer('GET /api/activities/home?limit=20', listed(posts, next));
  renderFor(<PublicHomePage reader={me} />);
}

const articleOf = (text: string) => screen.getByText(text).closest('article');

async function remove(uuid: string): Promise<void> {
  server.answer(`DELETE /api/activities/${uuid}`, () => new Response(null, { status: 204 }));
  fireEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  const sure = screen.getByRole('button', { name: 'Delete for everyone' });
  sure.focus();
  fireEvent.click(sure);
  await waitFor(() => expect(sure.isConnected).toBe(false));
}

it('a deleted post gives the focus to the next one', async () => {
  open([ownPost('1', 'mine'), post('2', 'the next')]);
  await remove('1');
  expect(document.activeElement).toBe(articleOf('the next'));
});

it('the last one gives it to the one before', async () => {
  open([post('1', 'the one before'), ownPost('2', 'mine')]);
  await remove('2');
  expect(document.activeElement).toBe(articleOf('the one before'));
});

it('the only one gives it to the heading', async () => {
  open([ownPost('1', 'mine')]);
  await remove('1');
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Home' }));
});

it('the only reply gives it to the post', async () => {
  open([post('1', 'the post', { replies_count: 1 })]);
  const reply = { ...ownPost('r1', 'mine'), reply_to_activity_uuid: '1' };
  server.answer('GET /api/activities/1?limit=20', () => Response.json({ activity: null, replies: [reply] }));
  fireEvent.click(await screen.findByRole('button', { name: 'Replies, 1 reply' }));
  await remove('r1');
  expect(document.activeElement).toBe(articleOf('the post'));
});

it('whoever went elsewhere before the answer is left there', async () => {
  open([ownPost('1', 'mine'), post('2', 'the next')]);
  const give = server.hold('DELETE /api/activities/1');
  fireEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  fireEvent.click(screen.getByRole('button', { name: 'Delete for everyone' }));
  await waitFor(() => expect(server.made('DELETE')).toHaveLength(1));
  screen.getByLabelText('Write a post').focus();
  give(new Response(null, { status: 204 }));
  await waitFor(() => expect(screen.queryByText('mine')).toBeNull());
  expect(document.activeElement).toBe(screen.getByLabelText('Write a post'));
});

it('with the last page the focus goes on to what it brought', async () => {
  open([post('1', 'new')], '/api/activities/home?limit=20&cursor=x');
  server.answer('GET /api/activities/home?limit=20&cursor=x', listed([post('2', 'old'), post('3', 'older')]));
  const more = await screen.findByRole('button', { name: 'Load more' });
  more.focus();
  fireEvent.click(more);
  await screen.findByText('older');
  expect(document.activeElement).toBe(articleOf('old'));
});
