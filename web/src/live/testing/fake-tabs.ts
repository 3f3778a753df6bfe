import { FakeLockManager } from '../../../packages/client/src/testing/fake-lock-manager';
import type { Tabs } from '../source/tabs';

interface Member {
  readonly hear: (message: unknown) => void;
  /** Posts that have not come through yet, in their order. */
  readonly late: unknown[];
}

/** What the tabs of one browser have in common: channels and locks, as the browser has them. */
export class FakeTabs implements Tabs {
  /** What becomes of a post on its way to one of the others. What is late comes with the next that arrives. */
  fate: (message: unknown) => 'arrives' | 'late' | 'lost' = () => 'arrives';
  private readonly channels = new Map<string, Set<Member>>();
  private readonly locks = new FakeLockManager();

  join(channel: string, onMessage: (message: unknown) => void) {
    const members = this.channels.get(channel) ?? new Set();
    this.channels.set(channel, members);
    const self: Member = { hear: onMessage, late: [] };
    members.add(self);
    return {
      post: (message: unknown) => {
        for (const member of members) if (member !== self) this.deliver(members, member, message);
      },
      leave: () => {
        members.delete(self);
      },
    };
  }

  hold(lock: string, { steal, signal }: { steal: boolean; signal: AbortSignal }, action: () => Promise<void>) {
    return this.locks.request(lock, steal ? { steal } : { signal }, action);
  }

  private deliver(members: ReadonlySet<Member>, member: Member, message: unknown): void {
    const fate = this.fate(message);
    if (fate === 'lost') return;
    // Cloned, as between tabs, and later.
    member.late.push(JSON.parse(JSON.stringify(message)));
    if (fate === 'late') return;
    for (const each of member.late.splice(0)) queueMicrotask(() => members.has(member) && member.hear(each));
  }
}
