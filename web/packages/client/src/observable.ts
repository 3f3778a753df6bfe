/** A value that changes, in the form useSyncExternalStore wants: the same object until something is different. */
export abstract class Observable<Snapshot> {
  private readonly listeners = new Set<() => void>();

  protected constructor(private snapshot: Snapshot) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): Snapshot => this.snapshot;

  protected publish(snapshot: Snapshot): void {
    if (snapshot === this.snapshot) return;
    this.snapshot = snapshot;
    for (const listener of [...this.listeners]) listener();
  }
}
