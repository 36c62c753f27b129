import { defaultSegmentConfig, segmentConfigSchema } from '../../../src/worlds/segment/settings';
import { bestKnown, bestKnownValue } from '../../../src/worlds/segment/reference-values';

describe('bestKnownValue', () => {
  it('knows the two objectives of the published environment', () => {
    expect(bestKnownValue(defaultSegmentConfig, 'discountedReward', 0.9)).toBe(476_478);
    expect(bestKnownValue(defaultSegmentConfig, 'totalReward', 0.99)).toBe(6_836_446);
  });

  it.each<[string, unknown, string, number]>([
    ['another discount', {}, 'discountedReward', 0.99],
    ['another metric', {}, 'costPerPeriod', 0.9],
    ['another length', { periods: 50 }, 'totalReward', 0.9],
    ['another start', { start: { active: 1 } }, 'discountedReward', 0.9],
    ['delayed harm', { emailHarmDelay: 2 }, 'totalReward', 0.9],
  ])('knows nothing of %s', (_what, values, objective, gamma) => {
    expect(bestKnownValue(segmentConfigSchema.parse(values), objective, gamma)).toBeNull();
  });

  it('recognises the published environment when every number is written out', () => {
    const written: unknown = JSON.parse(JSON.stringify(defaultSegmentConfig));
    expect(bestKnownValue(segmentConfigSchema.parse(written), 'totalReward', 1)).toBe(6_836_446);
  });
});

it('bestKnown has the standard errors of the reference', () => {
  expect(bestKnown(defaultSegmentConfig, 'discountedReward', 0.9)).toEqual({
    value: 476_478,
    standardError: 3.3,
  });
  expect(bestKnown(defaultSegmentConfig, 'totalReward', 0.9)).toEqual({
    value: 6_836_446,
    standardError: 18,
  });
});
