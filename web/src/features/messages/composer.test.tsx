// @vitest-environment jsdom

import type { PendingMessage } from '@cruddur/client';
import { act, cleanup, createEvent, fireEvent, render, screen } from '@testing-library/react';
import { useRef, useState } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { settle } from '../../../packages/client/src/testing/fake-clock';
import { group, problem } from '../../../packages/client/src/testing/fake-server';
import { LiveContext } from '../../live/react/live-context';
import { AlicesBrowser, device } from '../../live/testing/alices-browser';
import { TabStorage } from '../../live/testing/tab-storage';
import { announcer } from '../../shared/announcer/announcer';
import { Composer } from './composer';

let storage: TabStorage;
let browser: AlicesBrowser;
const me = { uuid: 'alice-uuid', handle: 'alice', display_name: 'Alice', email: 'a@example.org', created_at: '' };

function Harness() {
  const [editing, setEditing] = useState<PendingMessage | null>(null);
  const textarea = useRef<HTMLTextAreaElement>(null);
  return (
    <LiveContext value={{ client: browser.client, me }}>
      <Composer box={textarea} group={group} name="Bob" editing={editing} onEdit={setEditing} onSent={() => {}} />
      <button type="button" onClick={() => setEditing(browser.pending[0] ?? null)}>
        Edit
      </button>
    </LiveContext>
  );
}

const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message Bob' });
const type = (value: string) => fireEvent.change(box(), { target: { value } });
const sentTexts = () => browser.server.puts.map((it) => it.message);

afterEach(cleanup);

beforeEach(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  storage = new TabStorage();
  browser = new AlicesBrowser(undefined, device({ storage }));
  browser.server.sayMany(1);
  await browser.open();
});

it('Enter sends, empties the box and keeps the focus in it', async () => {
  render(<Harness />);
  type('  hello ');
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect(box().value).toBe('');
  await settle();
  expect(sentTexts()).toEqual(['hello']);
  expect(document.activeElement).toBe(box());
});

it('Shift+Enter is left to the browser, which breaks the line', () => {
  render(<Harness />);
  type('hello');
  expect(fireEvent.keyDown(box(), { key: 'Enter', shiftKey: true })).toBe(true);
  expect(sentTexts()).toEqual([]);
});

it('Enter that accepts what an input method offers does not send', () => {
  render(<Harness />);
  type('にほんご');
  fireEvent.keyDown(box(), { key: 'Enter', isComposing: true });
  const withKeyCode229 = createEvent.keyDown(box(), { key: 'Enter', keyCode: 229 });
  fireEvent(box(), withKeyCode229);
  expect(sentTexts()).toEqual([]);
});

it('nothing visible and too much are not sent', () => {
  render(<Harness />);
  type('   ');
  fireEvent.keyDown(box(), { key: 'Enter' });
  type('x'.repeat(1025));
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect(sentTexts()).toEqual([]);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled).toBe(true);
  expect(box().getAttribute('aria-invalid')).toBe('true');
});

it('an Enter that is refused says why, each time', () => {
  const said: string[] = [];
  const stop = announcer.subscribe(() => said.push(announcer.getSnapshot().assertive.trim()));
  render(<Harness />);
  type('x'.repeat(1026));
  fireEvent.keyDown(box(), { key: 'Enter' });
  fireEvent.keyDown(box(), { key: 'Enter' });
  stop();
  expect(said).toEqual(Array(2).fill('Too long by 2. Shorten it to send it.'));
});

it('what was typed is a draft that comes back', () => {
  const { unmount } = render(<Harness />);
  type('half a thought');
  unmount();
  render(<Harness />);
  expect(box().value).toBe('half a thought');
});

it('what another tab writes and sends is in the box and gone from it', () => {
  const anotherTab = new AlicesBrowser(browser.server, device({ storage: storage.anotherTab() }));
  render(<Harness />);
  act(() => anotherTab.client.drafts.set(group, 'half a thought'));
  expect(box().value).toBe('half a thought');
  act(() => anotherTab.client.drafts.set(group, ''));
  expect(box().value).toBe('');
});

it('spaces, which are no draft, stay in the box when another tab has nothing to say to it', () => {
  const anotherTab = new AlicesBrowser(browser.server, device({ storage: storage.anotherTab() }));
  render(<Harness />);
  type('half a thought');
  type('  ');
  act(() => anotherTab.client.drafts.set('another-group', 'elsewhere'));
  expect(box().value).toBe('  ');
});

it('the up arrow in an empty box edits the last unsent message', async () => {
  browser.server.beforeStoring.push(() => {
    throw problem(422, 'message_blank');
  });
  await browser.send('bad');
  render(<Harness />);
  fireEvent.keyDown(box(), { key: 'ArrowUp' });
  expect(box().value).toBe('bad');
  type('good');
  fireEvent.keyDown(box(), { key: 'Enter' });
  await settle();
  expect(sentTexts()).toEqual(['bad', 'good']);
  expect(box().value).toBe('');
});

it('an edit that comes too late is put behind the draft, not in its place', async () => {
  browser.server.beforeStoring.push(() => {
    throw problem(422, 'message_blank');
  });
  await browser.send('bad');
  render(<Harness />);
  type('half a thought');
  fireEvent.click(screen.getByRole('button', { name: 'Edit' }));
  type('good');
  void browser.client.outbox.retry(browser.pending[0] ?? expect.fail());
  await settle();
  fireEvent.keyDown(box(), { key: 'Enter' });
  await act(settle);
  expect(box().value).toBe('half a thought\ngood');
});
