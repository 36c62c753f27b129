/** Whether differences between decisions that values tell came true in a log of histories, beside what is known of it. */
import { Random } from '../../../../src/core/random';
import { readContactLog } from '../../../../src/dataset/contacts/read-contact-log';
import { decisionsOf } from '../../../../src/dataset/decisions/decisions';
import { logSchema } from '../../../../src/dataset/schema/log-schema';
import { offPolicySettings } from '../../../../src/evaluate/off-policy/settings';
import type { QFunction } from '../../../../src/policies/policy';
import { companyLog, everyDecision } from '../../../../src/runs/logged/loaded-log';
import { validationOn } from '../../../../src/runs/logged/off-policy/validation';
import { knownCalibration } from '../../../support/known-calibration';
import { useTestFiles } from '../../../support/test-files';

const file = useTestFiles();

const actions = ['none', 'mail'];
const GAMMA = 0.9;
const [CUSTOMERS, DECISIONS, MOST] = [200, 8, 3];

const schema = logSchema.parse({
  ...{ customer: 'id', time: 'day', timeUnit: 'step', action: 'channel', noAction: 'none', actions },
  ...{ reward: 'margin', propensity: 'p', features: { since: 'number' }, terminal: 'gone' },
  discount: { gamma: GAMMA, per: 'decision' },
});

/** Decisions since the last mail, at most 3. */
const after = (since: number, action: number) => (action === 1 ? 0 : Math.min(MOST, since + 1));

/** Mails go out by the toss of a coin. @param rewardOf of a decision */
async function calibrationOf(
  seed: number,
  rewardOf: (since: number, action: number, luck: number) => number,
  valueOf: (since: number, action: number) => number,
) {
  const random = Random.fromSeed(seed);
  const lines: string[] = [];
  const sinceOf: number[] = [];
  for (let id = 0; id < CUSTOMERS; id += 1) {
    let since = random.integer(MOST + 1);
    for (let day = 0; day < DECISIONS; day += 1) {
      const action = random.integer(2);
      const margin = rewardOf(since, action, 2 * random.uniform() - 1);
      lines.push(
        [`c${id}`, day, actions[action], margin, 0.5, since, day === DECISIONS - 1 ? 1 : 0].join(','),
      );
      sinceOf.push(since);
      since = after(since, action);
    }
  }
  const text = `id,day,channel,margin,p,since,gone\n${lines.join('\n')}\n`;
  const log = await readContactLog([file('log.csv', text)], schema, schema.features!);
  const contacts = { log, decisions: decisionsOf(log, schema), schema };
  // As the log orders customers; the first line names the columns.
  const observations = Float32Array.from(contacts.decisions.rows, (row) => sinceOf[log.lines[row]! - 2]!);
  const rows = { ...companyLog(contacts).rows(null), features: ['since'], observations };
  const side = { rows, decisions: everyDecision(contacts) };
  const offPolicy = offPolicySettings.parse({});
  const validation = await validationOn(
    contacts,
    side,
    { offPolicy },
    Random.fromSeed(seed).fork('validation'),
  );
  const q: QFunction = {
    qValues: (seen) =>
      Promise.resolve(Float32Array.from([...seen].flatMap((since) => [0, 1].map((a) => valueOf(since, a))))),
  };
  return knownCalibration(await validation.calibration(q));
}

const seeds = Array.from({ length: 10 }, (_, i) => i + 1);

it('takes values of later decisions that are noise for noise, though they go by what was done', async () => {
  // The value of a mail is all in where it leads, and what is worth there is made up.
  const madeUp = [5, -3, 4, -6];
  const slopes = [];
  for (const seed of seeds)
    slopes.push(
      (
        await calibrationOf(
          seed,
          (_since, _action, luck) => 6 * luck,
          (since, action) => GAMMA * madeUp[after(since, action)]!,
        )
      ).slope,
    );
  const values = slopes.map(({ value }) => value!);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  // Student's t of nine degrees at .999.
  expect(Math.abs(mean)).toBeLessThan((4.78 * spread) / Math.sqrt(values.length));
  slopes.forEach(({ high }) => expect(high!).toBeLessThan(0.5));
});

it('finds what is true of the decision itself, and the half of what is twice as large', async () => {
  const truth = (since: number, action: number) => (action === 1 ? [-2, -1, 1, 4][since]! : 0);
  const slopeOf = (factor: number) =>
    calibrationOf(
      11,
      (since, action, luck) => truth(since, action) + luck,
      (since, action) => factor * truth(since, action),
    );
  const [one, two] = [await slopeOf(1), await slopeOf(2)];
  expect(one.slope.low!).toBeGreaterThan(0.5);
  expect(two.slope.value!).toBeCloseTo(one.slope.value! / 2, 1);
});
