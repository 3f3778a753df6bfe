import { newUuid } from '@cruddur/client';
import { useRef } from 'react';

interface SameUuid {
  /** For what is sent: the same for as long as the same is sent, and has not arrived. */
  readonly of: (what: string) => string;
  /** It arrived: the same words once more are something new. */
  readonly arrived: () => void;
}

/** An attempt without an answer may have arrived: the next one must not post it twice. */
export function useSameUuid(): SameUuid {
  const last = useRef({ what: '', uuid: '' });
  return {
    of: (what) => {
      if (last.current.uuid === '' || last.current.what !== what) last.current = { what, uuid: newUuid() };
      return last.current.uuid;
    },
    arrived: () => {
      last.current = { what: '', uuid: '' };
    },
  };
}
