import { describe, expect, it } from 'vitest';
import { ReadMarks } from './read-marks.ts';
import { FakeClock } from './testing/fake-clock.ts';
import { networkFailure, problem } from './testing/fake-server.ts';

function setUp() {
  const clock = new FakeClock();
  const posts: number[] = [];
  const state = { attention: true, failure: null as Error | null, whilePosting: () => {} };
  const marks = new ReadMarks({
    post: async (group, seq) => {
      posts.push(seq);
      state.whilePosting();
      if (state.failure !== null) throw state.failure;
      return { message_group_uuid: group, read_seq: seq, unread_count: 0 };
    },
    clock,
    hasAttention: () => state.attention,
    onRead: () => {},
  });
  return { clock, posts, state, marks };
}

describe('a read mark', () => {
  it('goes up to what was on the screen, in one call for a scroll', async () => {
    const { clock, posts, marks } = setUp();
    marks.seen('g', 3);
    marks.seen('g', 5);
    marks.seen('g', 4);
    await clock.advance(1_000);
    expect(posts).toEqual([5]);
  });

  it('is not set while nobody looks', async () => {
    const { clock, posts, state, marks } = setUp();
    state.attention = false;
    marks.seen('g', 3);
    await clock.advance(1_000);
    expect(posts).toEqual([]);
  });

  it('never goes backwards, also not behind what another device has read', async () => {
    const { clock, posts, marks } = setUp();
    marks.known('g', 10);
    marks.seen('g', 7);
    marks.seen('g', 10);
    await clock.advance(1_000);
    marks.seen('g', 11);
    await clock.advance(1_000);
    marks.seen('g', 9);
    await clock.advance(1_000);
    expect(posts).toEqual([11]);
  });

  it('is sent again until it is answered', async () => {
    const { clock, posts, state, marks } = setUp();
    state.failure = networkFailure();
    marks.seen('g', 3);
    await clock.advance(1_000);
    state.failure = null;
    await clock.advance(6_000);
    expect(posts).toEqual([3, 3]);
    await clock.advance(60_000);
    expect(posts).toEqual([3, 3]);
  });

  it('that was refused is not sent again, and others are', async () => {
    const { clock, posts, state, marks } = setUp();
    state.failure = problem(422, 'seq_ahead', { lastSeq: 2 });
    marks.seen('g', 3);
    await clock.advance(60_000);
    marks.seen('g', 3);
    await clock.advance(60_000);
    expect(posts).toEqual([3]);
    state.failure = null;
    // The server's log was shorter than ours, and has been read anew.
    marks.seen('g', 2);
    await clock.advance(1_000);
    marks.seen('g', 3);
    marks.seen('g', 4);
    await clock.advance(1_000);
    expect(posts).toEqual([3, 2, 4]);
  });

  it('that was refused does not take along the one that was seen meanwhile', async () => {
    const { clock, posts, state, marks } = setUp();
    state.failure = problem(422, 'seq_ahead', { lastSeq: 2 });
    state.whilePosting = () => marks.seen('g', 4);
    marks.seen('g', 3);
    await clock.advance(60_000);
    expect(posts).toEqual([3, 4]);
  });

  it('is not set any more after the end, also not by a call that was under way', async () => {
    const { clock, posts, state, marks } = setUp();
    marks.seen('g', 3);
    marks.stop();
    await clock.advance(10_000);
    expect(posts).toEqual([]);

    marks.start();
    state.failure = networkFailure();
    marks.seen('g', 4);
    await clock.advance(300);
    marks.stop();
    await clock.advance(10_000);
    marks.seen('g', 5);
    await clock.advance(10_000);
    expect(posts).toEqual([4]);
  });
});
