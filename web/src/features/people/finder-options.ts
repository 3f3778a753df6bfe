import type { MessageGroup } from '../../live/model';
import type { Person } from '../../shared/session/person';

export interface FinderOption {
  readonly person: Person;
  readonly path: string;
  /** There is a conversation with this person already. */
  readonly known: boolean;
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}

function matches(person: Person, query: string): boolean {
  const wanted = fold(query.trim());
  if (wanted.startsWith('@')) return fold(person.handle).startsWith(wanted.slice(1));
  const words = [person.handle, ...person.display_name.split(/\s+/), person.display_name];
  return words.some((word) => fold(word).startsWith(wanted));
}

/** Own conversations first, newest activity first, then everybody else the server found. */
export function finderOptions(
  query: string,
  groups: readonly MessageGroup[],
  found: readonly Person[],
  me: string,
): readonly FinderOption[] {
  const known: FinderOption[] = groups
    .map((group) => ({
      person: { uuid: group.user_uuid, handle: group.handle, display_name: group.display_name },
      path: `/messages/${group.uuid}`,
      known: true,
    }))
    .filter((option) => matches(option.person, query));
  const listed = new Set([me, ...known.map((option) => option.person.uuid)]);
  const others = found
    // The answer may still be the one to the query before.
    .filter((person) => !listed.has(person.uuid) && matches(person, query))
    .map((person) => ({ person, path: `/messages/new/${encodeURIComponent(person.handle)}`, known: false }));
  return query.trim() === '' ? known.slice(0, 8) : [...known, ...others];
}
