import fc from 'fast-check';
import { mersenneTwister, numpyPermutation } from '../../src/dataset/numpy-permutation';

describe('mersenneTwister', () => {
  it('yields the published first outputs of seed 5489', () => {
    const next = mersenneTwister(5489);
    expect([next(), next(), next()]).toEqual([3499211612, 581869302, 3890346734]);
  });

  it('yields the 10,000th output that the C++ standard demands of seed 5489', () => {
    const next = mersenneTwister(5489);
    for (let i = 0; i < 9999; i += 1) next();
    expect(next()).toBe(4123659995);
  });

  it.each([-1, 0.5, 2 ** 32, NaN])('refuses %p as a seed', (seed) => {
    expect(() => mersenneTwister(seed)).toThrow(
      new RangeError(`mersenneTwister: expected a whole seed in [0, 2^32), got ${seed}`),
    );
  });
});

describe('numpyPermutation', () => {
  it('is RandomState(42).permutation(10)', () => {
    expect([...numpyPermutation(10, 42)]).toEqual([8, 1, 5, 0, 7, 2, 9, 4, 3, 6]);
  });

  it('holds every number once, whatever n and seed', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (n, seed) => {
        expect([...numpyPermutation(n, seed)].sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
      }),
    );
  });

  it.each([-1, 1.5, 2 ** 31])('refuses %p as a number of rows', (n) => {
    expect(() => numpyPermutation(n, 42)).toThrow(RangeError);
  });
});
