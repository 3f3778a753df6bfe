// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { Deferred, DeferredPart } from './deferred';

const Part = ({ name }: { name: string }) => <p>Hello {name}</p>;
const Greeting = ({ part }: { part: DeferredPart<{ name: string }> }) => (
  <Deferred part={part} waiting={null}>
    {(Loaded) => <Loaded name="Ann" />}
  </Deferred>
);
const settled = () => act(async () => {});

afterEach(cleanup);

it('a part that cannot be loaded leaves the rest standing and is asked for again', async () => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  const load = vi.fn().mockRejectedValueOnce(new TypeError('Failed to fetch')).mockResolvedValue({ default: Part });
  const part = new DeferredPart<{ name: string }>(load);
  render(
    <>
      <p>the rest</p>
      <Greeting part={part} />
    </>,
  );
  await settled();
  expect(screen.getByRole('alert').textContent).toContain('could not be loaded');
  expect(screen.getByText('the rest')).not.toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await settled();
  expect(screen.getByText('Hello Ann')).not.toBeNull();
  expect(screen.queryByRole('alert')).toBeNull();
});

it('a part that was loaded before is there at once', async () => {
  const load = vi.fn().mockResolvedValue({ default: Part });
  const part = new DeferredPart<{ name: string }>(load);
  await part.preload();
  render(<Greeting part={part} />);
  expect(screen.getByText('Hello Ann')).not.toBeNull();
  expect(load).toHaveBeenCalledOnce();
});
