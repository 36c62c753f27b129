/** Starbucks' simulated customers: offers drawn at random with known probabilities, six waves for each of 17,000. */
import { estimateOf, judgedLog, type JudgedLog } from '../../support/judged-log';
import { describeOn, publicLog } from '../../support/public-logs';

const FILE = 'starbucks/waves.csv.gz';

// 102,000 decisions, 14 policies; verdicts here do not hang on the last digit of an interval.
jest.setTimeout(600_000);
const RESAMPLES = ['--set', 'offPolicy.resamples=200'];

const schema = {
  ...{ customer: 'customer_id', time: 'time_hours', timeUnit: 'hours' },
  ...{ action: 'action', noAction: 'no_offer', reward: 'reward', propensity: 'propensity' },
  features: {
    ...{ age: 'number', income: 'number', gender: 'category', member_days: 'count' },
    ...{ spend_total_before: 'number', spend_last_wave: 'number', offers_before: 'count' },
    ...{ views_before: 'count', completions_before: 'count', hours_since_last_offer: 'days-since' },
  },
  // Rewards lie between −9.98 and 1,126.78; what they may be is said beforehand, and wider.
  ...{ rewardRange: [-100, 2000], horizon: 6 },
};

/** What a decision brings by each offer, and as logged. */
const TRUTHS: readonly [policy: string, value: number][] = [
  ['no-action', 11.2],
  ['always-informational', 15.14],
  ['always-bogo', 16.78],
  ['always-discount', 18.99],
];

describeOn(FILE)('Starbucks waves (skipped where they are not there)', () => {
  describe('decision by decision', () => {
    let judged: JudgedLog;
    beforeAll(async () => {
      judged = await judgedLog(publicLog(FILE), schema, 'always-discount', RESAMPLES);
    });

    it.each(
      ['ips', 'snips', 'dr'].flatMap((name) =>
        TRUTHS.map(([policy, value]) => [name, policy, value] as const),
      ),
    )('%s of %s is %d, within an error', (name, policy, value) => {
      const estimate = estimateOf(judged, policy, name);
      // Truths are rounded to a cent.
      expect(Math.abs(estimate.value - value)).toBeLessThan(estimate.error + 0.005);
    });

    it('shows discounts for everybody better than the mix', () => {
      expect(judged.verdict).toMatchObject({ decision: 'better', baseline: 'logged' });
    });

    it('guarantees it, by the range and the horizon that were declared', () => {
      expect(judged.verdict.guaranteed).toBe(true);
    });

    it('shows leaving everybody alone worse than discounts', () => {
      const against = judged.offPolicy.policies['no-action']!;
      expect(against.difference!.interval.low).toBeGreaterThan(7);
    });

    it('takes customers, not waves, for what was drawn', () => {
      expect(judged.offPolicy).toMatchObject({ unit: 'customer', units: 17_000, decisions: 102_000 });
    });
  });

  it('shows leaving everybody alone worse than the mix', async () => {
    const { verdict } = await judgedLog(publicLog(FILE), schema, 'no-action', RESAMPLES);
    expect(verdict).toMatchObject({ decision: 'worse', baseline: 'logged', guaranteed: false });
  });

  describe('as histories of six decisions', () => {
    let judged: JudgedLog;
    beforeAll(async () => {
      const discount = { gamma: 1, per: 'decision' };
      judged = await judgedLog(publicLog(FILE), { ...schema, discount }, 'always-discount', RESAMPLES);
    });

    it('stands on 17 customers who had six discounts: about 17,000 / 4^6 are to be expected', () => {
      expect(judged.offPolicy.policies['always-discount']!.effectiveSampleSize).toBeCloseTo(17, 6);
    });

    it('cannot tell whether discounts are better, though each by itself is: 17 leave next to none of those who spend most', () => {
      const { decision, reasons } = judged.verdict;
      expect(decision).toBe('cannot tell');
      expect(reasons.join('\n')).toMatch(
        /^a handful of customers could turn the result: .* treated as always-discount would treat them \(they count for 0\.2\d*, and 0\.5 are needed\)$/m,
      );
    });

    it('cannot tell of leaving everybody alone: six customers got nothing all along', () => {
      expect(judged.offPolicy.policies['no-action']!.doubts).toEqual([
        'too few customers were treated as no-action would treat them: they count for 6 (effective sample size), and 10 are needed',
      ]);
    });

    it('has no value of what happened to nobody, informational offers at all six', () => {
      expect(judged.offPolicy.policies['always-informational']).toMatchObject({
        ...{ identified: false, value: null },
        reasons: ['nobody in the log was treated as the policy would to the end'],
      });
    });

    it('values the log at six decisions', () => {
      const { value, error } = estimateOf(judged, 'logged', 'loggedMean');
      expect(Math.abs(value - 6 * 15.79)).toBeLessThan(error);
    });
  });
});
