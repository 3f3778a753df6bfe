interface Hold {
  readonly action: () => Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface Options {
  readonly steal?: boolean;
  readonly signal?: AbortSignal;
}

/** Locks as a browser has them: in turn, and gone with a theft while the action of the former holder goes on. */
export class FakeLockManager {
  private readonly held = new Map<string, Hold>();
  private readonly queues = new Map<string, Hold[]>();

  request(name: string, { steal = false, signal }: Options, action: () => Promise<void>): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const hold: Hold = { action, resolve, reject };
      if (steal) {
        this.held.get(name)?.reject(new DOMException('Stolen.', 'AbortError'));
        this.grant(name, hold);
        return;
      }
      const queue = this.queues.get(name) ?? [];
      this.queues.set(name, queue);
      queue.push(hold);
      signal?.addEventListener('abort', () => {
        const at = queue.indexOf(hold);
        if (at < 0) return;
        queue.splice(at, 1);
        reject(signal.reason);
      });
      this.next(name);
    });
  }

  private next(name: string): void {
    if (this.held.has(name)) return;
    const first = this.queues.get(name)?.shift();
    if (first !== undefined) this.grant(name, first);
  }

  private grant(name: string, hold: Hold): void {
    this.held.set(name, hold);
    const release = () => {
      if (this.held.get(name) !== hold) return;
      this.held.delete(name);
      this.next(name);
    };
    hold.action().then(
      () => {
        release();
        hold.resolve();
      },
      (error: unknown) => {
        release();
        hold.reject(error);
      },
    );
  }
}
