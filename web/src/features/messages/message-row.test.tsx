// @vitest-environment jsdom

import type { PendingMessage } from '@cruddur/client';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { group } from '../../../packages/client/src/testing/fake-server';
import { MessageRow } from './message-row';
import { buildTimeline } from './timeline';

const actions = { onRetry: vi.fn(), onEdit: vi.fn(), onDelete: vi.fn() };

function pendingRow(state: PendingMessage['state'], reason: string | null, message = 'hello') {
  const pending: PendingMessage = {
    message_group_uuid: group,
    uuid: 'sent-1',
    base: 0,
    message,
    written_at: '2026-11-21T12:00:00.000Z',
    state,
    reason,
  };
  const [row] = buildTimeline([], [pending], { me: 'alice-uuid', unreadFrom: null, otherReadSeq: 0 });
  return <MessageRow row={row ?? expect.fail()} isTabStop={false} actions={actions} />;
}

function renderPending(state: PendingMessage['state'], reason: string | null): HTMLElement {
  render(pendingRow(state, reason));
  return screen.getByRole('article');
}

afterEach(cleanup);

it('a message whose outcome is unknown says so, and can be sent again', () => {
  const article = renderPending('unconfirmed', 'Not confirmed. It may have arrived; Retry is safe.');
  expect(article.getAttribute('aria-label')).toMatch(/, Not confirmed: hello$/);
  expect(article.dataset.state).toBe('unconfirmed');
  expect(screen.getByText('Not confirmed. It may have arrived; Retry is safe.')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Retry' })).toBeTruthy();
});

it('a refused message says why', () => {
  const article = renderPending('failed', 'Not sent. Shorten it by 6.');
  expect(article.getAttribute('aria-label')).toMatch(/, Not sent: hello$/);
  expect(screen.getByText('Not sent. Shorten it by 6.')).toBeTruthy();
});

it('a message that waits for its turn is being sent, and there is nothing to decide', () => {
  expect(renderPending('waiting', null).dataset.state).toBe('sending');
  expect(screen.queryByRole('button')).toBeNull();
});

it('the time of a message is put into words once, however often the list is rendered', () => {
  const format = vi.spyOn(Date.prototype, 'toLocaleTimeString');
  const { rerender } = render(pendingRow('waiting', null));
  rerender(pendingRow('waiting', null, 'hello again'));
  expect(screen.getByText('hello again')).toBeTruthy();
  expect(format).toHaveBeenCalledTimes(1);
});
