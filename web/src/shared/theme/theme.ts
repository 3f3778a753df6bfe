import { BrowserStorage } from '../storage/key-value-storage';

export type Theme = 'system' | 'light' | 'dark';

const storageKey = 'cruddur.theme';
const storage = new BrowserStorage();

export function chosenTheme(): Theme {
  const stored = storage.get(storageKey);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') storage.remove(storageKey);
  else storage.set(storageKey, theme);
  applyTheme(theme);
}
