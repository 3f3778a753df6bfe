import './finder-dialog.css';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useLive } from '../../live/react/live-context';
import { useInbox } from '../../live/react/use-live-state';
import { Avatar } from '../../shared/avatar/avatar';
import { Icon } from '../../shared/ui/icon';
import { isForInputMethod } from '../../shared/ui/input-method';
import { useDebounced } from '../../shared/ui/use-debounced';
import { useFindPeople } from './api/find-people';
import { finderNote } from './finder-note';
import { type FinderOption, finderOptions } from './finder-options';

interface FinderDialogProps {
  readonly onChoose: (path: string) => void;
  readonly onClose: () => void;
}

/** Finds a person to write to. The native dialog brings the focus trap, Escape and the way back for the focus. */
export default function FinderDialog({ onChoose, onClose }: FinderDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const { me } = useLive();
  const { groups, status } = useInbox();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const asked = useDebounced(query, 150);
  const people = useFindPeople(asked);
  const answered = asked === query && people.isSuccess && !people.isPlaceholderData;
  const pressedBackdrop = useRef(false);
  const options = finderOptions({ query, groups, found: people.data ?? [], answered, me: me.uuid });
  const current = Math.min(active, options.length - 1);

  useEffect(() => {
    if (dialog.current !== null && !dialog.current.open) dialog.current.showModal();
  }, []);

  const choose = (option: FinderOption | undefined) => {
    if (option === undefined) return;
    dialog.current?.close();
    onChoose(option.path);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isForInputMethod(event.nativeEvent)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && options.length > 0) {
      event.preventDefault();
      const next = (current + step + options.length) % options.length;
      setActive(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(options[current]);
    }
  };

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: for the keyboard there is Escape.
    <dialog
      ref={dialog}
      className="finder"
      aria-label="Find people"
      onClose={onClose}
      onPointerDown={(event) => {
        pressedBackdrop.current = event.target === dialog.current;
      }}
      // Closing on the press already would let the click of a finger through to what lies below.
      onClick={(event) => pressedBackdrop.current && event.target === dialog.current && dialog.current.close()}
    >
      <div className="finder-box">
        <div className="finder-head">
          <Icon name="search" />
          <input
            className="finder-input"
            data-testid="finder-input"
            role="combobox"
            aria-label="Name or handle"
            aria-expanded={options.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={options.length > 0 ? `${id}-${current}` : undefined}
            placeholder="Name or @handle"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              setActive(0);
            }}
            onKeyDown={onKeyDown}
          />
          <button
            type="button"
            className="button button-quiet button-icon"
            aria-label="Close"
            onClick={() => dialog.current?.close()}
          >
            <Icon name="close" />
          </button>
        </div>
        <div id={`${id}-list`} role="listbox" aria-label="People" className="finder-list">
          {options.map((option, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the input, which points here.
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the input.
            <div
              key={option.person.uuid}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === current}
              className="finder-option"
              data-testid="finder-option"
              onClick={() => choose(option)}
              onPointerMove={() => setActive(index)}
            >
              <Avatar uuid={option.person.uuid} name={option.person.display_name} />
              <span className="finder-person">
                <span className="finder-name">{option.person.display_name}</span>
                <span className="finder-handle">@{option.person.handle}</span>
              </span>
              {/* Among what is not loaded there may be a conversation with them. */}
              {!option.known && status === 'ready' && <span className="finder-new">New</span>}
            </div>
          ))}
        </div>
        <p className="finder-note" role="status">
          {finderNote({ query, found: options.length, answered, error: people.error })}
        </p>
      </div>
    </dialog>
  );
}
