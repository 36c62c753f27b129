/** What a policy is compared with: how many each contacts, whose scale its scores have, and which were fixed beforehand. */
import { Random } from '../../../../src/core/random';
import { contactLogOf } from '../../../../src/dataset/audit/logged-rows-log';
import { selectRows } from '../../../../src/dataset/logged-rows';
import { foldsOf } from '../../../../src/evaluate/off-policy/folds';
import { shapeOfHistories } from '../../../../src/evaluate/off-policy/histories-of';
import { loggedActions } from '../../../../src/evaluate/off-policy/support';
import type { Policy } from '../../../../src/policies/policy';
import { candidatesOf } from '../../../../src/runs/logged/off-policy/candidates';
import { loggedRows, type TestRow } from '../../../support/logged-rows';

interface Asked {
  readonly judged: readonly TestRow[];
  /** Rows of the same log that baselines learn from; the two halves of the judged ones from each other if none. */
  readonly learnedFrom?: readonly TestRow[];
  readonly subject?: Policy | string;
  /** [judged rows] what each stands for. @default 1 */
  readonly weights?: readonly number[];
}

/** Each candidate by its name. What was done is foretold as 50, 30 and 20 %. */
async function candidates({ judged, learnedFrom = [], subject = 'always-mail', weights }: Asked) {
  const all = loggedRows([...judged, ...learnedFrom]);
  const contacts = contactLogOf(all);
  const part = (from: number, count: number) => {
    const decisions = Int32Array.from({ length: count }, (_, i) => from + i);
    return { rows: selectRows(all, decisions), decisions };
  };
  const own = part(0, judged.length);
  const others = learnedFrom.length === 0 ? null : part(judged.length, learnedFrom.length);
  const whole = shapeOfHistories(contacts.log, contacts.decisions, own.decisions);
  const shape = weights === undefined ? whole : { ...whole, sampleWeights: Float64Array.from(weights) };
  const made = await candidatesOf(
    { contacts, findings: [], judged: own, learnedFrom: others, isFixed: true },
    { subject, against: subject === 'logged' ? 'no-action' : 'logged' },
    shape,
    Float64Array.from({ length: 3 * judged.length }, (_, at) => [0.5, 0.3, 0.2][at % 3]!),
    foldsOf(shape.units, Random.fromSeed(1)),
    loggedActions(shape),
  );
  return new Map(made.map((one) => [one.name, one]));
}

type Candidates = Awaited<ReturnType<typeof candidates>>;

/** Of all decisions that the rows stand for. */
function shareOf(all: Candidates, name: string, action: number, weights: readonly number[]): number {
  const { probabilities } = all.get(name)!;
  const mass = weights.reduce((sum, weight, i) => sum + weight * probabilities![3 * i + action]!, 0);
  return mass / weights.reduce((sum, weight) => sum + weight, 0);
}

const contactShareOf = (all: Candidates, name: string, weights: readonly number[]) =>
  1 - shareOf(all, name, 0, weights);

/** Sixty rows, whose ages differ and who got each action in turn; mails answer where the age is odd. */
const sixty = Array.from({ length: 60 }, (_, i): TestRow => [
  [20 + (i % 20)],
  i % 3,
  i % 3 > 0 && i % 2 ? 5 : 0,
]);
const ones = sixty.map(() => 1);

/** Mails the older half. */
const older: Policy = {
  name: 'older',
  description: '',
  probabilities: ({ observations }, out) => {
    observations.forEach((age, i) => out.set(age >= 30 ? [0, 1, 0] : [1, 0, 0], 3 * i));
  },
};

const SCORED = ['look-alike', 'expected-value', 'uplift'];

it.each([
  ['on other rows', sixty],
  ['on the other half', []],
])('contacts as many of the decisions that rows stand for, where it learns %s', async (_, learnedFrom) => {
  // The older half of the rows stands for three quarters.
  const weights = sixty.map(([[age]]) => (age! >= 30 ? 3 : 1));
  const all = await candidates({ judged: sixty, learnedFrom, subject: older, weights });
  for (const name of [...SCORED, 'random-targeting'])
    expect([name, contactShareOf(all, name, weights)]).toEqual([name, expect.closeTo(0.75, 9)]);
  // What was done contacted half, so that nothing is to be skipped.
  expect(contactShareOf(all, 'random-skip', weights)).toBeCloseTo(0.5, 9);
});

it.each([
  ['always-mail', [0, 1, 0]],
  ['no-action', [1, 0, 0]],
  ['uniform', [1 / 3, 1 / 3, 1 / 3]],
  // A baseline that is learned says nothing of how many: those of what was done.
  ['uplift', [0.5, 0.3, 0.2]],
  ['logged', [0.5, 0.3, 0.2]],
])('has the shares of %s, where that is judged, in place of the log’s', async (subject, shares) => {
  const all = await candidates({ judged: sixty, subject });
  for (const [action, share] of shares.entries())
    expect(shareOf(all, 'random-targeting', action, ones)).toBeCloseTo(share, 12);
  for (const name of SCORED) expect(contactShareOf(all, name, ones)).toBeCloseTo(1 - shares[0]!, 9);
});

it('reads coefficients by the scale of the rows that they were learned from', async () => {
  // Ages 20 to 29: leaving alone brings 0, a call −9, and a mail the age less 25, so that it pays beyond 25.
  const learnedFrom = Array.from({ length: 300 }, (_, i): TestRow => {
    const age = 20 + (Math.floor(i / 3) % 10);
    return [[age], i % 3, [0, age - 25, -9][i % 3]!];
  });
  // By the scale of these a slope would be next to none (all are left alone), or 28 as young as 20 is.
  const judged = Array.from({ length: 30 }, (_, i): TestRow => [[[20, 28, 2000][i % 3]!], i % 2, 0]);
  const greedy = (await candidates({ judged, learnedFrom })).get('greedy-one-step')!.probabilities!;
  expect([...greedy.subarray(0, 9)]).toEqual([1, 0, 0, 0, 1, 0, 0, 1, 0]);
});

describe('was fixed beforehand', () => {
  const fixedOf = (all: Candidates) =>
    [...all.values()].filter(({ isFixed }) => isFixed).map(({ name }) => name);
  const plain = ['always-mail', 'logged', 'no-action', 'always-phone'];
  /** Nobody was called. */
  const uncalled = sixty.filter(([, action]) => action < 2);

  it('what needs no learning, and what hangs on nothing of the judged rows', async () => {
    expect(fixedOf(await candidates({ judged: sixty, learnedFrom: sixty })).sort()).toEqual(
      [...plain, 'uniform', 'best-constant', 'greedy-one-step'].sort(),
    );
  });

  it('nothing that the other half of the judged rows taught', async () => {
    expect(fixedOf(await candidates({ judged: sixty })).sort()).toEqual([...plain, 'uniform'].sort());
  });

  it('not uniform, where which actions it takes is read off the judged rows', async () => {
    expect(fixedOf(await candidates({ judged: uncalled })).sort()).toEqual([...plain].sort());
    expect(fixedOf(await candidates({ judged: uncalled, learnedFrom: sixty })).sort()).toEqual(
      [...plain, 'best-constant', 'greedy-one-step'].sort(),
    );
  });
});
