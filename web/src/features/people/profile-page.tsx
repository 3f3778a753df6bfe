import './profile-page.css';
import { Link } from 'wouter';
import { useLive } from '../../live/react/live-context';
import { useUnreadCount } from '../../live/react/use-live-state';
import { describeError, hasCode } from '../../shared/api/api-problem';
import { Avatar } from '../../shared/avatar/avatar';
import { useDocumentTitle } from '../../shared/navigation/use-document-title';
import { Icon } from '../../shared/ui/icon';
import { Notice } from '../../shared/ui/notice';
import { usePerson } from './api/get-person';

export default function ProfilePage({ handle }: { handle: string }) {
  const { me } = useLive();
  const person = usePerson(handle);
  useDocumentTitle(person.data?.display_name ?? `@${handle}`, useUnreadCount());
  return (
    <main className="page">
      <header className="page-header">
        <Link href="/messages" className="button button-quiet button-icon" aria-label="Back to messages">
          <Icon name="back" />
        </Link>
        <h1>Profile</h1>
      </header>
      {person.isPending && <div className="profile skeleton skeleton-profile" />}
      {person.error !== null && (
        <Notice title={hasCode(person.error, 'user_not_found') ? `Nobody is called @${handle}` : 'No profile to show'}>
          <p>{describeError(person.error)}</p>
          <Link href="/messages" className="button">
            Back to messages
          </Link>
        </Notice>
      )}
      {person.data !== undefined && (
        <section className="profile card" aria-label={person.data.display_name}>
          <Avatar uuid={person.data.uuid} name={person.data.display_name} size="large" />
          <h2>{person.data.display_name}</h2>
          <p className="profile-handle">@{person.data.handle}</p>
          {person.data.uuid === me.uuid ? (
            <Link href="/settings" className="button">
              Edit your profile
            </Link>
          ) : (
            <Link href={`/messages/new/${person.data.handle}`} className="button button-primary">
              Message
            </Link>
          )}
        </section>
      )}
    </main>
  );
}
