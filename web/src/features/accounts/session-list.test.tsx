// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { alice } from '../../../packages/client/src/testing/fake-server';
import { LiveContext } from '../../live/react/live-context';
import { AlicesBrowser } from '../../live/testing/alices-browser';
import { atPage, type Calls, done, refusal } from '../../shared/testing/at-page';
import type { Session } from './api/sessions';
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
  await vi.waitFor(() => expect(screen.queryByText('Safari on iPhone')).toBeNull());
  screen.getByText('Access token of curl/8.5.0');
});

it('ends all others, and offers it no more', async () => {
  renderList({
    'DELETE /api/sessions': () => {
      listed = listed.filter((it) => it.is_current);
      return done();
    },
  });
  fireEvent.click(await screen.findByRole('button', { name: 'End all others' }));
  await vi.waitFor(() => expect(screen.queryByRole('button')).toBeNull());
  screen.getByText('This browser');
});

it('what somebody else ended is said and goes', async () => {
  renderList({
    'DELETE /api/sessions/2': () => {
      listed = listed.filter(({ uuid }) => uuid !== '2');
      return refusal(404, 'session_not_found', 'It is over already.');
    },
  });
  fireEvent.click(await screen.findByRole('button', { name: 'End Safari on iPhone' }));
  await screen.findByText('It is over already.');
  await vi.waitFor(() => expect(screen.queryByText('Safari on iPhone')).toBeNull());
});
