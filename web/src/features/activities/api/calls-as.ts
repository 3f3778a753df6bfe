import { type Calls, Http, systemClock } from '@cruddur/client';
import { http } from '../../../shared/api/http';
import type { Person } from '../../../shared/session/person';

/** What may be asked by nobody in particular: a refusal of it ends no session. */
const callsOfNobody: Calls = new Http({ fetch: (address, init) => fetch(address, init), clock: systemClock });

/** The calls of one person alone, or of nobody. */
export function callsAs(person: Person | null): Calls {
  return person === null ? callsOfNobody : http.actingAs(person.uuid);
}
