import { expect, it } from 'vitest';
import { MemoryStorage } from '../shared/storage/key-value-storage';
import { Drafts } from './drafts';

it('clearing takes the drafts of other tabs too, and nobody else’s', () => {
  const storage = new MemoryStorage();
  const here = new Drafts(storage, 'alice-uuid');
  const otherTab = new Drafts(storage, 'alice-uuid');
  const bobs = new Drafts(storage, 'bob-uuid');
  otherTab.set('g', 'half a thought');
  bobs.set('g', 'another one');
  here.clear();
  expect(storage.keys('')).toEqual(['cruddur.draft.bob-uuid.g']);
});
