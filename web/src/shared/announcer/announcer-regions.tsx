import { useSyncExternalStore } from 'react';
import { announcer } from './announcer';

export function AnnouncerRegions() {
  const { polite, assertive } = useSyncExternalStore(announcer.subscribe, announcer.getSnapshot);
  return (
    <div className="visually-hidden">
      <div aria-live="polite" aria-atomic="true">
        {polite}
      </div>
      <div aria-live="assertive" aria-atomic="true">
        {assertive}
      </div>
    </div>
  );
}
