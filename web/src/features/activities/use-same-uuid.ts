import { newUuid } from '@cruddur/client';
import { useRef } from 'react';

/**
 * A uuid for what is sent, the same for as long as the same is sent: an attempt without an answer may have arrived, and the
 * next one must not post it twice.
 */
export function useSameUuid(): (what: string) => string {
  const last = useRef({ what: '', uuid: '' });
  return (what) => {
    if (last.current.uuid === '' || last.current.what !== what) last.current = { what, uuid: newUuid() };
    return last.current.uuid;
  };
}
