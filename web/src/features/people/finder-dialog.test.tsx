// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, createEvent, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { alice } from '../../../packages/client/src/testing/fake-server';
import { LiveContext } from '../../live/react/live-context';
import { AlicesBrowser } from '../../live/testing/alices-browser';
import FinderDialog from './finder-dialog';

const me = { uuid: alice, handle: 'alice', display_name: 'Alice', email: 'a@example.org', created_at: '' };
const people: Readonly<Record<string, object[]>> = {
  cl: [{ uuid: 'c', handle: 'cleo', display_name: 'Cleo Bernard' }],
  lukasz: [{ uuid: 'l', handle: 'wozniak', display_name: 'Łukasz Woźniak' }],
};
const onChoose = vi.fn();
const onClose = vi.fn();
let browser: AlicesBrowser;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  // jsdom has the element without its methods.
  HTMLDialogElement.prototype.showModal = function show() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.dispatchEvent(new Event('close'));
  };
  // Not a Response: its body would be read outside of the time that the test holds.
  vi.stubGlobal('fetch', async (address: string) => ({
    ok: true,
    headers: new Headers(),
    text: async () =>
      JSON.stringify(people[new URL(address, 'http://here.invalid').searchParams.get('query') ?? ''] ?? []),
  }));
  browser = new AlicesBrowser();
  browser.server.sayMany(1);
  await browser.open();
});

function renderFinder(): void {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <LiveContext value={{ client: browser.client, me }}>
        <FinderDialog onChoose={onChoose} onClose={onClose} />
      </LiveContext>
    </QueryClientProvider>,
  );
}

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const box = () => screen.getByTestId('finder-input');
const note = () => screen.getByRole('status').textContent;
const type = (value: string) => fireEvent.change(box(), { target: { value } });
/** The pause in typing, and then the answer. */
const pause = async () => {
  await act(() => vi.advanceTimersByTimeAsync(200));
  await act(() => vi.advanceTimersByTimeAsync(10));
};

it('says that nobody was found only when the server has said so about what was typed', async () => {
  renderFinder();
  type('x');
  expect(note()).toBe('Looking…');
  await pause();
  expect(note()).toBe('Nobody found for “x”.');
  type('xy');
  expect(note()).toBe('Looking…');
  await pause();
  expect(note()).toBe('Nobody found for “xy”.');
});

it('offers whom the server found by letters that only the server folds', async () => {
  renderFinder();
  type('lukasz');
  await pause();
  expect(screen.getByTestId('finder-option').textContent).toContain('Łukasz Woźniak');
  expect(note()).toBe('');
});

it('leaves to an input method the Enter that accepts what it offers', async () => {
  renderFinder();
  type('cl');
  await pause();
  fireEvent(box(), createEvent.keyDown(box(), { key: 'Enter', keyCode: 229 }));
  expect(onChoose).not.toHaveBeenCalled();
  fireEvent.keyDown(box(), { key: 'Enter' });
  expect(onChoose).toHaveBeenCalledExactlyOnceWith('/messages/new/cleo');
});

it('closes with the click on what is around it, not with the press', () => {
  renderFinder();
  const dialog = screen.getByRole('dialog');
  fireEvent.pointerDown(dialog);
  expect(onClose).not.toHaveBeenCalled();
  fireEvent.click(dialog);
  expect(onClose).toHaveBeenCalledOnce();
});

it('stays when a press in it ends outside', () => {
  renderFinder();
  fireEvent.pointerDown(box());
  fireEvent.click(screen.getByRole('dialog'));
  expect(onClose).not.toHaveBeenCalled();
});

it('calls somebody new with whom there is no conversation, once all of them are known', async () => {
  renderFinder();
  type('cl');
  await pause();
  expect(screen.getByTestId('finder-option').textContent).toContain('New');
  cleanup();

  browser = new AlicesBrowser();
  browser.server.holdsBack = true;
  await browser.open();
  renderFinder();
  type('cl');
  await pause();
  expect(screen.getByTestId('finder-option').textContent).not.toContain('New');
});
