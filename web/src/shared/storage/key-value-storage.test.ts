// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BrowserStorage } from './key-value-storage';

beforeEach(() => localStorage.clear());

function fill(): { empty: () => void } {
  const setItem = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('Full.', 'QuotaExceededError');
  });
  return { empty: () => setItem.mockRestore() };
}

describe('a full storage', () => {
  it('does not bring back what was written over', () => {
    const storage = new BrowserStorage();
    storage.set('draft', 'half a');
    fill();
    storage.set('draft', 'half a thought');
    expect(storage.get('draft')).toBe('half a thought');
    expect(localStorage.getItem('draft')).toBeNull();
    expect(storage.keys('dr')).toEqual(['draft']);
  });

  it('that has room again holds what is written, and the page no second copy of it', () => {
    const storage = new BrowserStorage();
    const { empty } = fill();
    storage.set('draft', 'half a');
    empty();
    storage.set('draft', 'half a thought');
    expect(localStorage.getItem('draft')).toBe('half a thought');
    localStorage.removeItem('draft');
    expect(storage.get('draft')).toBeNull();
  });

  it('counts once what another tab had room for', () => {
    const storage = new BrowserStorage();
    const { empty } = fill();
    storage.set('draft', 'half a');
    empty();
    localStorage.setItem('draft', 'from another tab');
    expect(storage.keys('dr')).toEqual(['draft']);
    expect(storage.get('draft')).toBe('from another tab');
  });
});

it('a forbidden storage is replaced by memory', () => {
  vi.stubGlobal('localStorage', undefined);
  const storage = new BrowserStorage();
  storage.set('draft', 'half a thought');
  expect(storage.get('draft')).toBe('half a thought');
  expect(storage.keys('dr')).toEqual(['draft']);
  storage.remove('draft');
  expect(storage.get('draft')).toBeNull();
  vi.unstubAllGlobals();
});

it('what another tab writes is told until nobody listens any more', () => {
  const heard: (string | null)[] = [];
  const stop = new BrowserStorage().subscribe((key) => heard.push(key));
  window.dispatchEvent(new StorageEvent('storage', { key: 'draft' }));
  window.dispatchEvent(new StorageEvent('storage', { key: null }));
  stop();
  window.dispatchEvent(new StorageEvent('storage', { key: 'later' }));
  expect(heard).toEqual(['draft', null]);
});
