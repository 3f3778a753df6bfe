import { type KeyValueStorage, MemoryStorage } from '../../shared/storage/key-value-storage';

/** The storage of one browser as one of its tabs sees it: the others hear of what is written here. */
export class TabStorage implements KeyValueStorage {
  private readonly listeners = new Set<(key: string | null) => void>();

  constructor(
    private readonly values = new MemoryStorage(),
    private readonly tabs: TabStorage[] = [],
  ) {
    tabs.push(this);
  }

  anotherTab(): TabStorage {
    return new TabStorage(this.values, this.tabs);
  }

  get(key: string): string | null {
    return this.values.get(key);
  }

  set(key: string, value: string): void {
    this.values.set(key, value);
    this.tellOthers(key);
  }

  remove(key: string): void {
    this.values.remove(key);
    this.tellOthers(key);
  }

  keys(prefix: string): string[] {
    return this.values.keys(prefix);
  }

  subscribe(listener: (key: string | null) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tellOthers(key: string): void {
    for (const tab of this.tabs) {
      if (tab !== this) for (const listener of tab.listeners) listener(key);
    }
  }
}
