import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';

interface FormProps {
  /** An answer is on its way: sending it again does nothing meanwhile. */
  readonly pending: boolean;
  /** What came of sending it; another one each time. */
  readonly error: Error | null;
  readonly onSubmit: (values: FormData, form: HTMLFormElement) => void;
  readonly children: ReactNode;
}

/** A form that takes whoever sent it to the first field with a fault, and leaves them there. */
export function Form({ pending, error, onSubmit, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error !== null) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!pending) onSubmit(new FormData(event.currentTarget), event.currentTarget);
  };
  return (
    <form ref={form} className="form" onSubmit={submit} noValidate>
      {children}
    </form>
  );
}
