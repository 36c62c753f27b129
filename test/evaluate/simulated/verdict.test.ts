import type { BestKnown } from '../../../src/env/segment-reference';
import type { EpisodeResults } from '../../../src/evaluate/simulated/rollout';
import { simulationVerdict, type PlayedBaseline } from '../../../src/evaluate/simulated/verdict';

/** Episodes with these totals; the other metrics are theirs divided by 10 periods, or nothing. */
function episodes(...totals: number[]): EpisodeResults {
  const zeros = new Float64Array(totals.length);
  return {
    discountedReward: Float64Array.from(totals, (total) => total / 2),
    totalReward: Float64Array.from(totals),
    rewardPerPeriod: Float64Array.from(totals, (total) => total / 10),
    costPerPeriod: zeros,
    contactsPerPeriod: zeros,
    noActionShare: zeros,
    periods: zeros.map(() => 10),
    pairing: 'test',
  };
}

const noAction = { name: 'no-action', results: episodes(100, 200, 300) };
const verdict = (
  model: EpisodeResults,
  baselines: readonly PlayedBaseline[],
  bestKnown: BestKnown | null = null,
) => simulationVerdict({ objective: 'totalReward', model, baselines, bestKnown });

describe('simulationVerdict', () => {
  it('is better when the interval of the paired difference lies above 0', () => {
    // Differences 9, 10, 11: mean 10, standard error 1 / sqrt 3, t quantile 4.303 of 2 degrees of freedom.
    expect(verdict(episodes(109, 210, 311), [noAction])).toEqual({
      decision: 'better',
      reasons: ['totalReward: model minus no-action is 10 (95 % interval 7.5 to 12.5, 3 paired episodes)'],
      baseline: 'no-action',
    });
  });

  it('is worse when the interval lies below 0', () => {
    expect(verdict(episodes(91, 190, 289), [noAction]).decision).toBe('worse');
  });

  it('is not shown better when the interval holds 0, also for equal policies', () => {
    expect(verdict(episodes(90, 210, 305), [noAction]).decision).toBe('not shown better');
    expect(verdict(episodes(100, 200, 300), [noAction]).decision).toBe('not shown better');
  });

  it('is held against the strongest baseline, whatever the order', () => {
    const strong = { name: 'always-email', results: episodes(150, 251, 349) };
    const model = episodes(120, 221, 320);
    for (const baselines of [
      [noAction, strong],
      [strong, noAction],
    ]) {
      const { decision, reasons } = verdict(model, baselines);
      expect(decision).toBe('worse');
      expect(reasons[0]).toContain('model minus always-email is −29.7');
    }
  });

  it('is not fooled by a weak baseline that was lucky in few episodes', () => {
    // Its mean is the highest, for it played only a rich episode and a poor one; paired with them the model is ahead.
    const model = episodes(1000, 10, 11, 12);
    const lucky = { name: 'lucky', results: episodes(900, 5) };
    const strong = { name: 'strong', results: episodes(1000.5, 11, 12, 13) };
    expect(verdict(model, [lucky, strong]).reasons[0]).toContain('minus strong');
  });

  it('is not better while a baseline of few episodes could still be ahead', () => {
    const model = episodes(110, 210, 310, 410);
    // Ten behind, and sure of it.
    const sure = { name: 'sure', results: episodes(100, 199, 301, 400) };
    // Fifty-five behind on average, in two episodes that say little.
    const unsure = { name: 'unsure', results: episodes(0, 210) };
    expect(verdict(model, [sure]).decision).toBe('better');
    expect(verdict(model, [sure, unsure])).toMatchObject({
      decision: 'not shown better',
      baseline: 'unsure',
    });
  });

  it('counts groups, not episodes, where episodes of a baseline are not independent', () => {
    // Two agents, one 10 behind and one 30 behind, in two episodes each: two differences, not four.
    const agents = {
      name: 'tile-q',
      results: episodes(90, 70, 90, 70),
      groupOf: (episode: number) => episode % 2,
    };
    const model = episodes(100, 100, 100, 100);
    expect(verdict(model, [{ ...agents, groupOf: undefined }]).decision).toBe('better');
    expect(verdict(model, [agents])).toMatchObject({ decision: 'not shown better', baseline: 'tile-q' });
  });

  it('cannot tell without a baseline, or from one episode', () => {
    const nothing = {
      decision: 'cannot tell',
      reasons: ['no baseline with two or more episodes to compare with'],
      baseline: null,
    };
    expect(verdict(episodes(1, 2), [])).toEqual(nothing);
    expect(verdict(episodes(1), [{ name: 'no-action', results: episodes(1) }])).toEqual(nothing);
  });

  it('names the share of the way to the best known value where that is known', () => {
    const { reasons } = verdict(episodes(2900, 3000, 3100), [noAction], { value: 6000, standardError: 20 });
    // no-action 200, model 3000, best 6000: 2800 / 5800
    expect(reasons[1]).toBe(
      'totalReward: the model reaches 3,000, 48.28 % of the way from no-action (200) to the best known value (6,000, standard error 20)',
    );
  });

  it('leaves the share out where no-action was not played', () => {
    expect(
      verdict(episodes(1, 2), [{ name: 'uniform', results: episodes(0, 1) }], { value: 10, standardError: 1 })
        .reasons,
    ).toHaveLength(1);
  });

  describe('where the highest policy lies above the best known value', () => {
    // Mean 3000, standard error 100 / sqrt 3 = 57.735, t quantile 4.30265 of 2 degrees of freedom.
    const above = { name: 'above', results: episodes(2900, 3000, 3100) };
    const reason = (value: number, standardError: number) =>
      verdict(episodes(100, 200, 301), [noAction, above], { value, standardError }).reasons[2];

    it('calls it noise while the interval of the difference holds 0', () => {
      // 4.30265 * sqrt(57.735^2 + 20^2) = 262.9 around 10
      expect(reason(2990, 20)).toBe(
        'totalReward: above is 10 above the best known value, within the noise of both (95 % interval −252.9 to 272.9)',
      );
    });

    it('says so where noise does not explain it', () => {
      // 262.9 around 300
      expect(reason(2700, 20)).toBe(
        'totalReward: above is 300 above the best known value, more than the noise of both (95 % interval 37.1 to 562.9)',
      );
    });

    it('counts the error of the best known value, too', () => {
      // 4.30265 * sqrt(57.735^2 + 60^2) = 358.3 around 300
      expect(reason(2700, 60)).toContain('within the noise of both (95 % interval −58.3 to 658.3)');
    });

    it('takes groups for independent, not their episodes', () => {
      // Two agents of means 2950 and 3050: standard error 50, t quantile 12.706 of 1 degree of freedom.
      const agents = {
        name: 'tile-q',
        results: episodes(2950, 3050, 2950, 3050),
        groupOf: (i: number) => i % 2,
      };
      const found = verdict(episodes(1, 2, 3, 4), [agents], { value: 2700, standardError: 0 }).reasons;
      expect(found.at(-1)).toContain('(95 % interval −335.3 to 935.3)');
    });
  });
});
