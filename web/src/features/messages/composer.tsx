import './composer.css';
import type { PendingMessage } from '@cruddur/client';
import { type KeyboardEvent, type RefObject, useEffect, useId, useLayoutEffect, useState } from 'react';
import { useLive } from '../../live/react/live-context';
import { useTyped } from '../../live/react/use-typed';
import { announcer } from '../../shared/announcer/announcer';
import { checkMessage } from '../../shared/text/message-limits';
import { hasKeyboard } from '../../shared/ui/has-keyboard';
import { Icon } from '../../shared/ui/icon';
import { isForInputMethod } from '../../shared/ui/input-method';

interface ComposerProps {
  /** For the focus: what takes a button away from under it gives it to the box. */
  readonly box: RefObject<HTMLTextAreaElement | null>;
  readonly group: string;
  readonly name: string;
  /** An unsent message whose text is being changed. */
  readonly editing: PendingMessage | null;
  readonly onEdit: (pending: PendingMessage | null) => void;
  readonly onSent: () => void;
}

export function Composer({ box, group, name, editing, onEdit, onSent }: ComposerProps) {
  const { client } = useLive();
  const id = useId();
  const [edited, setEdited] = useState('');
  const [typed, type] = useTyped(group);
  const text = editing === null ? typed : edited;
  const limits = checkMessage(text);
  useAutosize(box, text);

  useEffect(() => {
    if (editing === null) return;
    setEdited(editing.message);
    box.current?.focus();
  }, [box, editing]);

  useEffect(() => {
    if (hasKeyboard()) box.current?.focus();
  }, [box]);

  const keepAsDraft = (message: string) => {
    // It takes its place behind what was being written before.
    const before = client.drafts.get(group)?.text.trimEnd() ?? '';
    type(before === '' ? message : `${before}\n${message}`);
    announcer.say('assertive', 'That message is already on its way. Your text is kept as a draft.');
  };
  const submit = () => {
    box.current?.focus();
    if (limits.refusal !== null) announcer.say('assertive', limits.refusal);
    if (limits.blank || limits.refusal !== null) return;
    const message = text.trim();
    if (editing !== null) {
      onEdit(null);
      void client.outbox.edit(editing, message).then((isChanged) => {
        if (!isChanged) keepAsDraft(message);
      });
      return;
    }
    client.send(group, message);
    type('');
    onSent();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isForInputMethod(event.nativeEvent)) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === 'Escape' && editing !== null) {
      event.stopPropagation();
      onEdit(null);
    } else if (event.key === 'ArrowUp' && !event.altKey && text === '') {
      const unsent = client.outbox.queue(group).findLast((pending) => pending.state !== 'sending');
      if (unsent === undefined) return;
      event.preventDefault();
      onEdit(unsent);
    }
  };

  return (
    <form
      className="composer"
      aria-label="New message"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {editing !== null && (
        <div className="composer-editing">
          <span>Editing an unsent message</span>
          <button type="button" className="button button-quiet button-small" onClick={() => onEdit(null)}>
            Cancel
          </button>
        </div>
      )}
      <div className="composer-box">
        <textarea
          ref={box}
          className="composer-input"
          data-testid="composer"
          aria-label={`Message ${name}`}
          aria-describedby={`${id}-counter`}
          aria-invalid={limits.refusal !== null}
          placeholder={`Message ${name}`}
          rows={1}
          enterKeyHint="send"
          value={text}
          onChange={(event) => {
            if (editing !== null) return setEdited(event.target.value);
            type(event.target.value);
            if (event.target.value.trim() !== '') client.typed(group);
          }}
          onKeyDown={onKeyDown}
        />
        <button
          type="submit"
          className="composer-send"
          data-testid="send-button"
          aria-label={editing === null ? 'Send' : 'Save and send'}
          disabled={limits.blank || limits.refusal !== null}
        >
          <Icon name="send" />
        </button>
      </div>
      <p id={`${id}-counter`} className={`composer-counter${limits.refusal === null ? '' : ' composer-over'}`}>
        {limits.refusal ?? (limits.remaining !== null && `${limits.remaining} characters left`)}
      </p>
    </form>
  );
}

/** As tall as its text; the style sheet sets the limit. */
function useAutosize(box: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what changes the height.
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [box, text]);
}
