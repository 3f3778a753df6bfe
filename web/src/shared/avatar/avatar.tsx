import './avatar.css';
import { avatarColour } from './avatar-colour';
import { initials } from './initials';

interface AvatarProps {
  readonly uuid: string;
  readonly name: string;
  readonly size?: 'small' | 'medium' | 'large';
}

/** A decoration: the name always stands beside it. */
export function Avatar({ uuid, name, size = 'medium' }: AvatarProps) {
  return (
    <span
      className={`avatar avatar-${size}`}
      style={{ backgroundColor: avatarColour(uuid) }}
      data-initials={initials(name)}
      aria-hidden="true"
    />
  );
}
