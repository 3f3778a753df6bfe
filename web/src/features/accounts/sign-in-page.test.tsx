// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { atPage, refusal } from '../../shared/testing/at-page';
import type { SignInOffer } from './api/get-sign-in-offer';
import SignInPage from './sign-in-page';
import { typedCredentials } from './waiting-account';

const local: SignInOffer = { provider: 'local', sends_codes: true, hosted_page: null, shows_mails: false };
const offering = (offer: Partial<SignInOffer>) => ({
  'GET /api/sign_in': () => Response.json({ ...local, ...offer }),
});

afterEach(() => {
  cleanup();
  typedCredentials.forget();
  vi.unstubAllGlobals();
});

it('a forgotten password can be replaced where codes are sent', async () => {
  atPage('/sign-in?return_to=%2Fsettings', <SignInPage />, offering({}));
  const link = await screen.findByRole('link', { name: 'Forgot your password?' });
  expect(link.getAttribute('href')).toBe('/forgot?return_to=%2Fsettings');
});

it('and is not offered where none are, nor where nothing is known', async () => {
  const calls = atPage('/sign-in', <SignInPage />, offering({ sends_codes: false }));
  await waitFor(() => expect(calls.map(({ call }) => call)).toContain('GET /api/sign_in'));
  expect(screen.queryByRole('link', { name: 'Forgot your password?' })).toBeNull();
});

it('a page of the provider is offered where there is one', async () => {
  atPage('/sign-in', <SignInPage />, offering({ hosted_page: '/api/session/hosted' }));
  const link = await screen.findByRole('link', { name: /provider/ });
  expect(link.getAttribute('href')).toBe('/api/session/hosted?return_to=%2Fmessages');
});

it.each([
  ['/@bob', '%2F%40bob'],
  ['https://elsewhere.example/', '%2Fmessages'],
])('that page leads back to where one wanted to be, if that is here: %s', async (wanted, kept) => {
  const address = `/sign-in?hosted=failed&return_to=${encodeURIComponent(wanted)}`;
  atPage(address, <SignInPage />, offering({ hosted_page: '/api/session/hosted' }));
  const link = await screen.findByRole('link', { name: /provider/ });
  expect(link.getAttribute('href')).toBe(`/api/session/hosted?return_to=${kept}`);
});

it('who has not confirmed the account yet is led to the code', async () => {
  atPage('/sign-in', <SignInPage />, {
    ...offering({}),
    'POST /api/session': () => refusal(403, 'account_not_confirmed', 'Confirm the account first.'),
  });
  fireEvent.change(screen.getByLabelText('Handle or e-mail'), { target: { value: 'ann' } });
  fireEvent.change(screen.getByLabelText('Password'), { target: { value: 'a-good-password' } });
  fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  await waitFor(() => expect(location.pathname).toBe('/confirm'));
  expect(history.state).toMatchObject({ login: 'ann' });
  expect(typedCredentials.of('ann')?.password).toBe('a-good-password');
});

it('what was done before is said', () => {
  atPage('/sign-in', <SignInPage />, offering({}), { notice: 'Your account is confirmed. Sign in.' });
  screen.getByText('Your account is confirmed. Sign in.');
});

it('what went wrong on the page of the provider is said', () => {
  atPage('/sign-in?hosted=failed', <SignInPage />, offering({ hosted_page: '/api/session/hosted' }));
  screen.getByText(/provider’s page did not work/);
});
