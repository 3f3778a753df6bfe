// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { alice } from '../../../packages/client/src/testing/fake-server';
import { LiveContext } from '../../live/react/live-context';
import { AlicesBrowser } from '../../live/testing/alices-browser';
import ProfilePage from './profile-page';

const me = { uuid: alice, handle: 'alice', display_name: 'Alice', email: 'a@example.org', created_at: '' };
const bob = { uuid: 'bob-uuid', handle: 'bob', display_name: 'Bob Harris' };
let answer: () => Response;
let queries: QueryClient;

const noAnswer = () => {
  throw new TypeError('Failed to fetch');
};
const found = () => Response.json(bob);
const nobody = () => Response.json({ code: 'user_not_found', detail: 'Check the handle.' }, { status: 404 });

function renderProfile(): void {
  render(
    <QueryClientProvider client={queries}>
      <LiveContext value={{ client: new AlicesBrowser().client, me }}>
        <ProfilePage handle="bob" />
      </LiveContext>
    </QueryClientProvider>,
  );
}

/** With the turn after it, in which the page hears what came of it. */
const readAgain = () =>
  act(async () => {
    await queries.refetchQueries();
    await new Promise((resolve) => setTimeout(resolve));
  });
const isShown = (text: string) => screen.queryByText(text) !== null;

beforeEach(() => {
  vi.stubGlobal('fetch', async () => answer());
  queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('a person who was read before stays when reading them again gets no answer', async () => {
  answer = found;
  renderProfile();
  await screen.findByText('Bob Harris');
  answer = noAnswer;
  await readAgain();
  expect(isShown('Bob Harris')).toBe(true);
  expect(isShown('No profile to show')).toBe(false);
});

it('a person who is gone is not shown as if they were there', async () => {
  answer = found;
  renderProfile();
  await screen.findByText('Bob Harris');
  answer = nobody;
  await readAgain();
  expect(isShown('Nobody is called @bob')).toBe(true);
  expect(isShown('Bob Harris')).toBe(false);
});

it('without an answer there is another try', async () => {
  answer = noAnswer;
  renderProfile();
  await screen.findByText('No profile to show');
  answer = found;
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('Bob Harris');
});

it('a refusal leaves nothing to try', async () => {
  answer = nobody;
  renderProfile();
  await screen.findByText('Nobody is called @bob');
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
});
