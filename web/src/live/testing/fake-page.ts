import type { PageState } from '../page-state';

export class FakePage implements PageState {
  visible = true;
  focused = true;
  online = true;
  private readonly listeners = new Set<() => void>();

  isVisible = (): boolean => this.visible;
  isFocused = (): boolean => this.focused;
  isOnline = (): boolean => this.online;

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  change(change: Partial<Pick<FakePage, 'visible' | 'focused' | 'online'>>): void {
    Object.assign(this, change);
    for (const listener of this.listeners) listener();
  }
}
