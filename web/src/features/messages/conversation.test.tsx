// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { settle } from '../../../packages/client/src/testing/fake-clock';
import { alice, group, networkFailure, problem } from '../../../packages/client/src/testing/fake-server';
import { LiveContext } from '../../live/react/live-context';
import { AlicesBrowser } from '../../live/testing/alices-browser';
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

function renderConversation(browser: AlicesBrowser): void {
  render(
    <LiveContext value={{ client: browser.client, me }}>
      <Conversation group={group} />
    </LiveContext>,
  );
}

afterEach(cleanup);

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
});

describe('unsent messages', () => {
  beforeEach(async () => {
    const browser = new AlicesBrowser();
    browser.server.sayMany(1);
    await browser.open();
    for (const text of ['one', 'two']) {
      browser.server.beforeStoring.push(() => {
        throw problem(422, 'message_refused');
      });
      await browser.send(text);
    }
    renderConversation(browser);
    await act(async () => {});
  });

  it('deleting one leaves the editing of another', async () => {
    await press('Edit two');
    fireEvent.change(box(), { target: { value: 'two and a half' } });
    await press('Delete one');
    expect(box().value).toBe('two and a half');
  });

  it('deleting the one that is edited ends the editing', async () => {
    await press('Edit two');
    await press('Delete two');
    expect(screen.queryByText('Editing an unsent message')).toBeNull();
  });

  it.each(['Retry one', 'Delete two', 'Go to the end'])('%s gives the focus to the box', async (button) => {
    await press(button);
    expect(document.activeElement).toBe(box());
  });
});

it('a conversation that cannot be loaded can be written to, and keeps its box when it comes', async () => {
  const browser = new AlicesBrowser();
  browser.server.sayMany(1);
  browser.client.start();
  await settle();
  browser.server.down = networkFailure();
  renderConversation(browser);
  await act(settle);
  expect(screen.getByText('These messages are not here yet')).toBeTruthy();
  const boxBefore = box();
  fireEvent.change(box(), { target: { value: 'written in a tunnel' } });
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect(screen.getByRole('button', { name: 'Retry written in a tunnel' })).toBeTruthy();
  browser.server.down = null;
  await act(() => browser.clock.advance(20_000));
  expect(screen.queryByText('These messages are not here yet')).toBeNull();
  expect(browser.texts).toEqual(['message 1', 'written in a tunnel']);
  expect(box()).toBe(boxBefore);
});

it('a draft to somebody who has written nothing is found again without a network', async () => {
  const browser = new AlicesBrowser();
  await browser.open();
  browser.client.drafts.set(group, 'half a thought');
  await browser.leaveAndReload();
  browser.server.down = networkFailure();
  renderConversation(browser);
  await act(settle);
  expect(box().value).toBe('half a thought');
});
