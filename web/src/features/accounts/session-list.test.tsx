// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { alice } from '../../../packages/client/src/testing/fake-server';
import { LiveContext } from '../../live/react/live-context';
import { AlicesBrowser } from '../../live/testing/alices-browser';
import { announcer } from '../../shared/announcer/announcer';
import { atPage, type Calls, done, refusal } from '../../shared/testing/at-page';
import type { Session } from './api/sessions';
import { PasswordForm } from './password-form';
import { SessionList } from './session-list';

const me = { uuid: alice, handle: 'alice', display_name: 'Alice', email: 'a@example.org', created_at: '' };
const session = (uuid: string, rest: Partial<Session>): Session => ({
  uuid,
  kind: 'browser',
  device: 'Firefox on Linux',
  address: '203.0.113.0/24',
  created_at: '2026-01-01T00:00:00Z',
  last_seen_at: '2026-01-01T00:00:00Z',
  is_current: false,
  ...rest,
});

let listed: Session[];

function renderList(answers: Record<string, () => Response> = {}): Calls {
  listed = [
    session('1', { is_current: true }),
    session('2', { device: 'Safari on iPhone' }),
    session('3', { kind: 'token', device: 'curl/8.5.0' }),
  ];
  return atPage(
    '/settings',
    <LiveContext value={{ client: new AlicesBrowser().client, me }}>
      <PasswordForm handle="alice" />
      <SessionList />
    </LiveContext>,
    { 'GET /api/sessions': () => Response.json(listed), ...answers },
  );
}

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('says where one is signed in, and which is this one', async () => {
  renderList();
  await screen.findByText('This browser');
  screen.getByText('Firefox on Linux');
  screen.getByText('Access token of curl/8.5.0');
  expect(screen.queryByRole('button', { name: 'End Firefox on Linux' })).toBeNull();
});

it('ends one, and looks again', async () => {
  renderList({
    'DELETE /api/sessions/2': () => {
      listed = listed.filter(({ uuid }) => uuid !== '2');
      return done();
    },
  });
  fireEvent.click(await screen.findByRole('button', { name: 'End Safari on iPhone' }));
  await waitFor(() => expect(screen.queryByText('Safari on iPhone')).toBeNull());
  screen.getByText('Access token of curl/8.5.0');
  expect(announcer.getSnapshot().polite.trim()).toBe('Ended.');
});

it('gives the focus to the list, where a second press ends nothing', async () => {
  renderList({
    'DELETE /api/sessions/2': () => {
      listed = listed.filter(({ uuid }) => uuid !== '2');
      return done();
    },
  });
  const end = await screen.findByRole('button', { name: 'End Safari on iPhone' });
  end.focus();
  fireEvent.click(end);
  await waitFor(() => expect(screen.queryByText('Safari on iPhone')).toBeNull());
  expect(document.activeElement).toBe(screen.getByRole('list', { name: 'Sessions' }));
});

it('ends all others, and offers it no more', async () => {
  renderList({
    'DELETE /api/sessions': () => {
      listed = listed.filter((it) => it.is_current);
      return done();
    },
  });
  fireEvent.click(await screen.findByRole('button', { name: 'End all others' }));
  await waitFor(() => expect(screen.queryByRole('button', { name: /^End/ })).toBeNull());
  screen.getByText('This browser');
});

it('what was ended elsewhere goes, and is no fault', async () => {
  renderList({
    'DELETE /api/sessions/2': () => {
      listed = listed.filter(({ uuid }) => uuid !== '2');
      return refusal(404, 'session_not_found', 'It is over already.');
    },
  });
  fireEvent.click(await screen.findByRole('button', { name: 'End Safari on iPhone' }));
  await waitFor(() => expect(screen.queryByText('Safari on iPhone')).toBeNull());
  expect(screen.queryByText('It is over already.')).toBeNull();
});

it('can be looked at again when there was no answer', async () => {
  let answer = () => refusal(503, 'busy', 'The server is busy.');
  renderList({ 'GET /api/sessions': () => answer() });
  await screen.findByText('The server is busy.');
  answer = () => Response.json(listed);
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('Safari on iPhone');
});

it('is looked at again after a change of password, which ends the others', async () => {
  renderList({
    'PUT /api/me/password': () => {
      listed = listed.filter((it) => it.is_current);
      return done();
    },
  });
  await screen.findByText('Safari on iPhone');
  fireEvent.click(screen.getByRole('button', { name: 'Change password' }));
  await screen.findByText('Your password is changed.');
  await waitFor(() => expect(screen.queryByText('Safari on iPhone')).toBeNull());
});
