import fc from 'fast-check';
import type { PlayedBaseline } from '../../../src/evaluate/simulated/compare';
import type { EpisodeResults } from '../../../src/evaluate/simulated/rollout';
import { simulationVerdict } from '../../../src/evaluate/simulated/verdict';
import type { KnownMean } from '../../../src/stats/intervals';

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
  bestKnown: KnownMean | null = null,
) => simulationVerdict({ objective: 'totalReward', model, baselines, bestKnown });

describe('simulationVerdict', () => {
  it('is better when the interval of the paired difference lies above 0', () => {
    // Differences 9, 10, 11: mean 10, standard error 1 / sqrt 3, t quantile 4.303 of 2 degrees of freedom.
    expect(verdict(episodes(109, 210, 311), [noAction])).toEqual({
      decision: 'better',
      reasons: [
        'totalReward: model minus no-action is 10 (95 % interval 7.5 to 12.5, 3 paired episodes)',
        'totalReward: a model up to 0.01 behind a baseline counts as good as it ' +
          '(0.1 % of the way from no-action to the best policy played, the model)',
      ],
      baseline: 'no-action',
      guaranteed: null,
      margin: 0.01,
      comparisons: [
        {
          against: 'no-action',
          decision: 'better',
          low: expect.closeTo(10 - 4.302653 / Math.sqrt(3), 5) as number,
          high: expect.closeTo(10 + 4.302653 / Math.sqrt(3), 5) as number,
        },
      ],
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
      guaranteed: null,
      margin: 0,
      comparisons: [],
    };
    expect(verdict(episodes(1, 2), [])).toEqual(nothing);
    expect(verdict(episodes(1), [{ name: 'no-action', results: episodes(1) }])).toEqual({
      ...nothing,
      reasons: [
        nothing.reasons[0],
        'no-action is not compared: two independent episodes or more are needed, got 1',
      ],
      comparisons: [{ against: 'no-action', decision: 'cannot tell', low: null, high: null }],
    });
  });

  describe('with a baseline that has no interval', () => {
    // All of a tile-q's episodes were played by one agent: one independent unit.
    const single = { name: 'tile-q', results: episodes(50, 60, 70), groupOf: () => 0 };

    it('names it, and is not better, though ahead of every other', () => {
      const { decision, baseline, reasons, comparisons } = verdict(episodes(109, 210, 311), [
        noAction,
        single,
      ]);
      expect([decision, baseline]).toEqual(['not shown better', 'tile-q']);
      expect(reasons[0]).toBe(
        'totalReward: tile-q is not compared: two independent episodes or more are needed, got 1',
      );
      expect(comparisons[0]!.decision).toBe('better');
      expect(comparisons[1]).toEqual({ against: 'tile-q', decision: 'cannot tell', low: null, high: null });
    });

    it('is not as good as the best, either', () => {
      const equal = { name: 'equal', results: episodes(1100, 1200, 1300) };
      const model = episodes(1100, 1200, 1300);
      expect(verdict(model, [noAction, equal]).decision).toBe('as good as');
      expect(verdict(model, [noAction, equal, single]).decision).toBe('not shown better');
    });

    it('is still worse where another baseline is shown to be ahead', () => {
      expect(verdict(episodes(91, 190, 289), [noAction, single])).toMatchObject({
        decision: 'worse',
        baseline: 'no-action',
      });
    });
  });

  describe('with a margin of 10, .1 % of the way from no-action (200) to the best known value', () => {
    const known = { value: 10_200, standardError: 1 };
    const strong = { name: 'strong', results: episodes(5000, 6000, 7000) };
    const behind = (by: number) => episodes(5000 - by, 6000 - by, 7000 - by);

    it('is as good as a baseline while the interval lies above -10', () => {
      // Equal differences: the interval is a point.
      expect(verdict(behind(9.99), [noAction, strong], known)).toMatchObject({
        decision: 'as good as',
        baseline: 'strong',
        comparisons: [
          { against: 'no-action', decision: 'better' },
          {
            against: 'strong',
            decision: 'as good as',
            low: expect.closeTo(-9.99, 9) as number,
            high: expect.closeTo(-9.99, 9) as number,
          },
        ],
      });
    });

    it('is worse at the margin itself, for what is shown behind and not as good', () => {
      expect(verdict(behind(10), [noAction, strong], known).decision).toBe('worse');
    });

    it('is not shown better where the interval reaches beyond the margin on both sides', () => {
      // Differences -20, 0, 20: 0 -+ 4.303 * 20 / sqrt 3.
      expect(verdict(episodes(4980, 6000, 7020), [noAction, strong], known).decision).toBe(
        'not shown better',
      );
    });

    it('is as good as, not worse, where surely but hardly behind', () => {
      // Differences -6, -5, -4: -5 -+ 2.48, below 0 and above -10.
      const model = episodes(4994, 5995, 6996);
      const { decision, comparisons, reasons } = verdict(model, [noAction, strong], known);
      expect(decision).toBe('as good as');
      expect(reasons.join()).not.toContain('Holm');
      expect(comparisons[1]!.high).toBeLessThan(0);
    });

    it('says which margin it is', () => {
      expect(verdict(behind(0), [noAction, strong], known).reasons[1]).toBe(
        'totalReward: a model up to 10 behind a baseline counts as good as it ' +
          '(0.1 % of the way from no-action to the best known value)',
      );
    });
  });

  describe('where no best value is known', () => {
    const strong = { name: 'strong', results: episodes(5100, 5200, 5300) };
    const marginReason = (model: EpisodeResults, baselines: readonly PlayedBaseline[], known?: KnownMean) =>
      verdict(model, baselines, known ?? null).reasons.find((reason) => reason.includes('counts as good'));

    it('takes the way from no-action to the best policy played', () => {
      // strong leads no-action by 5000: the margin is 5.
      expect(verdict(episodes(5095.1, 5195.1, 5295.1), [noAction, strong]).decision).toBe('as good as');
      expect(verdict(episodes(5094.9, 5194.9, 5294.9), [noAction, strong]).decision).toBe('worse');
      expect(marginReason(episodes(1, 2, 3), [noAction, strong])).toContain(
        'up to 5 behind a baseline counts as good as it (0.1 % of the way from no-action to the best policy played, strong)',
      );
    });

    it('takes the way from uniform where nobody can be left alone', () => {
      const uniform = { name: 'uniform', results: episodes(100, 200, 300) };
      expect(marginReason(episodes(1, 2, 3), [strong, uniform])).toContain(
        'up to 5 behind a baseline counts as good as it (0.1 % of the way from uniform to the best policy played, strong)',
      );
    });

    it('has no margin without no-action and uniform, or where nothing earns more than it', () => {
      expect(marginReason(episodes(1, 2, 3), [strong])).toBe(
        'totalReward: a model behind a baseline never counts as good as it (neither no-action nor uniform was played)',
      );
      expect(marginReason(episodes(1, 2, 3), [noAction])).toContain(
        '(nothing played earns more than no-action)',
      );
      expect(marginReason(episodes(1, 2, 3), [noAction], { value: 200, standardError: 1 })).toContain(
        '(the best known value is not above no-action)',
      );
    });
  });

  describe('against several baselines (Holm)', () => {
    // Three pairs have two degrees of freedom: p = 1/2 + t / (2 sqrt(2 + t^2)). Differences m - 1, m, m + 1 have
    // standard error 1 / sqrt 3, so t^2 = 3 m^2: m -3 gives p = .0175, m -4 .0101, m -10 .0017. Level .025.
    const model = episodes(100, 200, 300);
    const ahead = (name: string, by: number) => ({
      name,
      results: episodes(100 + by + 1, 200 + by, 300 + by - 1),
    });
    const decisions = (...baselines: PlayedBaseline[]) => {
      const found = verdict(model, baselines);
      return [found.decision, ...found.comparisons.map(({ decision }) => decision)];
    };

    it('is worse than one baseline with p .0175, and not shown to be so among three', () => {
      expect(decisions(ahead('a', 3))).toEqual(['worse', 'worse']);
      // 3 * .0175 = .053
      expect(decisions(ahead('a', 3), ahead('b', -50), ahead('c', -60))).toEqual([
        'not shown better',
        ...['not shown better', 'better', 'better'],
      ]);
    });

    it('corrects the second smallest p for one baseline fewer', () => {
      // 3 * .0017 = .005; 2 * .0101 = .0202 (three times it would be .030); the third is far behind.
      expect(decisions(ahead('a', 4), ahead('b', 10), ahead('c', -50))).toEqual([
        'worse',
        ...['worse', 'worse', 'better'],
      ]);
      // 3 * .0017 = .005; 2 * .0175 = .035.
      expect(decisions(ahead('a', 3), ahead('b', 10), ahead('c', -50))).toEqual([
        'worse',
        ...['not shown better', 'worse', 'better'],
      ]);
    });

    it('shows the interval of each comparison alone', () => {
      const { comparisons } = verdict(model, [ahead('a', 3), ahead('b', -50), ahead('c', -60)]);
      expect(comparisons[0]!.high).toBeCloseTo(-3 + 4.302653 / Math.sqrt(3), 5);
      expect(comparisons[0]!.high).toBeLessThan(0);
    });

    it('says what the correction comes to where an interval lies below 0', () => {
      const { reasons } = verdict(model, [ahead('a', 3), ahead('b', -50), ahead('c', -60)]);
      expect(reasons[1]).toBe(
        'totalReward: one-sided p-value of the model being behind, corrected for 3 baselines (Holm): 0.053; ' +
          '"worse" asks for 0.025 or less',
      );
    });

    it('does not count a baseline that cannot be tested', () => {
      const one = { name: 'one', results: episodes(1) };
      expect(decisions(ahead('a', 3), one)).toEqual(['worse', 'worse', 'cannot tell']);
    });
  });

  describe('whatever was played', () => {
    const totals = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 4, maxLength: 4 });
    const table = fc.tuple(totals, totals, fc.array(totals, { minLength: 1, maxLength: 4 }));
    const baselinesOf = (nothing: number[], others: number[][], shift = 0): PlayedBaseline[] =>
      [nothing, ...others].map((values, i) => ({
        name: i === 0 ? 'no-action' : `baseline-${i}`,
        results: episodes(...values.map((value) => value + shift)),
      }));

    it('does not fall from better by a far worse baseline', () => {
      fc.assert(
        fc.property(table, ([model, nothing, others]) => {
          const baselines = baselinesOf(nothing, others);
          const far = { name: 'far', results: episodes(-10_000, -10_100, -10_000, -10_100) };
          const before = verdict(episodes(...model), baselines).decision;
          const after = verdict(episodes(...model), [...baselines, far]).decision;
          // A larger family can only take "worse" back.
          expect(before === 'worse' ? ['worse', 'not shown better'] : [before]).toContain(after);
        }),
      );
    });

    it('does not depend on where the rewards begin', () => {
      fc.assert(
        fc.property(table, fc.integer({ min: -5000, max: 5000 }), ([model, nothing, others], shift) => {
          const { decision, baseline, comparisons } = verdict(
            episodes(...model),
            baselinesOf(nothing, others),
          );
          const shifted = verdict(
            episodes(...model.map((value) => value + shift)),
            baselinesOf(nothing, others, shift),
          );
          expect(shifted).toMatchObject({ decision, baseline, comparisons });
        }),
      );
    });

    it('does not depend on the order of the baselines', () => {
      fc.assert(
        fc.property(table, ([model, nothing, others]) => {
          const baselines = baselinesOf(nothing, others);
          const forward = verdict(episodes(...model), baselines);
          const backward = verdict(episodes(...model), [...baselines].reverse());
          expect(backward.decision).toBe(forward.decision);
          expect([...backward.comparisons].reverse()).toEqual(forward.comparisons);
        }),
      );
    });
  });

  it('names the share of the way to the best known value where that is known', () => {
    const { reasons } = verdict(episodes(2900, 3000, 3100), [noAction], { value: 6000, standardError: 20 });
    // no-action 200, model 3000, best 6000: 2800 / 5800
    expect(reasons[2]).toBe(
      'totalReward: the model reaches 3,000, 48.28 % of the way from no-action (200) to the best known value (6,000, standard error 20)',
    );
  });

  it('takes the share from uniform where no-action was not played, and leaves it out without both', () => {
    const reasons = (name: string) =>
      verdict(episodes(1, 2), [{ name, results: episodes(0, 1) }], { value: 10, standardError: 1 }).reasons;
    // uniform .5, model 1.5, best 10: 1 / 9.5
    expect(reasons('uniform')[2]).toContain('10.53 % of the way from uniform (0.5)');
    expect(reasons('rule')).toHaveLength(2);
  });

  describe('where the highest policy lies above the best known value', () => {
    // Mean 3000, standard error 100 / sqrt 3 = 57.735, t quantile 4.30265 of 2 degrees of freedom.
    const above = { name: 'above', results: episodes(2900, 3000, 3100) };
    const reason = (value: number, standardError: number) =>
      verdict(episodes(100, 200, 301), [noAction, above], { value, standardError }).reasons.at(-1);

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
