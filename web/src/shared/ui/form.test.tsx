// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { Field } from './field';
import { Form } from './form';

const onSubmit = vi.fn();

function TestForm({ pending = false, error = null }: { pending?: boolean; error?: Error | null }) {
  return (
    <Form pending={pending} error={error} onSubmit={onSubmit}>
      <Field label="Name" name="name" />
      <Field label="Handle" name="handle" error={error?.message} />
      <button type="submit" aria-disabled={pending}>
        Save
      </button>
    </Form>
  );
}

afterEach(cleanup);

it('a fault takes the focus to its field, each time anew', () => {
  const { rerender } = render(<TestForm />);
  rerender(<TestForm error={new Error('Taken.')} />);
  expect(document.activeElement).toBe(screen.getByLabelText('Handle'));
  screen.getByLabelText('Name').focus();
  rerender(<TestForm error={new Error('Taken.')} />);
  expect(document.activeElement).toBe(screen.getByLabelText('Handle'));
});

it('is not sent twice, and its button keeps the focus', () => {
  onSubmit.mockClear();
  const { rerender } = render(<TestForm />);
  const button = screen.getByRole('button');
  button.focus();
  fireEvent.click(button);
  rerender(<TestForm pending />);
  fireEvent.click(button);
  expect(onSubmit).toHaveBeenCalledOnce();
  expect(document.activeElement).toBe(button);
});
