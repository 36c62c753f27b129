/** Decisions of a log whose rewards are what a model says, or are not: how much of the model is kept. */
import { ModelQFunction } from '../../../../src/agents/dqn/model-q-function';
import type { Model } from '../../../../src/agents/model';
import { Random } from '../../../../src/core/random';
import { readContactLog } from '../../../../src/dataset/contacts/read-contact-log';
import { decisionsOf } from '../../../../src/dataset/decisions/decisions';
import { logSchema } from '../../../../src/dataset/schema/log-schema';
import type { Candidate } from '../../../../src/runs/logged/learned/candidates';
import { shrunkModel } from '../../../../src/runs/logged/learned/shrinkage';
import { companyLog, everyDecision, type LoggedSplits } from '../../../../src/runs/logged/loaded-log';
import { chooseBackend } from '../../../../src/tensor/backend';
import { BY_ONE_FEATURE } from '../../../support/support-filters';
import { useTestFiles } from '../../../support/test-files';

const file = useTestFiles();

const actions = ['none', 'mail', 'call'];
const GAMMA = 0.5;

/** Hidden relu(x - 8); Q-values 1, 0.5 hidden and 2 - 0.25 hidden. */
const model: Model = {
  ...{ features: ['x'], hiddenLayers: [1], head: 'plain', actions },
  weights: Float32Array.of(1, -8, 0, 0.5, -0.25, 1, 0, 2),
  scaling: { observationOffset: [0], observationScale: [1], rewardScale: 1 },
  support: { ...BY_ONE_FEATURE, leastProbability: 0 },
};
const qValues = (x: number) => {
  const hidden = Math.max(0, x - 8);
  return [1, 0.5 * hidden, 2 - 0.25 * hidden];
};

/** What the log does on average, by the chances of the filter. */
function expected(x: number): number {
  const scores = [0, (x - 10) / 2, (10 - x) / 2].map(Math.exp);
  const sum = scores.reduce((a, b) => a + b, 0);
  return qValues(x).reduce((total, value, action) => total + (scores[action]! / sum) * value, 0);
}
const ahead = (next: Step | undefined) => (next === undefined ? 0 : GAMMA * Math.max(...qValues(next.x)));

const schema = logSchema.parse({
  ...{ customer: 'id', time: 'day', timeUnit: 'step', action: 'channel', noAction: 'none', actions },
  ...{ reward: 'margin', features: { x: 'number' }, terminal: 'gone' },
  discount: { gamma: GAMMA, per: 'decision' },
});

const candidate: Candidate = {
  method: 'iql',
  gamma: 'declared',
  conservativeWeight: null,
  relativeThreshold: 0,
};

interface Step {
  readonly x: number;
  readonly action: number;
}

/** Two decisions of each customer, of whom the company then loses sight for good. */
const histories = (random: Random): readonly (readonly [Step, Step])[] =>
  Array.from({ length: 40 }, () => {
    const step = (): Step => ({ x: 7 + random.integer(7), action: random.integer(3) });
    return [step(), step()] as const;
  });

/** @param rewardOf of a decision, and of the one after it */
async function shrunkOn(
  all: ReturnType<typeof histories>,
  rewardOf: (step: Step, next: Step | undefined) => number,
) {
  const lines = all.flatMap((steps, id) =>
    steps.map((step, day) => {
      const margin = rewardOf(step, steps[day + 1]);
      return [`c${id}`, day, actions[step.action], margin, step.x, day].join(',');
    }),
  );
  const text = `id,day,channel,margin,x,gone\n${lines.join('\n')}\n`;
  const log = await readContactLog([file('log.csv', text)], schema, schema.features!);
  const contacts = { log, decisions: decisionsOf(log, schema), schema };
  const rows = companyLog(contacts).rows(null);
  // As the log orders customers; the first line names the columns.
  const steps = Array.from(contacts.decisions.rows, (row) => all.flat()[log.lines[row]! - 2]!);
  const observations = Float32Array.from(steps, ({ x }) => x);
  const splits = {
    validation: () => ({ ...rows, features: ['x'], observations }),
    decisions: { validation: everyDecision(contacts) },
  } as unknown as LoggedSplits;
  return (await shrunkModel(model, candidate, contacts, splits, 0.95))!;
}

beforeAll(() => chooseBackend('cpu', {}));

it('keeps all of a model whose values are what came, with the best of what follows', async () => {
  const { calibration, model: kept } = await shrunkOn(
    histories(Random.fromSeed(1)),
    ({ x, action }, next) => qValues(x)[action]! - ahead(next),
  );
  expect(calibration.share.value).toBeCloseTo(1, 5);
  kept.weights.forEach((weight, i) => expect(weight).toBeCloseTo(model.weights[i]!, 4));
});

it('keeps nothing where what came was the other way round, and the same action is then the best of all', async () => {
  const { calibration, model: kept } = await shrunkOn(
    histories(Random.fromSeed(2)),
    ({ x, action }, next) => expected(x) - 2 * (qValues(x)[action]! - expected(x)) - ahead(next),
  );
  expect(calibration.share.value).toBeCloseTo(-2, 5);
  const qFunction = new ModelQFunction(kept);
  const values = await qFunction.qValues(Float32Array.of(7, 10, 13));
  qFunction.dispose();
  const best = [0, 1, 2].map((row) => {
    const own = Array.from(values.subarray(3 * row, 3 * row + 3));
    return own.indexOf(Math.max(...own));
  });
  expect(new Set(best).size).toBe(1);
  expect(new Set([7, 10, 13].map((x) => qValues(x).indexOf(Math.max(...qValues(x))))).size).toBeGreaterThan(
    1,
  );
});

it('knows nothing where an action was never logged', async () => {
  const unseen = { ...model, support: { ...BY_ONE_FEATURE, customers: [80, 70, 0] } };
  expect(await shrunkModel(unseen, candidate, null as never, null as never, 0.95)).toBeNull();
});
