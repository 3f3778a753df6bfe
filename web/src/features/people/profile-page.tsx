import './profile-page.css';
import { hasCode, isUnknownOutcome } from '@cruddur/client';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useLive } from '../../live/react/live-context';
import { useUnreadCount } from '../../live/react/use-live-state';
import { describeError } from '../../shared/api/describe-error';
import { Avatar } from '../../shared/avatar/avatar';
import { useDocumentTitle } from '../../shared/navigation/use-document-title';
import { Notice } from '../../shared/ui/notice';
import { PageTitle } from '../../shared/ui/page-title';
import { usePerson } from './api/get-person';

interface ProfilePageProps {
  readonly handle: string;
  /** What the person posted. */
  readonly posts?: ReactNode;
}

export default function ProfilePage({ handle, posts }: ProfilePageProps) {
  const { me } = useLive();
  const person = usePerson(handle);
  const nobody = hasCode(person.error, 'user_not_found');
  // Somebody who was read before is still worth more than that they cannot be read again.
  const shown = nobody ? undefined : person.data;
  useDocumentTitle(shown?.display_name ?? `@${handle}`, useUnreadCount());
  return (
    <main className="page page-feed">
      <PageTitle>Profile</PageTitle>
      {person.isPending && <div className="profile skeleton skeleton-profile" />}
      {shown === undefined && person.error !== null && (
        <Notice title={nobody ? `Nobody is called @${handle}` : 'No profile to show'}>
          <p>{describeError(person.error)}</p>
          {isUnknownOutcome(person.error) && (
            <button type="button" className="button button-primary" onClick={() => void person.refetch()}>
              Try again
            </button>
          )}
          <Link href="/messages" className="button">
            Back to messages
          </Link>
        </Notice>
      )}
      {shown !== undefined && (
        <section className="profile card" aria-label={shown.display_name}>
          <Avatar uuid={shown.uuid} name={shown.display_name} size="large" />
          <h2>{shown.display_name}</h2>
          <p className="profile-handle">@{shown.handle}</p>
          {shown.uuid === me.uuid ? (
            <Link href="/settings" className="button">
              Edit your profile
            </Link>
          ) : (
            <Link href={`/messages/new/${shown.handle}`} className="button button-primary">
              Message
            </Link>
          )}
        </section>
      )}
      {shown !== undefined && posts}
    </main>
  );
}
