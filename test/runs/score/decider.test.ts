/** What is done, how likely that was, and why, where some is tried and what limits leave is shared. */
import type { Model } from '../../../src/agents/model';
import { BEST, TRIED } from '../../../src/decide/reasons';
import { propensityOf } from '../../../src/decide/decide';
import type { RawBatch } from '../../../src/dataset/features/raw-batches';
import type { QFunction } from '../../../src/policies/policy';
import { decideHere } from '../../../src/runs/score/batch-decider';
import { Decider, NEXT_IN_LINE } from '../../../src/runs/score/decider';

const model = { actions: ['No Action', 'mail', 'call'] } as unknown as Model;
/** Less charges, mail is best in all rows but the last. */
const Q = Float32Array.of(...[0, 2, 3], ...[0, 2, 4], ...[0, 2, 4], ...[0, 1, 9]);
const qFunction: QFunction = { qValues: () => Promise.resolve(Q) };
const batch = {
  ...{ rows: 4, first: 0, customers: null, bars: null, observations: new Float32Array(4) },
  place: (row: number) => `row ${row}`,
} as unknown as RawBatch;
const spending = {
  charges: [0, 0, 5],
  raised: {
    ...{ rows: Int32Array.of(1, 2), actions: Int32Array.of(2, 2) },
    shares: Float64Array.of(0.4, 1),
  },
};
const SEEDS = 6000;

/** [rows] how often each action is done for each reason, and how likely it was said to be */
async function counted() {
  const done = Array.from({ length: 4 }, () => new Map<string, number>());
  const likely = Array.from({ length: 4 }, () => new Map<string, number>());
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const exploration = { kind: 'epsilon', epsilon: 0.3 } as const;
    const decider = new Decider(model, decideHere(model, qFunction), { seed, exploration, spending });
    const { decided, reasonOf } = decider.finish(await decider.begin(batch));
    for (let row = 0; row < 4; row += 1) {
      const action = model.actions[decided.actions[row]!]!;
      const key = `${action}: ${reasonOf(row)}`;
      done[row]!.set(key, (done[row]!.get(key) ?? 0) + 1);
      likely[row]!.set(action, propensityOf(decided, row));
    }
  }
  return { done, likely };
}

it('does each action as often as the propensity says, and labels it by what happened', async () => {
  const { done, likely } = await counted();
  // A try takes each action with .1; what is meant takes the other .7.
  const expected: readonly Readonly<Record<string, number>>[] = [
    { [`No Action: ${TRIED}`]: 0.1, [`mail: ${BEST}`]: 0.8, [`call: ${TRIED}`]: 0.1 },
    {
      ...{ [`No Action: ${TRIED}`]: 0.1, [`mail: ${BEST}`]: 0.52 },
      ...{ [`call: ${TRIED}`]: 0.1, [`call: ${NEXT_IN_LINE}`]: 0.28 },
    },
    { [`No Action: ${TRIED}`]: 0.1, [`mail: ${TRIED}`]: 0.1, [`call: ${NEXT_IN_LINE}`]: 0.8 },
    { [`No Action: ${TRIED}`]: 0.1, [`mail: ${TRIED}`]: 0.1, [`call: ${BEST}`]: 0.8 },
  ];
  expected.forEach((shares, row) => {
    expect([...done[row]!.keys()].toSorted()).toEqual(Object.keys(shares).toSorted());
    for (const [key, share] of Object.entries(shares)) {
      // Five standard deviations.
      const room = 5 * Math.sqrt((share * (1 - share)) / SEEDS);
      expect(Math.abs(done[row]!.get(key)! / SEEDS - share)).toBeLessThan(room);
    }
    for (const [action, propensity] of likely[row]!) {
      const all = Object.entries(shares).filter(([key]) => key.startsWith(action));
      expect(propensity).toBeCloseTo(
        all.reduce((sum, [, share]) => sum + share, 0),
        9,
      );
    }
  });
});
