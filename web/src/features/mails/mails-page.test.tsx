// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { atPage, refusal } from '../../shared/testing/at-page';
import MailsPage from './mails-page';

afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.unstubAllGlobals();
});

it('shows each mail as it was written', async () => {
  const mail = {
    uuid: '1',
    to: 'ann@example.org',
    subject: 'Confirm your account',
    text: 'The code:\n\n    123456\n',
    sent_at: '2026-01-01T00:00:00Z',
  };
  atPage('/mails', <MailsPage />, { 'GET /api/mails': () => Response.json([mail]) });
  await screen.findByRole('heading', { name: 'Confirm your account' });
  screen.getByText('To ann@example.org');
  expect(screen.getByText(/123456/).tagName).toBe('PRE');
});

it('says that there are none', async () => {
  atPage('/mails', <MailsPage />, { 'GET /api/mails': () => Response.json([]) });
  await screen.findByText('No mails yet');
});

it('says why there are none to see', async () => {
  const without = () => refusal(403, 'mail_key_wrong', 'Open the address of the mails.');
  atPage('/mails', <MailsPage />, { 'GET /api/mails': without });
  await screen.findByText('Open the address of the mails.');
});

it('the key of the address opens them, and is kept here and not in the address', async () => {
  const keys: unknown[] = [];
  const answers = {
    'GET /api/mails': (_: unknown, headers: Record<string, string>) => {
      keys.push(headers['Cruddur-Mail-Key']);
      return Response.json([]);
    },
  };
  atPage('/mails#key=first', <MailsPage />, answers);
  await screen.findByText('No mails yet');
  expect(location.href).not.toContain('first');
  cleanup();
  atPage('/mails', <MailsPage />, answers);
  await screen.findByText('No mails yet');
  expect(keys).toEqual(['first', 'first']);
});

it('another key given on the open page is taken', async () => {
  const answers = {
    'GET /api/mails': (_: unknown, headers: Record<string, string>) =>
      headers['Cruddur-Mail-Key'] === 'right' ? Response.json([]) : refusal(403, 'mail_key_wrong', 'Open the address.'),
  };
  atPage('/mails#key=wrong', <MailsPage />, answers);
  await screen.findByText('Open the address.');
  location.hash = '#key=right';
  await screen.findByText('No mails yet');
});
