// @vitest-environment jsdom
import { act, cleanup, createEvent, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AlicesBrowser } from '../../live/testing/alices-browser';
import { PublicHomePage } from './home-page';
import { FeedServer, listed, me, noAnswer, post, refused, renderFor } from './testing/feed-server';

const home = <PublicHomePage reader={me} />;
let server: FeedServer;
let browser: AlicesBrowser;

beforeEach(() => {
  server = new FeedServer();
  browser = new AlicesBrowser();
  history.replaceState(null, '', '/');
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const box = () => screen.getByLabelText<HTMLTextAreaElement>('Write a post');
const type = (text: string) => fireEvent.change(box(), { target: { value: text } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

it('what is being written is there again after looking elsewhere, for as long as it was to stay', async () => {
  renderFor(home, browser);
  type('half a thought');
  fireEvent.change(screen.getByLabelText('Ends after'), { target: { value: '1-hour' } });
  cleanup();
  renderFor(home, browser);
  expect(box().value).toBe('half a thought');
  expect(screen.getByLabelText<HTMLSelectElement>('Ends after').value).toBe('1-hour');
});

it('and a reply when the replies were closed meanwhile', async () => {
  server.answer('GET /api/activities/home?limit=20', listed([post('1', 'hello'), post('2', 'hello too')]));
  for (const uuid of ['1', '2']) {
    server.answer(`GET /api/activities/${uuid}?limit=20`, () => Response.json({ activity: null, replies: [] }));
  }
  renderFor(home, browser);
  const replies = (await screen.findAllByRole('button', { name: /^Replies/ })) as [HTMLElement, HTMLElement];
  fireEvent.click(replies[0]);
  fireEvent.change(screen.getByLabelText('Reply to Bob Harris'), { target: { value: 'half a reply' } });
  fireEvent.click(replies[0]);
  fireEvent.click(replies[1]);
  expect(screen.getByLabelText<HTMLTextAreaElement>('Reply to Bob Harris').value).toBe('');
  fireEvent.click(replies[1]);
  fireEvent.click(replies[0]);
  expect(screen.getByLabelText<HTMLTextAreaElement>('Reply to Bob Harris').value).toBe('half a reply');
});

it('it is no conversation, and goes when its writer signs out', async () => {
  await browser.open();
  const before = browser.client.listedGroups();
  server.answer('POST /api/activities', noAnswer);
  renderFor(home, browser);
  type('half a thought');
  press('Post');
  await screen.findByRole('alert');
  expect(browser.client.listedGroups()).toEqual(before);
  await act(() => browser.client.forget());
  expect(box().value).toBe('');
  expect(browser.storage.keys('')).toEqual([]);
});

it('what got no answer is sent again under the same uuid after a reload', async () => {
  server.answer('POST /api/activities', noAnswer);
  renderFor(home, browser);
  type('hello');
  press('Post');
  await screen.findByRole('alert');
  cleanup();
  await browser.reload();
  renderFor(home, browser);
  press('Post');
  await waitFor(() => expect(server.made('POST')).toHaveLength(2));
  const [first, second] = server.made('POST').map((call) => call.body?.activity_uuid);
  expect(second).toBe(first);
});

it.each([
  ['what was erased meanwhile', noAnswer, () => [type(''), type('hello')]],
  ['what the server refused', refused(422, 'ttl_invalid'), () => []],
])('%s is something new when it is sent again', async (_, answer, between) => {
  server.answer('POST /api/activities', answer);
  renderFor(home, browser);
  type('hello');
  press('Post');
  await screen.findByRole('alert');
  between();
  press('Post');
  await waitFor(() => expect(server.made('POST')).toHaveLength(2));
  const [first, second] = server.made('POST').map((call) => call.body?.activity_uuid);
  expect(second).not.toBe(first);
});

it('nothing is added to what is on its way', async () => {
  const give = server.hold('POST /api/activities');
  renderFor(home, browser);
  type('hello');
  press('Post');
  await waitFor(() => expect(box().readOnly).toBe(true));
  await act(async () => give(Response.json(post('1', 'hello'))));
  await waitFor(() => expect(box().value).toBe(''));
  expect(box().readOnly).toBe(false);
});

it('what was posted is empty also where it was left before the answer came', async () => {
  const give = server.hold('POST /api/activities');
  renderFor(home, browser);
  type('hello');
  press('Post');
  await waitFor(() => expect(server.made('POST')).toHaveLength(1));
  cleanup();
  await act(async () => give(Response.json(post('1', 'hello'))));
  renderFor(home, browser);
  await waitFor(() => expect(box().value).toBe(''));
});

it('an Enter that belongs to an input method posts nothing', async () => {
  server.answer('POST /api/activities', refused(422, 'message_blank'));
  renderFor(home, browser);
  type('hello');
  fireEvent(box(), createEvent.keyDown(box(), { key: 'Enter', ctrlKey: true, keyCode: 229 }));
  expect(server.made('POST')).toEqual([]);
  fireEvent.keyDown(box(), { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(server.made('POST')).toHaveLength(1));
});
