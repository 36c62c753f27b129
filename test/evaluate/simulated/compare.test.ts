import {
  groupMeans,
  leadSamples,
  pairedDifferences,
  shareOfBestKnown,
} from '../../../src/evaluate/simulated/compare';
import type { EpisodeResults } from '../../../src/evaluate/simulated/rollout';

/** Five episodes; every metric has numbers of its own, so that none can stand for another. */
const results: EpisodeResults = {
  discountedReward: Float64Array.of(1, 2, 3, 4, 8),
  totalReward: Float64Array.of(10, 20, 30, 40, 80),
  rewardPerPeriod: Float64Array.of(5, 7, 9, 11, 4),
  costPerPeriod: Float64Array.of(0, 1, 6, 3, 2),
  contactsPerPeriod: Float64Array.of(0.5, 0.25, 0, 1, 0.75),
  noActionShare: Float64Array.of(0.5, 0.75, 1, 0, 0.25),
  periods: Float64Array.of(2, 4, 6, 8, 10),
  pairing: 'seed 1',
};

describe('groupMeans', () => {
  it('divides each group by its own size, where groups are unequal', () => {
    // group 0: episodes 0, 2, 4; group 1: episode 3; group 2: episode 1
    const groups = [0, 2, 0, 1, 0];
    expect(groupMeans(results, (episode) => groups[episode]!)).toMatchObject({
      discountedReward: Float64Array.of(4, 4, 2),
      totalReward: Float64Array.of(40, 40, 20),
      rewardPerPeriod: Float64Array.of(6, 11, 7),
      costPerPeriod: Float64Array.of(8 / 3, 3, 1),
      contactsPerPeriod: Float64Array.of(1.25 / 3, 1, 0.25),
      noActionShare: Float64Array.of(1.75 / 3, 0, 0.75),
      periods: Float64Array.of(6, 8, 4),
    });
  });

  it('changes no number where every episode is a group, but is not paired with single episodes', () => {
    const grouped = groupMeans(results, (episode) => episode);
    expect({ ...grouped, pairing: results.pairing }).toEqual(results);
    expect(() => pairedDifferences(grouped, results)).toThrow('expected equal random numbers');
  });
});

describe('leadSamples', () => {
  const model: EpisodeResults = { ...results, totalReward: Float64Array.of(11, 22, 33, 44, 85) };

  it('gives one number per episode that both have played', () => {
    const fewer: EpisodeResults = {
      ...results,
      totalReward: Float64Array.of(10, 20, 30),
      periods: Float64Array.of(2, 4, 6),
    };
    expect(leadSamples('totalReward', model, fewer)).toEqual(Float64Array.of(1, 2, 3));
  });

  it('gives one number per group where a policy has groups', () => {
    // group 0: leads 1, 3, 5; group 1: 2, 4
    expect(leadSamples('totalReward', model, results, (episode) => episode % 2)).toEqual(
      Float64Array.of(3, 3),
    );
  });
});

it('shareOfBestKnown is 0 for no-action, 1 for the best, and the published 92.4 % for always resurrection', () => {
  expect(shareOfBestKnown(307_045, 307_045, 476_478)).toBe(0);
  expect(shareOfBestKnown(476_478, 307_045, 476_478)).toBe(1);
  expect(shareOfBestKnown(463_545, 307_045, 476_478)).toBeCloseTo(0.924, 3);
});
