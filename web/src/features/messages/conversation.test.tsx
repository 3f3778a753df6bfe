// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveContext } from '../../live/react/live-context';
import { AlicesBrowser } from '../../live/testing/alices-browser';
import { alice, group, problem } from '../../live/testing/fake-server';
import { Conversation } from './conversation';
import type { MessageActions } from './message-row';
import type { TimelineRow } from './timeline';

interface PlainListProps {
  readonly rows: readonly TimelineRow[];
  readonly actions: MessageActions;
  readonly onGoneToEnd: () => void;
}

/** jsdom lays nothing out, so the real list would show no row. */
function PlainList({ rows, actions, onGoneToEnd }: PlainListProps) {
  return (
    <>
      {rows.map(({ key, text, pending }) => (
        <div key={key}>
          <button type="button" onClick={() => pending && actions.onRetry(pending)}>
            Retry {text}
          </button>
          <button type="button" onClick={() => pending && actions.onEdit(pending)}>
            Edit {text}
          </button>
          <button type="button" onClick={() => pending && actions.onDelete(pending)}>
            Delete {text}
          </button>
        </div>
      ))}
      <button type="button" onClick={onGoneToEnd}>
        Go to the end
      </button>
    </>
  );
}

vi.mock('./message-list', () => ({ MessageList: PlainList }));

const me = { uuid: alice, handle: 'alice', display_name: 'Alice', email: 'a@example.org', created_at: '' };
const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message Bob Harris' });

async function press(name: string): Promise<void> {
  const button = screen.getByRole('button', { name });
  button.focus();
  await act(async () => {
    fireEvent.click(button);
  });
}

afterEach(cleanup);

beforeEach(async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  const browser = new AlicesBrowser();
  browser.server.sayMany(1);
  await browser.open();
  for (const text of ['one', 'two']) {
    browser.server.beforeStoring.push(() => {
      throw problem(422, 'message_refused');
    });
    await browser.send(text);
  }
  render(
    <LiveContext value={{ client: browser.client, me }}>
      <Conversation group={group} />
    </LiveContext>,
  );
  await act(async () => {});
});

it('deleting one unsent message leaves the editing of another', async () => {
  await press('Edit two');
  fireEvent.change(box(), { target: { value: 'two and a half' } });
  await press('Delete one');
  expect(box().value).toBe('two and a half');
});

it('deleting the message that is edited ends the editing', async () => {
  await press('Edit two');
  await press('Delete two');
  expect(screen.queryByText('Editing an unsent message')).toBeNull();
});

it.each(['Retry one', 'Delete two', 'Go to the end'])('%s gives the focus to the box', async (button) => {
  await press(button);
  expect(document.activeElement).toBe(box());
});
