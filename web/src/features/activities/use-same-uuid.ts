import { newUuid } from '@cruddur/client';
import { useLive } from '../../live/react/live-context';

interface SameUuid {
  /** For what is sent: the same for as long as the same is sent, and has not arrived. */
  readonly of: (what: string) => string;
  /** It arrived: the same words once more are something new. */
  readonly arrived: () => void;
}

/** An attempt without an answer may have arrived: the next one, after a reload too, must not post it twice. */
export function useSameUuid(box: string): SameUuid {
  const { drafts } = useLive().client;
  // Beside the draft, and gone with it when its writer signs out.
  const attempt = `${box}.attempt`;
  return {
    of: (what) => {
      const [uuid, tried] = split(drafts.get(attempt)?.text ?? '');
      if (uuid !== '' && tried === what) return uuid;
      const made = newUuid();
      drafts.set(attempt, `${made} ${what}`);
      return made;
    },
    arrived: () => drafts.set(attempt, ''),
  };
}

function split(attempt: string): readonly [uuid: string, what: string] {
  const end = attempt.indexOf(' ');
  return [attempt.slice(0, Math.max(0, end)), attempt.slice(end + 1)];
}
