import './messages-page.css';
import { Link } from 'wouter';
import { GroupList } from '../features/message-groups/group-list';
import { NewConversation } from '../features/message-groups/new-conversation';
import { Conversation } from '../features/messages/conversation';
import { useInbox, useListedGroups, useUnreadCount } from '../live/react/use-live-state';
import { Wordmark } from '../shared/brand/wordmark';
import { useDocumentTitle } from '../shared/navigation/use-document-title';
import { Icon } from '../shared/ui/icon';
import { useMessagesKeys } from './use-messages-keys';

interface MessagesPageProps {
  readonly group: string | null;
  readonly newHandle: string | null;
  readonly onFind: () => void;
}

export function MessagesPage({ group, newHandle, onFind }: MessagesPageProps) {
  useMessagesKeys(group);
  const hasPane = group !== null || newHandle !== null;
  return (
    <main className={hasPane ? 'messages messages-open' : 'messages'}>
      <h1 ref={takeLostFocus} className="visually-hidden" tabIndex={-1}>
        Messages
      </h1>
      <section className="messages-side" aria-label="Conversations and people">
        <header className="side-header">
          <Link href="/" className="side-home" aria-label="Cruddur, home">
            <Wordmark />
          </Link>
          <button type="button" className="button button-quiet button-icon" aria-label="New message" onClick={onFind}>
            <Icon name="write" />
          </button>
        </header>
        <button type="button" className="side-find" onClick={onFind}>
          <Icon name="search" size={17} />
          <span>Find people</span>
          <kbd>{isApple ? '⌘K' : 'Ctrl K'}</kbd>
        </button>
        <GroupList openGroup={group} onFind={onFind} />
      </section>
      <section className="messages-main" aria-label="Conversation">
        {group !== null && <Conversation key={group} group={group} />}
        {newHandle !== null && <NewConversation handle={newHandle} />}
        {!hasPane && <NothingOpen onFind={onFind} />}
      </section>
    </main>
  );
}

/** Of who came by a link that is gone with its page; a conversation takes it on to its box. */
function takeLostFocus(heading: HTMLElement | null): void {
  if (navigator.userActivation?.hasBeenActive && document.activeElement === document.body) heading?.focus();
}

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

function NothingOpen({ onFind }: { onFind: () => void }) {
  useDocumentTitle('Messages', useUnreadCount());
  const { status } = useInbox();
  const isNewcomer = useListedGroups().length === 0 && status === 'ready';
  return (
    <div className="nothing-open">
      <svg className="nothing-open-art" viewBox="0 0 132 96" aria-hidden="true">
        <path d="M22 6h58a18 18 0 0 1 18 18v18a18 18 0 0 1-18 18H34L14 74l3-15A18 18 0 0 1 4 42V24A18 18 0 0 1 22 6z" />
        <path d="M66 34h42a18 18 0 0 1 18 18v14a18 18 0 0 1-12 17l3 12-18-11H66a18 18 0 0 1-18-18V52a18 18 0 0 1 18-18z" />
        <circle cx="71" cy="59" r="5" />
        <circle cx="87" cy="59" r="5" />
        <circle cx="103" cy="59" r="5" />
      </svg>
      {isNewcomer ? (
        <>
          <h2>Welcome to Cruddur</h2>
          <p>What you and others write to each other will stand here.</p>
        </>
      ) : (
        <>
          <h2>Pick up where you left off</h2>
          <p>Choose a conversation, or start one with somebody new.</p>
          <button type="button" className="button button-primary" onClick={onFind}>
            <Icon name="write" size={18} />
            New message
          </button>
        </>
      )}
      <dl className="keys">
        <div>
          <dt>
            <kbd>{isApple ? '⌘' : 'Ctrl'}</kbd> <kbd>K</kbd>
          </dt>
          <dd>find people</dd>
        </div>
        <div>
          <dt>
            <kbd>Alt</kbd> <kbd>↑</kbd> <kbd>↓</kbd>
          </dt>
          <dd>switch conversation</dd>
        </div>
        <div>
          <dt>
            <kbd>Esc</kbd>
          </dt>
          <dd>back</dd>
        </div>
      </dl>
    </div>
  );
}
