import './write-box.css';
import { type FormEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { useLive } from '../../live/react/live-context';
import { useTyped } from '../../live/react/use-typed';
import { announcer } from '../../shared/announcer/announcer';
import { describeError } from '../../shared/api/describe-error';
import { checkMessage } from '../../shared/text/message-limits';
import { isForInputMethod } from '../../shared/ui/input-method';

interface WriteBoxProps {
  /** What is written there, as the draft of it is kept by. */
  readonly box: string;
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
export function WriteBox(props: WriteBoxProps) {
  const { box, label, placeholder, action, rows, pending, error, onSubmit, children } = props;
  const { drafts } = useLive().client;
  const id = useId();
  const input = useRef<HTMLTextAreaElement>(null);
  const [text, type] = useTyped(box);
  const limits = checkMessage(text);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what changes the height.
  useLayoutEffect(() => {
    if (input.current === null) return;
    input.current.style.height = 'auto';
    input.current.style.height = `${input.current.scrollHeight}px`;
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
    // What another tab has made of it meanwhile stays.
    if (drafts.get(box)?.text === sent) type('');
    input.current?.focus();
  };

  return (
    <form className="write-box" onSubmit={submit}>
      <textarea
        ref={input}
        className="write-input"
        aria-label={label}
        aria-describedby={`${id}-note`}
        aria-invalid={limits.refusal !== null}
        placeholder={placeholder}
        rows={rows}
        value={text}
        // What is typed on could not be told from what is being sent.
        readOnly={pending}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (isForInputMethod(event.nativeEvent)) return;
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
