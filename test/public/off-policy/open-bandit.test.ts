/** Open Bandit: what a uniform policy earns, by its own log, and by one of Thompson sampling that hardly ever did the same. */
import { errorsFrom, estimateOf, judgedLog, type JudgedLog } from '../../support/judged-log';
import { describeOn, publicLog } from '../../support/public-logs';

// About 50 policies of 10,000 rows; verdicts here do not hang on the last digit of an interval.
jest.setTimeout(600_000);
const RESAMPLES = ['--set', 'offPolicy.resamples=200'];

const schema = {
  ...{ action: 'item_id', reward: 'click', propensity: 'propensity_score' },
  features: {
    ...{ user_feature_0: 'category', user_feature_1: 'category' },
    ...{ user_feature_2: 'category', user_feature_3: 'category' },
  },
};

const BTS = 'open-bandit/bts/women/women.csv.gz';

describeOn(BTS)('women by Thompson sampling (skipped where it is not there)', () => {
  let judged: JudgedLog;
  beforeAll(async () => {
    judged = await judgedLog(publicLog(BTS), schema, 'uniform', ['--gate', ...RESAMPLES]);
  });

  it('cannot tell what a uniform policy earns', () => {
    expect(judged.verdict.decision).toBe('cannot tell');
  });

  it('names the effective sample size, 2.1 of 10,000 rows', () => {
    expect(judged.verdict.reasons[0]).toBe(
      'too few rows were treated as uniform would treat them: they count for 2.08 (effective sample size), and 10 are needed',
    );
  });

  it('names the row that holds most of the weight', () => {
    expect(judged.verdict.reasons[1]).toMatch(/^a single row decides 69\.4 % of the answer on uniform/);
  });

  it('keeps the gate closed', () => {
    expect(judged.code).toBe(3);
  });

  it('marks the policy with its doubts in the document', () => {
    expect(judged.offPolicy.policies.uniform).toMatchObject({
      doubts: judged.verdict.reasons.slice(0, 2),
      effectiveSampleSize: expect.closeTo(2.078, 3) as number,
    });
  });

  it('tells nothing of an item without a click among as many as 82 rows, for .4 were to be expected', () => {
    const { doubts, effectiveSampleSize } = judged.offPolicy.policies['always-20']!;
    expect(effectiveSampleSize).toBeCloseTo(81.8, 1);
    expect(doubts).toEqual([
      expect.stringMatching(
        /^a handful of rows could turn the result: .* \(they count for 0\.196, and 0\.5 are needed\)$/,
      ),
      expect.stringMatching(
        /^too few responses: of the 81\.8 rows .* about 0\.376 would bring anything but 0/,
      ),
    ]);
  });
});

const random = (who: string) => `open-bandit/random/${who}/${who}.csv.gz`;

describe.each(['men', 'women'])('%s at random', (who) => {
  describeOn(random(who))('(skipped where it is not there)', () => {
    let judged: JudgedLog;
    beforeAll(async () => {
      judged = await judgedLog(publicLog(random(who)), schema, 'uniform', RESAMPLES);
    });

    it('finds the click rate of a uniform policy, .0046', () => {
      expect(Math.abs(errorsFrom(judged, 'uniform', 'dr', 0.0046))).toBeLessThan(2);
    });

    it('values the policy that logged at what was logged', () => {
      const logged = estimateOf(judged, 'logged', 'loggedMean').value;
      expect(Math.abs(errorsFrom(judged, 'uniform', 'dr', logged))).toBeLessThan(1);
    });

    it('does not show it better than itself', () => {
      expect(judged.verdict.decision).toBe('not shown better');
    });
  });
});
