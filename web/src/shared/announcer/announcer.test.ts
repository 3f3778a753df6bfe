import { expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock';
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

it('a failure does not wait, and can be said again later', async () => {
  const clock = new FakeClock();
  const announcer = new Announcer(clock);
  announcer.say('assertive', 'Message not sent.');
  expect(announcer.getSnapshot().assertive).toBe('Message not sent.');
  await clock.advance(7_000);
  expect(announcer.getSnapshot().assertive).toBe('');
});
