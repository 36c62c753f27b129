import { moments } from '../../src/stats/moments';

describe('moments', () => {
  it('are mean and unbiased variance', () => {
    // mean 5; squared deviations 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32 over 7
    expect(moments([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ count: 8, mean: 5, variance: 32 / 7 });
  });

  it('survive a large offset that makes sums of squares cancel', () => {
    const { mean, variance } = moments(Float64Array.of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16));
    expect(mean).toBe(1e9 + 10);
    expect(variance).toBe(30);
  });

  it('are NaN where there is too little to know', () => {
    expect(moments([])).toEqual({ count: 0, mean: NaN, variance: NaN });
    expect(moments([3])).toEqual({ count: 1, mean: 3, variance: NaN });
  });
});
