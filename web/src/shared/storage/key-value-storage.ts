/** What the client keeps on this device. Small on purpose: another store can take its place. */
export interface KeyValueStorage {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(prefix: string): string[];
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
    } catch {
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
      return [...Object.keys(localStorage).filter((key) => key.startsWith(prefix)), ...inMemory];
    } catch {
      return inMemory;
    }
  }
}
