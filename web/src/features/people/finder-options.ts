import type { MessageGroup } from '@cruddur/client';
import type { Person } from '../../shared/session/person';

export interface FinderOption {
  readonly person: Person;
  readonly path: string;
  /** There is a conversation with this person already. */
  readonly known: boolean;
}

export interface FinderSearch {
  readonly query: string;
  readonly groups: readonly MessageGroup[];
  readonly found: readonly Person[];
  /** False while what was found is the answer to an older query. */
  readonly answered: boolean;
  readonly me: string;
}

/** Own conversations first, newest activity first, then everybody else the server found. */
export function finderOptions({ query, groups, found, answered, me }: FinderSearch): readonly FinderOption[] {
  // The server folds more letters than this does: its own answer is taken as it is.
  const fitting = answered ? found : found.filter((person) => matches(person, query));
  const fittingUuids = new Set(fitting.map((person) => person.uuid));
  const known: FinderOption[] = groups
    .map((group) => ({
      person: { uuid: group.user_uuid, handle: group.handle, display_name: group.display_name },
      path: `/messages/${group.uuid}`,
      known: true,
    }))
    .filter(({ person }) => fittingUuids.has(person.uuid) || matches(person, query));
  const listed = new Set([me, ...known.map((option) => option.person.uuid)]);
  const others = fitting
    .filter((person) => !listed.has(person.uuid))
    .map((person) => ({ person, path: `/messages/new/${encodeURIComponent(person.handle)}`, known: false }));
  return query.trim() === '' ? known.slice(0, 8) : [...known, ...others];
}

/** A guess at what the server will say, for as long as its answer takes. */
function matches(person: Person, query: string): boolean {
  const wanted = fold(query.trim());
  if (wanted.startsWith('@')) return fold(person.handle).startsWith(wanted.slice(1));
  if (fold(person.handle).startsWith(wanted)) return true;
  const wantedWords = words(query);
  return wantedWords !== '' && ` ${words(person.display_name)}`.includes(` ${wantedWords}`);
}

function words(text: string): string {
  return fold(text)
    .split(/[\s\p{P}]+/u)
    .filter((word) => word !== '')
    .join(' ');
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}
