import { useState } from 'react';
import { useLive } from './live-context';
import { useDraft } from './use-live-state';

/**
 * What is typed into a box, which is a draft at once: in every tab, after a reload and after an ended session too, until it
 * is sent or its writer signs out.
 *
 * @param key The message group, or whatever else the box is for; without spaces.
 */
export function useTyped(key: string): readonly [text: string, type: (text: string) => void] {
  const { client } = useLive();
  const draft = useDraft(key);
  // Spaces alone are no draft worth keeping, but they must be typable.
  const [typed, setTyped] = useState(draft);
  // What is typed here is the draft at once: they differ when another tab has written on, or sent it.
  if (draft !== (typed.trim() === '' ? '' : typed)) setTyped(draft);
  const type = (text: string) => {
    setTyped(text);
    client.drafts.set(key, text);
  };
  return [typed, type];
}
