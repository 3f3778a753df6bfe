import { expect, it } from 'vitest';
import { FakeClock } from '../../../packages/client/src/testing/fake-clock';
import { Announcer } from './announcer';

it('new messages are counted for a second and said at once', async () => {
  const clock = new FakeClock();
  const announcer = new Announcer(clock);
  announcer.countNewMessages(1);
  await clock.advance(600);
  announcer.countNewMessages(2);
  expect(announcer.getSnapshot().polite).toBe('');
  await clock.advance(400);
  expect(announcer.getSnapshot().polite).toBe('3 new messages');
});

it('the same words are another text each time, so that they are said again', async () => {
  const clock = new FakeClock();
  const announcer = new Announcer(clock);
  const heard: string[] = [];
  announcer.subscribe(() => heard.push(announcer.getSnapshot().assertive));
  for (let time = 0; time < 3; time++) {
    announcer.say('assertive', 'Too long by 1.');
    await clock.advance(2_000);
  }
  expect(heard.map((words) => words.trim())).toEqual(Array(3).fill('Too long by 1.'));
  expect(heard[1]).not.toBe(heard[0]);
  expect(heard[2]).not.toBe(heard[1]);
});

it('a failure does not wait, and can be said again later', async () => {
  const clock = new FakeClock();
  const announcer = new Announcer(clock);
  announcer.say('assertive', 'Message not sent.');
  expect(announcer.getSnapshot().assertive).toBe('Message not sent.');
  await clock.advance(7_000);
  expect(announcer.getSnapshot().assertive).toBe('');
});
