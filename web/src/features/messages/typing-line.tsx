import './typing-line.css';
import { useIsTyping } from '../../live/react/use-live-state';

/** Seen and not said: a voice that interrupts for it would be worse than not to know. Its place is always there. */
export function TypingLine({ group, name }: { group: string; name: string }) {
  const isTyping = useIsTyping(group);
  return (
    <p className="typing-line" aria-hidden="true" data-testid="typing-line">
      {isTyping && (
        <>
          <span className="typing-dots">
            <i />
            <i />
            <i />
          </span>
          <span className="typing-words">{name} is typing…</span>
        </>
      )}
    </p>
  );
}
