/** What the client keeps on this device. Small on purpose: another store can take its place. */
export interface KeyValueStorage {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(prefix: string): string[];
  /** Tells which key another tab has written or removed; null for all at once. Returns what to call to hear no more. */
  subscribe(listener: (key: string | null) => void): () => void;
}

export class MemoryStorage implements KeyValueStorage {
  private readonly values = new Map<string, string>();

  get(key: string): string | null {
    return this.values.get(key) ?? null;
  }

  set(key: string, value: string): void {
    this.values.set(key, value);
  }

  remove(key: string): void {
    this.values.delete(key);
  }

  keys(prefix: string): string[] {
    return [...this.values.keys()].filter((key) => key.startsWith(prefix));
  }

  /** It has no other tab. */
  subscribe(): () => void {
    return () => {};
  }
}

/** localStorage; a full or forbidden one (private windows) must not stop a message from being sent. */
export class BrowserStorage implements KeyValueStorage {
  private readonly fallback = new MemoryStorage();

  get(key: string): string | null {
    try {
      return localStorage.getItem(key) ?? this.fallback.get(key);
    } catch {
      return this.fallback.get(key);
    }
  }

  set(key: string, value: string): void {
    try {
      localStorage.setItem(key, value);
      this.fallback.remove(key);
    } catch {
      // What was written over must not come back, neither now nor after a reload.
      this.remove(key);
      this.fallback.set(key, value);
    }
  }

  remove(key: string): void {
    this.fallback.remove(key);
    try {
      localStorage.removeItem(key);
    } catch {
      // Forbidden storage holds nothing to remove.
    }
  }

  keys(prefix: string): string[] {
    const inMemory = this.fallback.keys(prefix);
    try {
      const stored = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
      return [...new Set([...stored, ...inMemory])];
    } catch {
      return inMemory;
    }
  }

  subscribe(listener: (key: string | null) => void): () => void {
    const onStorage = (event: StorageEvent) => listener(event.key);
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }
}
