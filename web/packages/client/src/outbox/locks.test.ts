import { expect, it } from 'vitest';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import { FakeLockManager } from '../testing/fake-lock-manager.ts';
import { browserLocks } from './locks.ts';

function twoTabs() {
  const manager = new FakeLockManager();
  const clock = new FakeClock();
  const done: string[] = [];
  const doing = (name: string, until?: Promise<void>) => async () => {
    done.push(`${name} begins`);
    await until;
    done.push(`${name} ends`);
  };
  return { clock, done, doing, one: browserLocks(clock, manager), other: browserLocks(clock, manager) };
}

it('one tab waits for the other', async () => {
  const { clock, done, doing, one, other } = twoTabs();
  const first = one.run('lock', doing('one', new Promise((resolve) => clock.setTimeout(resolve, 15_000))));
  const second = other.run('lock', doing('other'));
  await clock.advance(60_000);
  await Promise.all([first, second]);
  expect(done).toEqual(['one begins', 'one ends', 'other begins', 'other ends']);
});

it('a tab that was put to sleep with the lock loses it, and is not held for done until it is', async () => {
  const { clock, done, doing, one, other } = twoTabs();
  let wake = () => {};
  const asleep = one
    .run('lock', doing('one', new Promise((resolve) => (wake = resolve))))
    .then(() => done.push('over'));
  const second = other.run('lock', doing('other'));
  await clock.advance(29_000);
  expect(done).toEqual(['one begins']);
  await clock.advance(1_000);
  await second;
  expect(done).toEqual(['one begins', 'other begins', 'other ends']);
  await other.run('lock', doing('next'));
  wake();
  await asleep;
  expect(done.slice(3)).toEqual(['next begins', 'next ends', 'one ends', 'over']);
});

it('what fails with the lock in hand fails, and lets go of it', async () => {
  const { one, other, doing, done } = twoTabs();
  await expect(one.run('lock', () => Promise.reject(new Error('Broken.')))).rejects.toThrow('Broken.');
  await other.run('lock', doing('other'));
  await settle();
  expect(done).toEqual(['other begins', 'other ends']);
});
