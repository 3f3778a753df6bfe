import './write-box.css';
import { type FormEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import { announcer } from '../../shared/announcer/announcer';
import { describeError } from '../../shared/api/describe-error';
import { checkMessage } from '../../shared/text/message-limits';

interface WriteBoxProps {
  readonly label: string;
  readonly placeholder: string;
  readonly action: string;
  readonly rows: number;
  readonly pending: boolean;
  /** Why the last attempt failed. */
  readonly error: Error | null;
  /** Throws what went wrong; the text stays then. */
  readonly onSubmit: (text: string) => Promise<unknown>;
  /** What else there is to choose. */
  readonly children?: ReactNode;
}

/** Where posts and replies are written. Enter breaks the line; Ctrl or Cmd with it sends. */
export function WriteBox({ label, placeholder, action, rows, pending, error, onSubmit, children }: WriteBoxProps) {
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const limits = checkMessage(text);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what changes the height.
  useLayoutEffect(() => {
    if (box.current === null) return;
    box.current.style.height = 'auto';
    box.current.style.height = `${box.current.scrollHeight}px`;
  }, [text]);

  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (limits.refusal !== null) announcer.say('assertive', limits.refusal);
    if (limits.blank || limits.refusal !== null || pending) return;
    const sent = text;
    try {
      await onSubmit(sent.trim());
    } catch {
      // Said below, from the error.
      return;
    }
    // What was typed on meanwhile stays.
    setText((now) => (now === sent ? '' : now));
    box.current?.focus();
  };

  return (
    <form className="write-box" onSubmit={submit}>
      <textarea
        ref={box}
        className="write-input"
        aria-label={label}
        aria-describedby={`${id}-note`}
        aria-invalid={limits.refusal !== null}
        placeholder={placeholder}
        rows={rows}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
        }}
      />
      <p id={`${id}-note`} className={`write-note${limits.refusal === null ? '' : ' write-over'}`}>
        {limits.refusal ?? (limits.remaining !== null && `${limits.remaining} characters left`)}
      </p>
      {error !== null && (
        <p className="form-error" role="alert">
          {describeError(error)}
        </p>
      )}
      <div className="write-foot">
        {children}
        <button
          type="submit"
          className="button button-primary"
          disabled={limits.blank || limits.refusal !== null}
          aria-disabled={pending}
        >
          {pending ? 'Sending…' : action}
        </button>
      </div>
    </form>
  );
}
