import { useEffect } from 'react';
import { isForInputMethod } from '../shared/ui/input-method';

/** Ctrl or Cmd+K finds people, on every page. */
export function useFinderKey(onFind: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isForInputMethod(event) || document.querySelector('dialog[open]') !== null) return;
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      onFind();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [onFind]);
}
