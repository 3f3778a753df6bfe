import { describe, expect, it } from 'vitest';
import { MessageSequence } from './message-sequence.ts';
import { message } from './testing/fake-server.ts';

function sequenceOf(...seqs: number[]): MessageSequence {
  const sequence = new MessageSequence();
  sequence.reset(seqs.map((seq) => message(seq)));
  return sequence;
}

const seqs = (sequence: MessageSequence) => sequence.messages.map((it) => it.seq);

describe('a sequence', () => {
  it('begins empty and takes the first message', () => {
    const sequence = new MessageSequence();
    expect(sequence.highest).toBe(0);
    expect(sequence.append([message(1)]).map((it) => it.seq)).toEqual([1]);
  });

  it('keeps back what would leave a hole', () => {
    const sequence = sequenceOf(4, 5);
    expect(sequence.append([message(8)])).toEqual([]);
    expect(sequence.hasGap).toBe(true);
    expect(sequence.append([message(6), message(7)]).map((it) => it.seq)).toEqual([6, 7, 8]);
    expect(sequence.hasGap).toBe(false);
    expect(seqs(sequence)).toEqual([4, 5, 6, 7, 8]);
  });

  it('is the same array when nothing was added', () => {
    const sequence = sequenceOf(1, 2);
    const before = sequence.messages;
    sequence.append([message(1), message(2)]);
    expect(sequence.messages).toBe(before);
  });

  it('takes an older page only if it reaches up to it', () => {
    const sequence = sequenceOf(10);
    sequence.prepend([message(5), message(6)]);
    expect(seqs(sequence)).toEqual([10]);
    sequence.prepend([message(8), message(9)]);
    expect(seqs(sequence)).toEqual([8, 9, 10]);
  });

  it('keeps what came ahead when it starts anew', () => {
    const sequence = new MessageSequence();
    sequence.append([message(7)]);
    sequence.reset([message(5), message(6)]);
    expect(seqs(sequence)).toEqual([5, 6, 7]);
  });
});
