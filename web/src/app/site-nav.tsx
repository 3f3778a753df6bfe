import './site-nav.css';
import { Link, useLocation } from 'wouter';
import { useLive } from '../live/react/live-context';
import { useUnreadCount } from '../live/react/use-live-state';
import { Icon, type IconName } from '../shared/ui/icon';

/** The way to every page, on the left of a desk and at the bottom of a phone. */
export function SiteNav() {
  const { me } = useLive();
  const unread = useUnreadCount();
  const profile = `/@${me.handle}`;
  return (
    <nav className="site-nav" aria-label="Cruddur">
      <NavLink href="/" name="Home" icon="home" />
      <NavLink href="/messages" name="Messages" icon="messages">
        {unread > 0 && (
          <span className="badge site-nav-badge" data-testid="nav-unread">
            {unread}
            <span className="visually-hidden"> unread</span>
          </span>
        )}
      </NavLink>
      <NavLink href={profile} name="Profile" icon="person" />
      <NavLink href="/settings" name="Settings" icon="settings" />
    </nav>
  );
}

interface NavLinkProps {
  readonly href: string;
  readonly name: string;
  readonly icon: IconName;
  readonly children?: React.ReactNode;
}

function NavLink({ href, name, icon, children }: NavLinkProps) {
  const [location] = useLocation();
  const isHere = location === href || (href !== '/' && location.startsWith(`${href}/`));
  return (
    <Link href={href} className="site-nav-link" aria-current={isHere ? 'page' : undefined}>
      <Icon name={icon} size={22} />
      <span className="site-nav-name">{name}</span>
      {children}
    </Link>
  );
}
