import type { LoggedRows } from '../../../src/dataset/logged-rows';
import { loggedBaselines } from '../../../src/evaluate/logged/baselines';
import { LineSums } from '../../../src/evaluate/logged/line-sums';
import { matchedActions } from '../../../src/evaluate/logged/matched-actions';
import { GreedyPolicy } from '../../../src/policies/greedy';
import type { Policy } from '../../../src/policies/policy';
import { loggedRows, type TestRow } from '../../support/logged-rows';

/** Row r is seen as r, logged with action r % 3 and earned r % 5 - 2. */
const count = 10_000;
const log = loggedRows(Array.from({ length: count }, (_, row): TestRow => [[row], row % 3, (row % 5) - 2]));

/** The policy, with what it was asked counted: decisions taken and probabilities written. */
function counting(policy: Policy) {
  const asked = { choices: 0, probabilities: 0, most: 0 };
  const counted: Policy = {
    ...policy,
    probabilities: (decisions, out) => {
      asked.probabilities += out.length;
      asked.most = Math.max(asked.most, out.length);
      return policy.probabilities(decisions, out);
    },
    ...(!('chosenActions' in policy)
      ? {}
      : {
          chosenActions: (decisions, out) => {
            asked.choices += out.length;
            return policy.chosenActions!(decisions, out);
          },
        }),
  };
  return { counted, asked };
}

describe('matchedActions', () => {
  it('lists the policies by name, in the order given', async () => {
    const [logged, , mail] = loggedBaselines(log);
    const { policies } = await matchedActions(log, [mail!, logged!]);
    expect(Object.keys(policies)).toEqual(['always-mail', 'logged']);
  });

  it('shows a policy every row once, in order, with its observation', async () => {
    const rows: number[] = [];
    const seen: number[] = [];
    const watching: Policy = {
      name: 'watching',
      description: '',
      probabilities: (decisions, out) => {
        rows.push(...decisions.rows!);
        seen.push(...decisions.observations);
        expect(decisions.allowed).toBeNull();
        expect(out).toHaveLength(decisions.rows!.length * 3);
        out.fill(1 / 3);
      },
    };
    await matchedActions(log, [watching]);
    expect(rows).toEqual(Array.from({ length: count }, (_, row) => row));
    expect(seen).toEqual(rows);
  });

  it('never holds the probabilities of all rows of a long log', async () => {
    const { counted, asked } = counting(loggedBaselines(log).at(-1)!);
    await matchedActions(log, [counted]);
    expect(asked.most).toBeLessThan((count * 3) / 2);
  });

  it('adds the probabilities of uniform in double precision', async () => {
    const sums = new LineSums(log);
    sums.addProbabilities(0, new Float64Array(count * 3).fill(1 / 3));
    const { policies } = await matchedActions(log, loggedBaselines(log));
    expect(policies.uniform).toEqual(sums.lines());
  });

  it('judges a model by its best action on each row', async () => {
    const best = (row: number) => (row * 7) % 3;
    const qValues = (observations: Float32Array) =>
      Promise.resolve(
        Float32Array.from({ length: observations.length * 3 }, (_, i) =>
          i % 3 === best(observations[Math.floor(i / 3)]!) ? 2 : 1,
        ),
      );
    const sums = new LineSums(log);
    sums.addChosen(
      0,
      Array.from({ length: count }, (_, row) => best(row)),
    );
    const { policies } = await matchedActions(log, [new GreedyPolicy({ qValues }, log.actions)]);
    expect(policies).toEqual({ model: sums.lines() });
  });

  it('costs rows times actions for all baselines together', async () => {
    const actions = ['No Action', ...Array.from({ length: 60 }, (_, i) => `campaign ${i}`)];
    const wide: LoggedRows = { ...log, actions, actionCosts: actions.map(() => 1) };
    const baselines = loggedBaselines(wide).map(counting);
    await matchedActions(
      wide,
      baselines.map(({ counted }) => counted),
    );
    const total = (what: 'choices' | 'probabilities') =>
      baselines.reduce((sum, { asked }) => sum + asked[what], 0);
    // Only uniform fills rows of probabilities; logged, oracle and 61 constant policies choose once a row.
    expect(total('probabilities')).toBe(count * 61);
    expect(total('choices')).toBe(count * 63);
  });
});
