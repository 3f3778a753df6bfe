import { expect, it } from 'vitest';
import { MemoryStorage } from '../shared/storage/key-value-storage';
import { Drafts } from './drafts';
import { TabStorage } from './testing/tab-storage';

const bob = { user_uuid: 'bob-uuid', handle: 'bob', display_name: 'Bob Harris' };

function draftsIn(storage: MemoryStorage | TabStorage, user = 'alice-uuid'): Drafts {
  const drafts = new Drafts(storage, user, () => bob);
  drafts.start();
  return drafts;
}

it('a draft outlives a reload, with the person it is for', () => {
  const storage = new MemoryStorage();
  draftsIn(storage).set('g', 'half a thought ');
  expect(draftsIn(storage).get('g')).toEqual({ text: 'half a thought ', to: bob });
});

it('clearing takes the drafts of other tabs too, and nobody else’s', () => {
  const storage = new MemoryStorage();
  const here = draftsIn(storage);
  draftsIn(storage).set('g', 'half a thought');
  draftsIn(storage, 'bob-uuid').set('g', 'another one');
  here.clear();
  expect(storage.keys('')).toEqual(['cruddur.draft.bob-uuid.g']);
});

it('what another tab writes and sends is written and gone here too', () => {
  const tab = new TabStorage();
  const here = draftsIn(tab);
  const there = draftsIn(tab.anotherTab());
  there.set('g', 'half a thought');
  expect(here.get('g')?.text).toBe('half a thought');
  there.set('g', '');
  expect(here.get('g')).toBeUndefined();
});

it('nothing is heard of other tabs after the end', () => {
  const tab = new TabStorage();
  const here = draftsIn(tab);
  here.stop();
  draftsIn(tab.anotherTab()).set('g', 'half a thought');
  expect(here.get('g')).toBeUndefined();
});

it('what cannot be read is no draft', () => {
  const storage = new MemoryStorage();
  storage.set('cruddur.draft.alice-uuid.g', 'half a');
  storage.set('cruddur.draft.alice-uuid.h', '{"text":7}');
  storage.set('cruddur.draft.alice-uuid.i', '{"text":"  "}');
  expect(draftsIn(storage).getSnapshot().size).toBe(0);
});
