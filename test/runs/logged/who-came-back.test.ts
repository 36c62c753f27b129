/** Rewards that stand in later rows, where what was earned decides who comes back to have it told. */
import { Random } from '../../../src/core/random';
import { judgedLog } from '../../support/judged-log';
import { csvOf } from '../../support/public-logs';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();

interface Visitors {
  readonly customers: number;
  /** Most rows of a customer. */
  readonly visits: number;
  /** Chance of another row. */
  readonly returns: (channel: string, isHappy: boolean) => number;
}

/** A coin decides between nobody and an e-mail, and another whether the customer is happy: an e-mail changes nothing. */
function visitorRows({ customers, visits, returns }: Visitors) {
  const random = Random.fromSeed(1);
  return Array.from({ length: customers }, (_, customer) => {
    const rows = [];
    const known = { id: `c${customer}`, age: 20 + (customer % 7), p: 0.5 };
    let [margin, comesBack] = [0, true];
    for (let day = 0; day < visits && comesBack; day += 1) {
      const channel = ['none', 'email'][random.integer(2)]!;
      rows.push({ ...known, day, channel, margin });
      const isHappy = random.uniform() < 0.5;
      margin = isHappy ? 1 : 0;
      comesBack = random.uniform() < returns(channel, isHappy);
    }
    return rows;
  }).flat();
}

const schema = (visits: number) => ({
  ...{ customer: 'id', time: 'day', timeUnit: 'days', action: 'channel', noAction: 'none' },
  ...{ rewards: { margin: 1 }, rewardOf: 'previous row', propensity: 'p', features: { age: 'number' } },
  ...{ rewardRange: [0, 1], horizon: visits },
});

const judged = (visitors: Visitors) =>
  judgedLog(file('told.csv', csvOf(visitorRows(visitors))), schema(visitors.visits), 'always-email', [
    ...['--set', 'offPolicy.resamples=200'],
  ]);

const HANGS_ON = 'which decisions are judged hangs on who came back, for rewards stand in later rows';

it('concludes nothing of an e-mail whose happy customers alone come back', async () => {
  const returns = (channel: string, isHappy: boolean) => (channel === 'none' ? 0.5 : isHappy ? 0.8 : 0.2);
  const { offPolicy, verdict, findings } = await judged({ customers: 600, visits: 4, returns });
  // Of e-mails that are told of four in five made happy, of the others half: taken for all, better by .15 and never by chance.
  const { value, low } = offPolicy.policies.logged!.difference!.interval;
  expect(value).toBeCloseTo(0.8 - (0.8 + 0.5) / 2, 1);
  expect(low).toBeGreaterThan(0);
  expect(findings).toContainEqual(
    expect.objectContaining({ code: 'rewards-of-previous-rows', severity: 'warn' }),
  );
  expect(verdict).toMatchObject({ decision: 'cannot tell', guaranteed: null });
  expect(verdict.reasons[0]).toBe('the audit of the log: rewards-of-previous-rows');
  const { low: atLeast, high: atMost, hcope, reason } = offPolicy.guarantee;
  expect([atLeast, atMost, hcope]).toEqual([null, null, null]);
  expect(reason).toBe('the audit of the log: rewards-of-previous-rows');
});

it('guarantees nothing where so few do not come back that a verdict stands', async () => {
  const { offPolicy, verdict, findings } = await judged({ customers: 200, visits: 10, returns: () => 1 });
  expect(findings).toContainEqual(
    expect.objectContaining({ code: 'rewards-of-previous-rows', severity: 'note' }),
  );
  expect(verdict).toMatchObject({ decision: 'not shown better', guaranteed: null });
  expect(offPolicy.guarantee).toEqual({ level: 0.95, low: null, high: null, hcope: null, reason: HANGS_ON });
});
