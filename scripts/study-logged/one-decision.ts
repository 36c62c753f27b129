/**
 * Logs of single decisions whose truth is a table. In one of them a call, which 2 % of the rows were given, is best for half
 * of the people and bad for the others; in the other, rewards have to do with nothing.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NormalGenerator } from '../../src/core/normal-generator';
import { Random } from '../../src/core/random';
import { encodeRows } from '../../src/dataset/features/raw-rows';
import { GreedyPolicy } from '../../src/policies/greedy';
import type { Learned } from './ours';

export const ROWS = 20_000;
const PEOPLE = 20_000;
const actions = ['none', 'email', 'call'] as const;
/** Of every action, whoever it is. */
const chances = [0.68, 0.3, 0.02];
/** Standard deviation of a reward about its mean. */
const SPREAD = 5;

export type DecisionLog = 'rare' | 'noise';

interface Person {
  readonly segment: 'A' | 'B';
  readonly age: number;
}

/** [actions] what each brings a person on average. */
function means({ segment, age }: Person, log: DecisionLog): readonly number[] {
  if (log === 'noise') return [0, 0, 0];
  return [0, 3.5 + (age - 50) / 60, segment === 'A' ? -1 : 8];
}

function personFrom(random: Random): Person {
  return { segment: random.uniform() < 0.5 ? 'A' : 'B', age: 20 + random.integer(60) };
}

function drawnAction(random: Random): number {
  const drawn = random.uniform();
  return drawn < chances[0]! ? 0 : drawn < chances[0]! + chances[1]! ? 1 : 2;
}

const SCHEMA = `action: action
noAction: none
actions: [none, email, call]
reward: reward
propensity: propensity
features: { segment: category, age: number }
`;

/** Writes contacts.csv and schema.yaml. */
export function writeDecisionLog(log: DecisionLog, seed: number, folder: string) {
  const random = Random.fromSeed(seed).fork(`study of single decisions, ${log}`);
  const normal = NormalGenerator.from(random.fork('rewards'));
  const noise = new Float64Array(ROWS);
  normal.fill(noise);
  const lines = ['segment,age,action,propensity,reward'];
  for (let row = 0; row < ROWS; row += 1) {
    const person = personFrom(random);
    const action = drawnAction(random);
    const reward = means(person, log)[action]! + SPREAD * noise[row]!;
    lines.push([person.segment, person.age, actions[action], chances[action], reward.toFixed(4)].join(','));
  }
  mkdirSync(folder, { recursive: true });
  const files = { data: join(folder, 'contacts.csv'), schema: join(folder, 'schema.yaml') };
  writeFileSync(files.data, `${lines.join('\n')}\n`);
  writeFileSync(files.schema, SCHEMA);
  return files;
}

/** What people who were not in the log bring on average: under the log, a model, and whoever knows the truth. */
export async function decisionValues(log: DecisionLog, { q, raw, actions: known }: Learned) {
  const random = Random.fromSeed(0).fork('people');
  const people = Array.from({ length: PEOPLE }, () => personFrom(random));
  const { observations } = encodeRows(raw, people as unknown as Record<string, unknown>[], 'people', known);
  const chosen = new Int32Array(PEOPLE);
  await new GreedyPolicy(q, known).chosenActions({ observations, allowed: null }, chosen);
  let [logged, model, best] = [0, 0, 0];
  people.forEach((person, i) => {
    const rewards = means(person, log);
    logged += rewards.reduce((sum, mean, action) => sum + chances[action]! * mean, 0) / PEOPLE;
    model += rewards[chosen[i]!]! / PEOPLE;
    best += Math.max(...rewards) / PEOPLE;
  });
  return { logged, model, best };
}
