// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { atPage, refusal } from '../../shared/testing/at-page';
import MailsPage from './mails-page';

afterEach(() => {
  cleanup();
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
  const elsewhere = () => refusal(404, 'not_found', 'Mails are shown on the machine of the server.');
  atPage('/mails', <MailsPage />, { 'GET /api/mails': elsewhere });
  await screen.findByText('Mails are shown on the machine of the server.');
});
