// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { alice, group } from '../../../packages/client/src/testing/fake-server';
import { LiveContext } from '../../live/react/live-context';
import { AlicesBrowser } from '../../live/testing/alices-browser';
import { NewConversation } from './new-conversation';

const me = { uuid: alice, handle: 'alice', display_name: 'Alice', email: 'a@example.org', created_at: '' };
let answer: () => Response;

beforeEach(() => {
  vi.stubGlobal('fetch', async () => answer());
  history.replaceState(null, '', '/messages/new/bob');
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function renderConversation(): void {
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <LiveContext value={{ client: new AlicesBrowser().client, me }}>
        <NewConversation handle="bob" />
      </LiveContext>
    </QueryClientProvider>,
  );
}

it('without an answer there is another try, which leads on', async () => {
  answer = () => {
    throw new TypeError('Failed to fetch');
  };
  renderConversation();
  await screen.findByText('This cannot be opened');
  answer = () => Response.json({ uuid: group });
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(location.pathname).toBe(`/messages/${group}`));
});

it('a refusal leaves nothing to try', async () => {
  answer = () => Response.json({ code: 'user_not_found', detail: 'Check the handle.' }, { status: 404 });
  renderConversation();
  await screen.findByText('Nobody is called @bob');
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
});
