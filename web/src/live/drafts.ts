import type { KeyValueStorage } from '../shared/storage/key-value-storage';
import { Observable } from './observable';

/** What was typed and not sent, by group. Outlives a reload. */
export class Drafts extends Observable<ReadonlyMap<string, string>> {
  private readonly prefix: string;

  constructor(
    private readonly storage: KeyValueStorage,
    userUuid: string,
  ) {
    const prefix = `cruddur.draft.${userUuid}.`;
    super(new Map(storage.keys(prefix).map((key) => [key.slice(prefix.length), storage.get(key) ?? ''])));
    this.prefix = prefix;
  }

  get(group: string): string {
    return this.getSnapshot().get(group) ?? '';
  }

  set(group: string, text: string): void {
    const drafts = new Map(this.getSnapshot());
    if (text.trim() === '') {
      drafts.delete(group);
      this.storage.remove(this.prefix + group);
    } else {
      drafts.set(group, text);
      this.storage.set(this.prefix + group, text);
    }
    this.publish(drafts);
  }

  clear(): void {
    // By what is stored: another tab may have written drafts that this one has never seen.
    for (const key of this.storage.keys(this.prefix)) this.storage.remove(key);
    this.publish(new Map());
  }
}
