// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { accepted, atPage, done, refusal } from '../../shared/testing/at-page';
import ConfirmPage from './confirm-page';
import { typedCredentials } from './waiting-account';

const confirmation = 'POST /api/accounts/confirmation';
const waiting = { login: 'ann', sentTo: 'a***@e***' };

afterEach(() => {
  cleanup();
  typedCredentials.forget();
  vi.unstubAllGlobals();
});

function type(code: string): void {
  fireEvent.change(screen.getByLabelText('Code'), { target: { value: code } });
  fireEvent.click(screen.getByRole('button', { name: 'Confirm' }));
}

it('the right code signs in with what was typed a moment ago, which is kept no longer', async () => {
  typedCredentials.keep({ login: 'ann', password: 'a-good-password' });
  const calls = atPage(
    '/confirm',
    <ConfirmPage />,
    { [confirmation]: done, 'POST /api/session': () => Response.json({ uuid: 'ann-uuid', handle: 'ann' }) },
    waiting,
  );
  screen.getByText('We sent a code to a***@e***.');
  type('123456');
  await waitFor(() => expect(location.pathname).toBe('/messages'));
  expect(calls.find(({ call }) => call === confirmation)?.body).toEqual({ login: 'ann', code: '123456' });
  expect(typedCredentials.of('ann')).toBeNull();
});

it('after a reload, when nothing typed is left, it leads to signing in', async () => {
  atPage('/confirm', <ConfirmPage />, { [confirmation]: done }, waiting);
  type('123456');
  await waitFor(() => expect(location.pathname).toBe('/sign-in'));
  expect(history.state).toMatchObject({ notice: 'Your account is confirmed. Sign in.' });
});

it('a wrong code is said where it was typed', async () => {
  const wrong = () => refusal(422, 'code_refused', 'The code is another.', 'code');
  atPage('/confirm', <ConfirmPage />, { [confirmation]: wrong }, waiting);
  type('000000');
  await screen.findByText('The code is another.');
  expect(screen.getByLabelText('Code').getAttribute('aria-invalid')).toBe('true');
});

it('a new code can be asked for', async () => {
  const calls = atPage('/confirm', <ConfirmPage />, { 'POST /api/accounts/confirmation/resend': accepted }, waiting);
  fireEvent.click(screen.getByRole('button', { name: 'Send a new code' }));
  await screen.findByText(/Use the newest/);
  expect(calls.find(({ call }) => call.endsWith('/resend'))?.body).toEqual({ login: 'ann' });
});

it('who comes by the address says who they are', async () => {
  const calls = atPage('/confirm', <ConfirmPage />, { [confirmation]: done });
  fireEvent.change(screen.getByLabelText('Handle'), { target: { value: ' ann ' } });
  type('123456');
  await waitFor(() => expect(location.pathname).toBe('/sign-in'));
  expect(calls.find(({ call }) => call === confirmation)?.body).toEqual({ login: 'ann', code: '123456' });
});

it('nobody is confirmed or sent a code without a handle, and the code may be wrong all the same', async () => {
  const wrong = () => refusal(422, 'code_refused', 'The code is another.', 'code');
  const calls = atPage('/confirm', <ConfirmPage />, { [confirmation]: wrong });
  type('123456');
  await screen.findByText('Enter your handle.');
  const handle = screen.getByLabelText('Handle');
  expect(handle.getAttribute('aria-invalid')).toBe('true');
  expect(document.activeElement).toBe(handle);
  fireEvent.change(handle, { target: { value: 'ann' } });
  fireEvent.click(screen.getByRole('button', { name: 'Confirm' }));
  await screen.findByText('The code is another.');
  fireEvent.change(handle, { target: { value: ' ' } });
  fireEvent.click(screen.getByRole('button', { name: 'Send a new code' }));
  await screen.findByText('Enter your handle.');
  expect(screen.queryByText('The code is another.')).toBeNull();
  expect(calls.filter(({ call }) => call.startsWith('POST')).map(({ body }) => body.login)).toEqual(['ann']);
});

it('what was typed is kept no longer when somebody signs in in another tab', async () => {
  typedCredentials.keep({ login: 'ann', password: 'a-good-password' });
  atPage('/confirm', <ConfirmPage />, { 'GET /api/me': () => Response.json({ uuid: 'ben-uuid' }) }, waiting);
  await waitFor(() => expect(location.pathname).toBe('/messages'));
  expect(typedCredentials.of('ann')).toBeNull();
});
