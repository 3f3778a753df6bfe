import type { Correspondent } from '@cruddur/client';
import { Observable } from '@cruddur/client';
import type { KeyValueStorage } from '../shared/storage/key-value-storage';
import type { Draft } from './model';

/** The drafts by group: the same in every tab, and they outlive a reload. */
export class Drafts extends Observable<ReadonlyMap<string, Draft>> {
  private readonly prefix: string;
  private unsubscribe = () => {};

  constructor(
    private readonly storage: KeyValueStorage,
    userUuid: string,
    private readonly correspondent: (group: string) => Correspondent | undefined,
  ) {
    const prefix = `cruddur.draft.${userUuid}.`;
    super(readAll(storage, prefix));
    this.prefix = prefix;
  }

  start(): void {
    this.unsubscribe = this.storage.subscribe((key) => {
      if (key === null || key.startsWith(this.prefix)) this.publish(readAll(this.storage, this.prefix));
    });
  }

  stop(): void {
    this.unsubscribe();
  }

  get(group: string): Draft | undefined {
    return this.getSnapshot().get(group);
  }

  set(group: string, text: string): void {
    const drafts = new Map(this.getSnapshot());
    if (text.trim() === '') {
      drafts.delete(group);
      this.storage.remove(this.prefix + group);
    } else {
      const draft: Draft = { text, to: this.correspondent(group) };
      drafts.set(group, draft);
      this.storage.set(this.prefix + group, JSON.stringify(draft));
    }
    this.publish(drafts);
  }

  clear(): void {
    // By what is stored: another tab may have written drafts that this one has never seen.
    for (const key of this.storage.keys(this.prefix)) this.storage.remove(key);
    this.publish(new Map());
  }
}

function readAll(storage: KeyValueStorage, prefix: string): ReadonlyMap<string, Draft> {
  const drafts = new Map<string, Draft>();
  for (const key of storage.keys(prefix)) {
    const draft = parse(storage.get(key));
    if (draft !== null) drafts.set(key.slice(prefix.length), draft);
  }
  return drafts;
}

function parse(stored: string | null): Draft | null {
  if (stored === null) return null;
  try {
    const value = JSON.parse(stored) as Partial<Draft>;
    const usable = typeof value.text === 'string' && value.text.trim() !== '';
    return usable ? (value as Draft) : null;
  } catch {
    return null;
  }
}
