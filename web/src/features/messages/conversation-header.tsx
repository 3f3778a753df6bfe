import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { Avatar } from '../../shared/avatar/avatar';
import { hasKeyboard } from '../../shared/ui/has-keyboard';
import { Icon } from '../../shared/ui/icon';

interface ConversationHeaderProps {
  readonly person: { readonly user_uuid: string; readonly handle: string; readonly display_name: string } | null;
}

export function ConversationHeader({ person }: ConversationHeaderProps) {
  const back = useRef<HTMLAnchorElement>(null);
  // On a phone the conversation takes the list's place, and the focus has to come along; elsewhere the box takes it.
  useEffect(() => {
    if (!hasKeyboard()) back.current?.focus();
  }, []);
  return (
    <header className="conversation-header">
      <Link
        ref={back}
        href="/messages"
        className="button button-quiet button-icon conversation-back"
        aria-label="Back to conversations"
      >
        <Icon name="back" />
      </Link>
      {person === null ? (
        <div className="conversation-person">
          <span className="skeleton skeleton-avatar" />
          <span className="skeleton skeleton-line" />
          <h2 className="visually-hidden">Conversation</h2>
        </div>
      ) : (
        <Link href={`/@${person.handle}`} className="conversation-person">
          <Avatar uuid={person.user_uuid} name={person.display_name} />
          <span>
            <h2 className="conversation-name">{person.display_name}</h2>
            <span className="conversation-handle">@{person.handle}</span>
          </span>
        </Link>
      )}
    </header>
  );
}
