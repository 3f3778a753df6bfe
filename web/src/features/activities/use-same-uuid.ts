import { isUnknownOutcome, newUuid } from '@cruddur/client';
import { useEffect } from 'react';
import { useLive } from '../../live/react/live-context';
import { useDraft } from '../../live/react/use-live-state';

/**
 * An attempt without an answer may have arrived: the next one with the same words, after a reload too, has the same uuid and so
 * is the same post. Emptying the box gives it up.
 */
export function useSameUuid(box: string): <T>(what: string, send: (uuid: string) => Promise<T>) => Promise<T> {
  const { drafts } = useLive().client;
  // Beside the draft, and gone with it when its writer signs out.
  const attempt = `${box}.attempt`;
  const isEmpty = useDraft(box) === '';
  useEffect(() => {
    if (isEmpty) drafts.set(attempt, '');
  }, [isEmpty, drafts, attempt]);
  return async (what, send) => {
    const [tried, same] = split(drafts.get(attempt)?.text ?? '');
    const uuid = tried !== '' && same === what ? tried : newUuid();
    drafts.set(attempt, `${uuid} ${what}`);
    // Another tab may have begun another one meanwhile.
    const settle = () => {
      if (split(drafts.get(attempt)?.text ?? '')[0] === uuid) drafts.set(attempt, '');
    };
    try {
      const answer = await send(uuid);
      settle();
      return answer;
    } catch (error) {
      if (!isUnknownOutcome(error)) settle();
      throw error;
    }
  };
}

function split(attempt: string): readonly [uuid: string, what: string] {
  const end = attempt.indexOf(' ');
  return [attempt.slice(0, Math.max(0, end)), attempt.slice(end + 1)];
}
