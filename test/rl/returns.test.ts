import { ShapeError } from '../../src/core/errors';
import { returnsOf } from '../../src/rl/returns';

const f = (...values: number[]) => Float32Array.from(values);
const next = (...values: number[]) => Int32Array.from(values);

describe('returnsOf', () => {
  it('adds up what follows, each step times its own discount', () => {
    // One history of three decisions, whose gaps differ.
    expect(returnsOf(f(1, 2, 4), f(0.5, 0.25, 0), next(1, 2, -1))).toEqual(
      f(1 + 0.5 * (2 + 0.25 * 4), 2 + 0.25 * 4, 4),
    );
  });

  it('keeps histories apart that lie interleaved', () => {
    // 0 -> 2 -> 3 and 1 -> 4; the reward of 1 is of no concern to 0.
    const returns = returnsOf(f(1, 100, 2, 4, -8), f(0.5, 0.5, 0.5, 0, 0), next(2, 4, 3, -1, -1));
    expect(returns).toEqual(f(1 + 0.5 * (2 + 0.5 * 4), 100 - 4, 4, 4, -8));
  });

  it('is the reward where nothing follows, whatever the discount says, and where the discount is 0', () => {
    expect(returnsOf(f(3, 5, 7), f(0.9, 0, 0), next(-1, 2, -1))).toEqual(f(3, 5, 7));
  });

  it('leaves the rewards as they are, and knows an empty log', () => {
    const rewards = f(1, 1);
    returnsOf(rewards, f(1, 0), next(1, -1));
    expect(rewards).toEqual(f(1, 1));
    expect(returnsOf(f(), f(), next())).toEqual(f());
  });

  it.each([0, 1, 3, -2])(
    'refuses a decision that is followed by %i, which does not come later',
    (follower) => {
      expect(() => returnsOf(f(1, 1, 1), f(0.5, 0.5, 0), next(1, follower, -1))).toThrow(
        new RangeError(`returns: expected decision 1 to be followed by a later one of 3, got ${follower}`),
      );
    },
  );

  it('names the column that has another length', () => {
    expect(() => returnsOf(f(1), f(1, 1), next(-1))).toThrow(
      new ShapeError('discounts: expected 1 elements, got 2'),
    );
    expect(() => returnsOf(f(1), f(0), next())).toThrow(new ShapeError('next: expected 1 elements, got 0'));
  });
});
