// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import SignUpPage from './sign-up-page';

type Loss = 'request' | 'answer';

/** As much of the server's accounts as signing up needs; a call can be lost on its way or on the way back. */
class Accounts {
  readonly passwords = new Map<string, string>();
  readonly calls: string[] = [];
  confirms = false;
  lose: { readonly call: string; readonly loss: Loss } | null = null;

  fetch = async (address: string, init: RequestInit): Promise<Response> => {
    const call = `${init.method} ${address}`;
    this.calls.push(call);
    const { loss } = this.lose?.call === call ? this.lose : { loss: null };
    if (loss === 'request') throw new TypeError('Failed to fetch');
    const answer = this.answer(call, JSON.parse(String(init.body ?? '{}')));
    if (loss === 'answer') throw new TypeError('Failed to fetch');
    return answer;
  };

  private answer(call: string, body: Record<string, string>): Response {
    const { handle = '', login = '', password = '' } = body;
    switch (call) {
      case 'POST /api/accounts':
        if (this.passwords.has(handle)) return refusal(409, 'handle_taken', 'Somebody has this handle already.');
        this.passwords.set(handle, password);
        return Response.json({ handle, code_sent_to: this.confirms ? 'a***@e***' : null }, { status: 201 });
      case 'POST /api/session':
        if (this.passwords.get(login) !== password) return refusal(401, 'invalid_credentials', 'Check the password.');
        if (this.confirms) return refusal(403, 'account_not_confirmed', 'Confirm the account first.');
        return Response.json({ uuid: 'ann-uuid', handle: login });
      default:
        return refusal(401, 'unauthenticated', 'Sign in.');
    }
  }
}

function refusal(status: number, code: string, detail: string): Response {
  return Response.json({ code, detail }, { status });
}

let accounts: Accounts;

beforeEach(() => {
  accounts = new Accounts();
  vi.stubGlobal('fetch', accounts.fetch);
  history.replaceState(null, '', '/sign-up');
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SignUpPage />
    </QueryClientProvider>,
  );
  for (const [label, value] of Object.entries({
    Name: 'Ann',
    Handle: 'ann',
    'E-mail': 'ann@example.org',
    Password: 'a-good-password',
  })) {
    fireEvent.change(screen.getByLabelText(label), { target: { value } });
  }
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const create = () => fireEvent.click(screen.getByRole('button', { name: 'Create account' }));
const signedIn = () => waitFor(() => expect(location.pathname).toBe('/messages'));

it('a new account is signed in to', async () => {
  create();
  await signedIn();
});

it('an account that nobody confirmed is signed in to by the next try', async () => {
  accounts.lose = { call: 'POST /api/accounts', loss: 'answer' };
  create();
  await screen.findByText(/cannot be reached/);
  accounts.lose = null;
  create();
  await signedIn();
});

it('an account that could not be signed in to is said to be ready, and the next try signs in', async () => {
  accounts.lose = { call: 'POST /api/session', loss: 'request' };
  create();
  await screen.findByText('Your account is ready. Sign in with it.');
  accounts.lose = null;
  create();
  await signedIn();
});

it('a handle that somebody else has is taken, also after a call without an answer', async () => {
  accounts.passwords.set('ann', 'the password of another Ann');
  accounts.lose = { call: 'POST /api/accounts', loss: 'request' };
  create();
  await screen.findByText(/cannot be reached/);
  accounts.lose = null;
  create();
  await screen.findByText('Somebody has this handle already.');
  expect(location.pathname).toBe('/sign-up');
});

it('no password is tried on a handle that cannot be ours', async () => {
  accounts.passwords.set('ann', 'the password of another Ann');
  create();
  await screen.findByText('Somebody has this handle already.');
  expect(accounts.calls).not.toContain('POST /api/session');
});

it('an account that is to be confirmed leads to the code, and is signed in to by nobody before', async () => {
  accounts.confirms = true;
  create();
  await waitFor(() => expect(location.pathname).toBe('/confirm'));
  expect(history.state).toMatchObject({ login: 'ann', sentTo: 'a***@e***' });
  expect(accounts.calls).not.toContain('POST /api/session');
});

it('an account whose answer was lost leads to the code by the next try', async () => {
  accounts.confirms = true;
  accounts.lose = { call: 'POST /api/accounts', loss: 'answer' };
  create();
  await screen.findByText(/cannot be reached/);
  accounts.lose = null;
  create();
  await waitFor(() => expect(location.pathname).toBe('/confirm'));
});
