// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { accepted, atPage, done, refusal } from '../../shared/testing/at-page';
import ForgotPage from './forgot-page';
import ResetPage from './reset-page';

const forgot = 'POST /api/password/forgot';
const reset = 'POST /api/password/reset';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function type(fields: Record<string, string>, button: string): void {
  for (const [label, value] of Object.entries(fields)) {
    fireEvent.change(screen.getByLabelText(label), { target: { value } });
  }
  fireEvent.click(screen.getByRole('button', { name: button }));
}

it('a forgotten password leads to the code, and no login to the address', async () => {
  const calls = atPage('/forgot?return_to=%2Fsettings', <ForgotPage />, { [forgot]: accepted });
  type({ 'Handle or e-mail': ' ann@example.org ' }, 'Send the code');
  await waitFor(() => expect(location.pathname).toBe('/reset'));
  expect(location.search).toBe('?return_to=%2Fsettings');
  expect(history.state).toMatchObject({ login: 'ann@example.org' });
  expect(calls.at(-1)).toEqual({ call: forgot, body: { login: 'ann@example.org' } });
});

it('nothing is asked for nobody', async () => {
  const calls = atPage('/forgot', <ForgotPage />, { [forgot]: accepted });
  type({ 'Handle or e-mail': ' ' }, 'Send the code');
  await screen.findByText('Enter your handle or e-mail address.');
  expect(screen.getByLabelText('Handle or e-mail').getAttribute('aria-invalid')).toBe('true');
  expect(calls).toEqual([]);
});

it('the code and a new password sign in, to where one wanted to be', async () => {
  const calls = atPage(
    '/reset?return_to=%2Fsettings',
    <ResetPage />,
    { [reset]: done, 'POST /api/session': () => Response.json({ uuid: 'ann-uuid', handle: 'ann' }) },
    { login: 'ann' },
  );
  type({ Code: '123456', 'New password': 'a-better-password' }, 'Set the password');
  await waitFor(() => expect(location.pathname).toBe('/settings'));
  expect(calls.find(({ call }) => call === reset)?.body).toEqual({
    login: 'ann',
    code: '123456',
    password: 'a-better-password',
  });
});

it('what is wrong is said where it is wrong', async () => {
  const refusals = [
    refusal(422, 'code_refused', 'The code is another.', 'code'),
    refusal(422, 'password_too_short', 'Too short.', 'password'),
  ];
  atPage('/reset', <ResetPage />, { [reset]: () => refusals.shift() as Response }, { login: 'ann' });
  type({ Code: '000000', 'New password': 'short' }, 'Set the password');
  await screen.findByText('The code is another.');
  expect(screen.getByLabelText('Code').getAttribute('aria-invalid')).toBe('true');
  type({ Code: '123456' }, 'Set the password');
  await screen.findByText('Too short.');
  expect(screen.getByLabelText('New password').getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByLabelText('Code').getAttribute('aria-invalid')).toBe('false');
});

it('a new password that cannot be signed in with yet leads to signing in', async () => {
  atPage('/reset', <ResetPage />, { [reset]: done }, { login: 'ann' });
  type({ Code: '123456', 'New password': 'a-better-password' }, 'Set the password');
  await waitFor(() => expect(location.pathname).toBe('/sign-in'));
  expect(history.state).toMatchObject({ notice: 'Your new password is set. Sign in with it.' });
});

it('no password is set for nobody', async () => {
  const calls = atPage('/reset', <ResetPage />, { [reset]: done });
  type({ Code: '123456', 'New password': 'a-better-password' }, 'Set the password');
  await screen.findByText('Enter your handle or e-mail address.');
  expect(document.activeElement).toBe(screen.getByLabelText('Handle or e-mail'));
  expect(calls.map(({ call }) => call)).not.toContain(reset);
});

it.each([
  ['local', true],
  ['cognito', false],
])('the rules of this server’s own accounts are told where accounts are %s: %s', async (provider, told) => {
  const offer = () => Response.json({ provider, sends_codes: true, hosted_page: null, shows_mails: true });
  atPage('/reset', <ResetPage />, { 'GET /api/sign_in': offer }, { login: 'ann' });
  await screen.findByText(/This server sends no mails/);
  expect(screen.queryByText(/10 minutes/) !== null).toBe(told);
  expect(screen.queryByText(/8 characters/) !== null).toBe(told);
  screen.getByText(/Signs you out everywhere else/);
});
