import './settings-page.css';
import { Link } from 'wouter';
import { useLive } from '../../live/react/live-context';
import { useUnreadCount } from '../../live/react/use-live-state';
import { Avatar } from '../../shared/avatar/avatar';
import { useDocumentTitle } from '../../shared/navigation/use-document-title';
import { Icon } from '../../shared/ui/icon';
import { PageTitle } from '../../shared/ui/page-title';
import { DisplayNameForm } from './display-name-form';
import { PasswordForm } from './password-form';
import { SessionList } from './session-list';
import { SignOut } from './sign-out';
import { ThemeChoice } from './theme-choice';

export default function SettingsPage() {
  const { me } = useLive();
  useDocumentTitle('Settings', useUnreadCount());
  return (
    <main className="page">
      <header className="page-header">
        <Link href="/messages" className="button button-quiet button-icon" aria-label="Back to messages">
          <Icon name="back" />
        </Link>
        <PageTitle>Settings</PageTitle>
      </header>
      <div className="settings-person">
        <Avatar uuid={me.uuid} name={me.display_name} />
        <div>
          <p className="settings-name">{me.display_name}</p>
          <p className="settings-handle">
            @{me.handle} · {me.email}
          </p>
        </div>
      </div>
      <section className="card" aria-labelledby="settings-name">
        <h2 id="settings-name">Name</h2>
        <DisplayNameForm displayName={me.display_name} />
      </section>
      <section className="card" aria-labelledby="settings-look">
        <h2 id="settings-look">Appearance</h2>
        <ThemeChoice />
      </section>
      <section className="card" aria-labelledby="settings-password">
        <h2 id="settings-password">Password</h2>
        <PasswordForm handle={me.handle} />
      </section>
      <section className="card" aria-labelledby="settings-sessions">
        <h2 id="settings-sessions">Where you are signed in</h2>
        <SessionList />
      </section>
      <section className="card" aria-labelledby="settings-sign-out">
        <h2 id="settings-sign-out">Sign out</h2>
        <SignOut />
      </section>
    </main>
  );
}
