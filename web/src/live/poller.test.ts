import { describe, expect, it } from 'vitest';
import { ApiProblem, NetworkFailure } from '../shared/api/api-problem';
import { FakeClock, settle } from '../shared/testing/fake-clock';
import type { ConnectionState } from './model';
import { Poller } from './poller';
import { FakePage } from './testing/fake-page';

class Target {
  readonly states: ConnectionState[] = [];
  readonly inboxLooks: boolean[] = [];
  groupLooks = 0;
  failure: Error | null = null;
  catchingUp: Promise<void> = Promise.resolve();

  async catchUpInbox(whole: boolean): Promise<void> {
    this.inboxLooks.push(whole);
    if (this.failure !== null) throw this.failure;
  }

  async catchUpOpenGroup(): Promise<void> {
    this.groupLooks++;
    if (this.failure !== null) throw this.failure;
    await this.catchingUp;
  }

  setConnection(state: ConnectionState): void {
    if (this.states.at(-1) !== state) this.states.push(state);
  }
}

async function started() {
  const clock = new FakeClock();
  const page = new FakePage();
  const target = new Target();
  const poller = new Poller(clock, page, () => 1);
  poller.start(target);
  await settle();
  return { clock, page, target, poller };
}

describe('the poller', () => {
  it('looks at the open group every two seconds and at the inbox every three', async () => {
    const { clock, target } = await started();
    await clock.advance(12_000);
    expect(target.groupLooks).toBe(7);
    expect(target.inboxLooks).toHaveLength(5);
  });

  it('looks seldom while hidden and at once when somebody comes back', async () => {
    const { clock, page, target } = await started();
    page.change({ visible: false, focused: false });
    await clock.advance(40_000);
    expect(target.groupLooks).toBeLessThanOrEqual(3);
    const before = target.groupLooks;
    page.change({ visible: true, focused: true });
    await settle();
    expect(target.groupLooks).toBe(before + 1);
  });

  it('reads the whole inbox after an absence, the newest page otherwise', async () => {
    const { clock, page, target } = await started();
    await clock.advance(3_000);
    expect(target.inboxLooks).toEqual([true, false]);
    page.change({ visible: false, focused: false });
    await clock.advance(29_000);
    page.change({ visible: true, focused: true });
    await settle();
    expect(target.inboxLooks.at(-1)).toBe(true);
  });

  it('is reconnecting after a failure and backs off', async () => {
    const { clock, target } = await started();
    target.failure = new NetworkFailure('No answer.');
    await clock.advance(3_000);
    expect(target.states).toEqual(['live', 'reconnecting']);
    const before = target.groupLooks;
    await clock.advance(60_000);
    expect(target.groupLooks - before).toBeLessThan(10);
  });

  it('is live again only when catching up has finished', async () => {
    const { clock, target } = await started();
    target.failure = new NetworkFailure('No answer.');
    await clock.advance(3_000);
    let finish = () => {};
    target.catchingUp = new Promise((resolve) => {
      finish = resolve;
    });
    target.failure = null;
    await clock.advance(20_000);
    expect(target.states.at(-1)).toBe('reconnecting');
    finish();
    await settle();
    expect(target.states.at(-1)).toBe('live');
  });

  it('is offline when the browser says so, and looks at once when it is back', async () => {
    const { page, target } = await started();
    page.change({ online: false });
    expect(target.states.at(-1)).toBe('offline');
    page.change({ online: true });
    expect(target.states.at(-1)).toBe('reconnecting');
    await settle();
    expect(target.states.at(-1)).toBe('live');
  });

  it('takes a refusal for an answer', async () => {
    const { clock, target } = await started();
    target.failure = new ApiProblem(400, 'request_malformed', '', '', null, null, {});
    await clock.advance(3_000);
    expect(target.states).toEqual(['live']);
  });

  it('is reconnecting when every look is refused, until one is not', async () => {
    const { clock, target } = await started();
    target.failure = new ApiProblem(403, 'foreign_origin', '', '', null, null, {});
    await clock.advance(120_000);
    expect(target.states).toEqual(['live', 'reconnecting']);
    target.failure = null;
    await clock.advance(20_000);
    expect(target.states).toEqual(['live', 'reconnecting', 'live']);
  });

  it('is reconnecting when one kind of look alone is refused, for the page is behind in it', async () => {
    const { clock, target } = await started();
    target.catchUpInbox = async () => {
      throw new ApiProblem(403, 'foreign_origin', '', '', null, null, {});
    };
    await clock.advance(120_000);
    expect(target.states).toEqual(['live', 'reconnecting']);
    expect(target.groupLooks).toBeGreaterThan(50);
  });

  it('does nothing after it was stopped', async () => {
    const { clock, target, poller } = await started();
    poller.stop();
    const before = target.groupLooks;
    await clock.advance(60_000);
    expect(target.groupLooks).toBe(before);
  });
});
