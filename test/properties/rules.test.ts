/** Whatever the rules and whatever happened: nobody who decides ever takes what they bar, and no target asks for it. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { ModelQFunction } from '../../src/agents/dqn/model-q-function';
import { networkSpec } from '../../src/agents/dqn/network/spec';
import { doubleQTargets } from '../../src/agents/dqn/targets';
import { identityScaling } from '../../src/agents/scaling';
import { Random } from '../../src/core/random';
import { readContactLog } from '../../src/dataset/contacts/read-contact-log';
import { decisionsOf } from '../../src/dataset/decisions/decisions';
import type { LoggedRows } from '../../src/dataset/logged-rows';
import { decisionChunks, probabilitiesOn } from '../../src/evaluate/logged/chunks';
import { loggedBaselines } from '../../src/evaluate/logged/baselines';
import { foldsOf } from '../../src/evaluate/off-policy/folds';
import { shapeOfHistories } from '../../src/evaluate/off-policy/histories-of';
import { supportSettings } from '../../src/evaluate/off-policy/support-settings';
import { loggedActions } from '../../src/evaluate/off-policy/support';
import { biasedPolicy, contactsOnlyPolicy, exploring } from '../../src/policies/behaviour';
import { constantPolicy } from '../../src/policies/constant';
import { GreedyPolicy } from '../../src/policies/greedy';
import type { Policy } from '../../src/policies/policy';
import { LoggedDecisions } from '../../src/replay/logged-decisions';
import { decisionColumns } from '../../src/runs/logged/learned/columns';
import { companyLog, everyDecision, type Contacts } from '../../src/runs/logged/loaded-log';
import { behaviourOf } from '../../src/runs/logged/off-policy/behaviour';
import { candidatesOf } from '../../src/runs/logged/off-policy/candidates';
import { scaledFeatures } from '../../src/runs/logged/off-policy/log-to-judge';
import { supportOf } from '../../src/runs/logged/support';
import { readRules } from '../../src/dataset/rules/read-rules';
import { writtenRules } from '../../src/runs/logged/written-rules';
import { barredIn, ruledLogs, ruledLogText, ruledSchema, type RuledLog } from '../support/rule-histories';
import { useTestFiles } from '../support/test-files';

const file = useTestFiles();
beforeAll(() => tf.setBackend('cpu'));

/** Written by somebody who thinks of no rule. */
const RULES = JSON.stringify([
  { id: 'young', condition: { age: { lt: 40 } }, weights: { call: 0.7, email: 0.3 } },
  { id: 'older', condition: { age: { lt: 60 } }, weights: { sms: 1 } },
  { id: 'others', weights: { call: 0.5, sms: 0.5 } },
]);

interface Decided {
  readonly contacts: Contacts;
  readonly rows: LoggedRows;
  readonly all: Int32Array;
  /** [n, actions] by the rules alone, worked out from the rows of the file */
  readonly isBarred: readonly boolean[];
}

async function decide(ruled: RuledLog): Promise<Decided> {
  const schema = ruledSchema(ruled);
  const log = await readContactLog([file('log.csv', ruledLogText(ruled))], schema, schema.features!);
  const decisions = decisionsOf(log, schema);
  const contacts = { log, decisions, schema };
  const barred = barredIn(ruled);
  const isBarred = Array.from(decisions.rows, (row) => {
    // Line 2 holds the first row.
    const own = barred[log.lines[row]! - 2]!;
    return log.actions.map((name) => own.has(name));
  }).flat();
  return { contacts, rows: companyLog(contacts).rows(null), all: everyDecision(contacts), isBarred };
}

/** Of the actions that a policy takes where they are barred, the first, in words; null where it takes none. */
function breach(name: string, probabilities: ArrayLike<number>, { isBarred, rows }: Decided): string | null {
  expect(probabilities).toHaveLength(isBarred.length);
  const at = isBarred.findIndex((is, i) => is && probabilities[i] !== 0);
  if (at < 0) return null;
  const width = rows.actions.length;
  const decision = Math.floor(at / width);
  return `${name} takes ${rows.actions[at % width]!} with probability ${probabilities[at]!} on line ${rows.lines[decision]!}`;
}

function expectWhole(name: string, probabilities: ArrayLike<number>, actions: number): void {
  for (let first = 0; first < probabilities.length; first += actions) {
    let sum = 0;
    for (let i = first; i < first + actions; i += 1) sum += probabilities[i]!;
    if (Math.abs(sum - 1) > 1e-6)
      throw new Error(`${name}: expected decision ${first / actions} to sum to 1, got ${sum}`);
  }
}

interface Asked {
  readonly name: string;
  /** [n, actions]; null of what was done */
  readonly probabilities: Float64Array | null;
}

/** What a policy would do at every decision, by its probabilities and by the actions that it chooses. */
async function askedOf(rows: LoggedRows, policy: Policy): Promise<Asked[]> {
  const { name } = policy;
  const asked = [{ name, probabilities: await probabilitiesOn(rows, policy) }];
  if (policy.chosenActions === undefined) return asked;
  const width = rows.actions.length;
  const chosen = new Float64Array(rows.loggedActions.length * width);
  for (const decisions of decisionChunks(rows, policy)) {
    const own = new Int32Array(decisions.rows.length);
    await policy.chosenActions(decisions, own);
    own.forEach((action, i) => (chosen[decisions.rows[i]! * width + action] = 1));
  }
  return [...asked, { name: `${name}, chosen`, probabilities: chosen }];
}

/** What is worth most wherever it is barred. */
const lured: (decided: Decided) => Float32Array = ({ isBarred }) =>
  Float32Array.from(isBarred, (is, at) => (is ? 1000 : (7 * at) % 11));

/** A linear model that values calls above text messages above e-mails, which it has for worthless. */
async function saved({ contacts, rows, all }: Decided, leastCustomers: number, isAssumed: boolean) {
  const settings = supportSettings.parse({ leastCustomers });
  const support = supportOf(contacts, { rows, decisions: all }, settings, Random.fromSeed(1));
  const { features, actions } = rows;
  const shape = { features: features.length, hiddenLayers: [], head: 'plain' as const, actions: 4 };
  const weights = new Float32Array(networkSpec(shape).parameterCount);
  weights.set([0, -1, 2, 3], weights.length - 4);
  const model = new ModelQFunction({
    ...{ features, actions, hiddenLayers: [], head: 'plain', weights, support },
    scaling: identityScaling(features.length),
    ...(isAssumed && { unlogged: { noActionReward: 1, startsFrom: [] } }),
  });
  const name = `model of ${leastCustomers}${isAssumed ? ', assumed' : ''}`;
  const asked = await askedOf(rows, new GreedyPolicy(model, actions, name));
  model.dispose();
  return asked;
}

/** Those that act without having learned anything here, and one that is tempted. */
function actors(decided: Decided): Policy[] {
  const { rows, contacts, all } = decided;
  const { actions, features } = rows;
  const biased = biasedPolicy(
    actions,
    features.map(() => 1),
    Random.fromSeed(2),
  );
  return [
    new GreedyPolicy({ qValues: () => Promise.resolve(lured(decided)) }, actions, 'tempted'),
    contactsOnlyPolicy(actions),
    biased,
    exploring(constantPolicy(actions, 3), actions, 0.3),
    exploring(biased, actions, 0.1),
    writtenRules(readRules(file('rules.json', RULES)), 'rules.json', contacts, all).policy,
    // What was done, and what would have been best of it, are no decisions.
    ...loggedBaselines(rows).filter(({ isRecord }) => isRecord !== true),
  ];
}

/** All that an evaluation compares, by what each would do. */
async function compared(decided: Decided) {
  const { contacts, rows, all } = decided;
  const judged = { rows, decisions: all };
  const shape = shapeOfHistories(contacts.log, contacts.decisions, all);
  const [folds, isLogged] = [foldsOf(shape.units, Random.fromSeed(1)), loggedActions(shape)];
  const features = scaledFeatures(rows);
  const { clone } = behaviourOf(contacts, judged, shape, features, folds, isLogged, Random.fromSeed(1));
  const log = { contacts, findings: [], judged, learnedFrom: null, isFixed: true };
  const subject = new GreedyPolicy({ qValues: () => Promise.resolve(lured(decided)) }, rows.actions);
  return candidatesOf(log, { subject, against: 'logged' }, shape, clone, folds, isLogged);
}

it('no policy takes what a rule or a missing consent bars, on any history', async () => {
  await fc.assert(
    fc.asyncProperty(ruledLogs, async (ruled) => {
      const decided = await decide(ruled);
      const { actions } = decided.rows;
      const asked: Asked[] = [
        ...(await saved(decided, 1, false)),
        ...(await saved(decided, 3, false)),
        ...(await saved(decided, 3, true)),
        ...(await compared(decided)),
      ];
      for (const policy of actors(decided)) asked.push(...(await askedOf(decided.rows, policy)));
      for (const { name, probabilities } of asked) {
        if (probabilities === null) continue;
        expectWhole(name, probabilities, actions.length);
        expect(breach(name, probabilities, decided)).toBeNull();
      }
    }),
    { numRuns: 60 },
  );
});

it('no learned target asks for what is barred next, whatever it is worth', async () => {
  await fc.assert(
    fc.asyncProperty(ruledLogs, async (ruled) => {
      const decided = await decide(ruled);
      const { contacts, rows, all, isBarred } = decided;
      const horizon = { method: 'dqn' as const, gamma: 0.5 };
      const side = { rows, decisions: all };
      const scaling = identityScaling(rows.features.length);
      const columns = decisionColumns(contacts, side, rows.allowed ?? null, horizon, scaling);
      const { batch, rows: drawn } = new LoggedDecisions(columns, Random.fromSeed(1)).sample(all.length);
      const values = lured(decided);
      const width = rows.actions.length;
      // What of it belongs to the next decision; where nothing follows the discount is 0.
      const next = Array.from(drawn, (row) => columns.next[row]!);
      const nextValues = next.map((row) =>
        row < 0 ? new Array<number>(width).fill(0) : [...values.subarray(row * width, (row + 1) * width)],
      );
      const targets = tf.tidy(() => {
        const nextQ = tf.tensor2d(nextValues, [drawn.length, width]);
        const nextAllowed = tf.tensor2d(batch.nextAllowed!, [drawn.length, width]);
        const [rewards, discounts] = [tf.tensor1d(batch.rewards), tf.tensor1d(batch.discounts)];
        return doubleQTargets({ rewards, discounts, nextAllowed }, nextQ, nextQ).dataSync();
      });
      drawn.forEach((row, i) => {
        const open = next[i]! < 0 ? [0] : nextValues[i]!.filter((_, a) => !isBarred[next[i]! * width + a]!);
        const follows = next[i]! < 0 ? 0 : 0.5 * Math.max(...open);
        expect(targets[i]).toBeCloseTo(rows.rewards[row]! + follows, 4);
      });
    }),
    { numRuns: 60 },
  );
});
