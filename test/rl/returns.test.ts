import fc from 'fast-check';
import { discountedReturn } from '../../src/rl/returns';

describe('discountedReturn', () => {
  it('discounts each later reward once more', () => {
    expect(discountedReturn([1, 2, 4], 0.5)).toBe(1 + 0.5 * 2 + 0.25 * 4);
  });

  it('is the sum for gamma 1, the first reward for gamma 0, and 0 of nothing', () => {
    expect(discountedReturn([1, 2, 4], 1)).toBe(7);
    expect(discountedReturn([1, 2, 4], 0)).toBe(1);
    expect(discountedReturn([], 0.9)).toBe(0);
  });

  it('is the first reward plus gamma times the return of the rest', () => {
    const reward = fc.double({ min: -1e5, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(reward, { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rewards, gamma) => {
          const rest = discountedReturn(rewards.slice(1), gamma);
          expect(discountedReturn(rewards, gamma)).toBe(rewards[0]! + gamma * rest);
        },
      ),
    );
  });

  it.each([-0.1, 1.01, NaN])('refuses gamma %f', (gamma) => {
    expect(() => discountedReturn([1], gamma)).toThrow(`gamma: expected 0 to 1, got ${gamma}`);
  });
});
