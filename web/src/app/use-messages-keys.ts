import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { useLive } from '../live/react/live-context';
import { isForInputMethod } from '../shared/ui/input-method';

/** Alt with an arrow goes to the next conversation, Escape goes back to the list. */
export function useMessagesKeys(group: string | null): void {
  const { client } = useLive();
  const [, navigate] = useLocation();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isForInputMethod(event) || document.querySelector('dialog[open]') !== null) return;
      const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (plain && event.altKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
        event.preventDefault();
        const groups = client.listedGroups();
        const at = groups.findIndex((it) => it.uuid === group);
        const to = groups[event.key === 'ArrowDown' ? at + 1 : Math.max(0, at - 1)];
        if (to !== undefined && to.uuid !== group) navigate(`/messages/${to.uuid}`);
      } else if (plain && !event.altKey && event.key === 'Escape' && group !== null) {
        navigate('/messages');
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [client, group, navigate]);
}
