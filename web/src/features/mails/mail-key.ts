import { useEffect, useState } from 'react';
import { BrowserStorage } from '../../shared/storage/key-value-storage';

const storageKey = 'cruddur.mails.key';
const storage = new BrowserStorage();

/** The key of the address that the server printed (`/mails#key=…`), which this browser keeps; empty where none was given. */
export function useMailKey(): string {
  const [key, setKey] = useState(takeMailKey);
  useEffect(() => {
    const take = () => setKey(takeMailKey());
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, []);
  return key;
}

function takeMailKey(): string {
  const given = new URLSearchParams(location.hash.slice(1)).get('key');
  if (given !== null) {
    storage.set(storageKey, given);
    // Nobody who looks over a shoulder, or copies the address, takes it along.
    history.replaceState(history.state, '', location.pathname);
  }
  return storage.get(storageKey) ?? '';
}
