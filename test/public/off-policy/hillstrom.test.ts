/**
 * Hillstrom's experiment: thirds of 64,000 customers drawn at random, so that the means of its arms are the truth. Thinned
 * by a rule of features it is a biased log whose truth is known all the same.
 */
import { Random } from '../../../src/core/random';
import { errorsFrom, estimateOf, judgedLog, type JudgedLog } from '../../support/judged-log';
import { csvOf, describeOn, publicLog, publicRows } from '../../support/public-logs';
import { useTestFiles } from '../../support/test-files';

const FILE = 'hillstrom/hillstrom.csv.gz';
const file = useTestFiles();

// Six policies of 64,000 rows by every estimator, and a thousand resamples.
jest.setTimeout(600_000);

const features = {
  ...{ recency: 'number', history: 'number', mens: 'flag', womens: 'flag', newbie: 'flag' },
  ...{ zip_code: 'category', channel: 'category' },
};
const schema = { action: 'segment', noAction: 'No E-Mail', features };

/** Mean visits by arm of all 64,000, and by what a constant is called. */
const VISITS = { 'no-action': 0.1062, 'always-Mens E-Mail': 0.1828, 'always-Womens E-Mail': 0.1514 };
const SPEND = { 'no-action': 0.653, 'always-Mens E-Mail': 1.423, 'always-Womens E-Mail': 1.077 };

/**
 * Share of the rows that is kept, by how warm a customer is (bought lately, not new, not by phone: 0 to 3 of these). Warm
 * customers keep mails for men, cold ones none; each column sums to 1.5, so the mix of customers stays what it was.
 */
const KEPT: Readonly<Record<string, readonly number[]>> = {
  'Mens E-Mail': [0.05, 0.1, 0.7, 0.95],
  'Womens E-Mail': [0.5, 0.5, 0.5, 0.5],
  'No E-Mail': [0.95, 0.9, 0.3, 0.05],
};

function warmth({ recency, newbie, channel }: Record<string, string>): number {
  return Number(Number(recency) <= 6) + Number(newbie === '0') + Number(channel !== 'Phone');
}

/** Rows with `p`: among those kept, an arm's probability is its share of what the three would have kept. */
function thinnedRows() {
  const random = Random.fromSeed(1);
  return publicRows(FILE).flatMap((row) => {
    const kept = KEPT[row.segment!]![warmth(row)]!;
    return random.uniform() < kept ? [{ ...row, p: kept / 1.5 }] : [];
  });
}

const of = (policies: object) => Object.entries(policies) as [string, number][];

describeOn(FILE)('Hillstrom (skipped where it is not there)', () => {
  describe('thinned by a known rule, with the probabilities that the rule gives', () => {
    let judged: JudgedLog;
    beforeAll(async () => {
      const data = file('logged.csv', csvOf(thinnedRows()));
      judged = await judgedLog(data, { ...schema, reward: 'visit', propensity: 'p' }, 'no-action');
    });

    it.each(of(VISITS))('finds the visits of %s by weights, %d', (policy, truth) => {
      expect(Math.abs(errorsFrom(judged, policy, 'snips', truth))).toBeLessThan(3);
    });

    it.each(of(VISITS))('finds the visits of %s doubly robust, %d', (policy, truth) => {
      expect(Math.abs(errorsFrom(judged, policy, 'dr', truth))).toBeLessThan(3);
    });
  });

  describe('thinned by a known rule, its probabilities to be estimated', () => {
    let judged: JudgedLog;
    beforeAll(async () => {
      const data = file('estimated.csv', csvOf(thinnedRows()));
      judged = await judgedLog(data, { ...schema, reward: 'visit' }, 'no-action');
    });

    it.each([
      ['no-action', -1],
      ['always-Mens E-Mail', 1],
    ] as const)('the naive mean of %s is off by more than five errors', (policy, side) => {
      // Replay of a constant is the mean of its arm.
      expect(side * errorsFrom(judged, policy, 'replay', VISITS[policy])).toBeGreaterThan(5);
    });

    it.each(of(VISITS))('finds the visits of %s by weights, %d', (policy, truth) => {
      expect(Math.abs(errorsFrom(judged, policy, 'snips', truth))).toBeLessThan(3);
    });

    it.each(of(VISITS))('finds the visits of %s doubly robust, %d', (policy, truth) => {
      expect(Math.abs(errorsFrom(judged, policy, 'dr', truth))).toBeLessThan(3);
    });

    it('says that they are estimated', () => {
      expect(judged.offPolicy.behaviour!.source).toBe('estimated');
    });
  });

  describe('whole, by spend', () => {
    let womens: JudgedLog;
    beforeAll(async () => {
      womens = await judgedLog(publicLog(FILE), { ...schema, reward: 'spend' }, 'always-Womens E-Mail');
    });

    it.each(of(SPEND))('finds what %s brings, %d', (policy, truth) => {
      expect(Math.abs(errorsFrom(womens, policy, 'dr', truth))).toBeLessThan(2);
    });

    it('does not show that mails for women bring more than the mix: 1.077 against 1.051', () => {
      expect(womens.verdict).toMatchObject({ decision: 'not shown better', baseline: 'logged' });
    });
  });

  describe('whole, by visits, where a file of rules mails by what was bought', () => {
    let judged: JudgedLog;
    const rules = [
      { id: 'mens', condition: { mens: true }, weights: { 'Mens E-Mail': 1 } },
      { id: 'rest', weights: { 'Womens E-Mail': 1 } },
    ];
    beforeAll(async () => {
      const path = file('rules.json', JSON.stringify(rules));
      // Thirds were drawn: the probability of every row is 1/3.
      const data = file('thirds.csv', csvOf(publicRows(FILE).map((row) => ({ ...row, p: 1 / 3 }))));
      judged = await judgedLog(data, { ...schema, reward: 'visit', propensity: 'p' }, path);
    });

    it('judges it under the name of its file', () => {
      expect(judged.offPolicy.subject).toBe('rules.json');
    });

    it('values it at three times the visits of rows that agree, by row', () => {
      const rows = publicRows(FILE);
      const agrees = ({ mens, segment }: Record<string, string>) =>
        segment === (mens === '1' ? 'Mens E-Mail' : 'Womens E-Mail');
      const sum = rows.filter(agrees).reduce((visits, { visit }) => visits + 3 * Number(visit), 0);
      expect(estimateOf(judged, 'rules.json', 'ips').value).toBeCloseTo(sum / rows.length, 6);
    });
  });
});
