/** Classical targeting: what it learns from rows with a known rule, and that it knows nothing of what it is judged on. */
import { NormalGenerator } from '../../../src/core/normal-generator';
import { Random } from '../../../src/core/random';
import { chanceTargeting, learnedTargeting } from '../../../src/evaluate/logged/targeting/baselines';
import { crossFitted } from '../../../src/evaluate/logged/targeting/cross-fit';
import {
  lifetimeValues,
  responseProbabilities,
  type TargetingRows,
} from '../../../src/evaluate/logged/targeting/response-model';

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/**
 * Two features. Nobody is contacted in a third of the rows; mail is answered the more the higher x, calls the lower x, and
 * without a contact the answer hangs on y alone. An answer brings 10, and later 5 times (2 + y).
 */
function rowsOf(n: number, seed: number): TargetingRows & { readonly truth: Float64Array } {
  const random = Random.fromSeed(seed);
  const normals = new Float64Array(2 * n);
  NormalGenerator.from(random.fork('normal')).fill(normals);
  const chance = (i: number, action: number) =>
    logistic([normals[2 * i + 1]! - 2, normals[2 * i]!, -normals[2 * i]!][action]!);
  const actions = Int32Array.from({ length: n }, () => random.integer(3));
  const rewards = Float64Array.from(actions, (action, i) => (random.uniform() < chance(i, action) ? 10 : 0));
  return {
    ...{
      observations: Float32Array.from(normals),
      width: 2,
      actionCount: 3,
      allowed: null,
      actions,
      rewards,
    },
    laterRewards: Float64Array.from({ length: n }, (_, i) => 5 * (2 + normals[2 * i + 1]!)),
    sampleWeights: new Float64Array(n).fill(1),
    truth: Float64Array.from({ length: 3 * n }, (_, at) => chance(Math.floor(at / 3), at % 3)),
  };
}

const fit = rowsOf(10_000, 1);
const judged = rowsOf(2000, 2);

it('foretells answers as they are', () => {
  const guessed = responseProbabilities(fit, judged);
  const squares = guessed.reduce((sum, p, at) => sum + (p - judged.truth[at]!) ** 2, 0);
  // Three coefficients from some 3,300 rows: √(3 × ¼ / 3,300) is a standard error of about .015.
  expect(Math.sqrt(squares / guessed.length)).toBeLessThan(0.03);
});

it('gives everybody the same chance where too few answered to tell them apart', () => {
  const few = { ...fit, rewards: fit.rewards.map((reward, i) => (i < 60 ? reward : 0)) };
  const guessed = responseProbabilities(few, judged);
  const calls = few.actions.reduce((sum, action) => sum + (action === 2 ? 1 : 0), 0);
  const answers = few.rewards.reduce(
    (sum, reward, i) => sum + (few.actions[i] === 2 && reward > 0 ? 1 : 0),
    0,
  );
  expect(answers).toBeLessThan(20);
  for (let i = 0; i < 10; i += 1) expect(guessed[3 * i + 2]).toBe(answers / calls);
});

it('foretells what a customer is worth later, never below 0', () => {
  const values = lifetimeValues(fit, judged);
  judged.laterRewards.forEach((value, i) => expect(values[i]!).toBeCloseTo(Math.max(0, value), 1));
});

const policies = new Map<string, Float64Array>(
  learnedTargeting(fit, judged, 0.5).map((policy) => [policy.name, policy.probabilities]),
);
const chosen = (name: string, i: number) => [...policies.get(name)!.subarray(3 * i, 3 * i + 3)].indexOf(1);
const x = (i: number) => judged.observations[2 * i]!;

it('contacts as many as the model, each by the contact that is answered', () => {
  for (const name of ['look-alike', 'expected-value', 'uplift']) {
    const contacts = policies.get(name)!.reduce((sum, p, at) => sum + (at % 3 === 0 ? 0 : p), 0);
    expect(contacts).toBeCloseTo(1000, 9);
  }
  // Whoever is contacted is mailed where x is high and called where it is low.
  for (let i = 0; i < 2000; i += 1) {
    const action = chosen('look-alike', i);
    if (Math.abs(x(i)) > 0.2 && action > 0) expect(action).toBe(x(i) > 0 ? 1 : 2);
    // Half of the customers answer with more than logistic(.674): those whose x is farthest from 0.
    if (Math.abs(x(i)) > 0.9) expect(action).toBeGreaterThan(0);
    if (Math.abs(x(i)) < 0.45) expect(action).toBe(0);
  }
});

it('prefers, for uplift, those that would not answer anyway', () => {
  const meanY = (name: string) => {
    const ys = Array.from({ length: 2000 }, (_, i) => i).filter((i) => chosen(name, i) > 0);
    return ys.reduce((sum, i) => sum + judged.observations[2 * i + 1]!, 0) / ys.length;
  };
  // Both weigh by what customers are worth, which rises with y; uplift takes off what y answers by itself.
  expect(meanY('expected-value')).toBeGreaterThan(meanY('uplift') + 0.1);
  expect(Math.abs(meanY('look-alike'))).toBeLessThan(0.1);
});

it('takes for everybody what brought most on the rows that it learned from, and row by row by the regression', () => {
  for (const i of [0, 1, 2]) expect(chosen('best-constant', i)).toBe(chosen('best-constant', 0));
  for (let i = 0; i < 2000; i += 1)
    if (Math.abs(x(i)) > 0.5) expect(chosen('greedy-one-step', i)).toBe(x(i) > 0 ? 1 : 2);
});

it('is the same whatever the judged rows earned', () => {
  const other = learnedTargeting(
    fit,
    { ...judged, rewards: judged.rewards.map((reward) => 99 - reward) },
    0.5,
  );
  for (const { name, probabilities } of other) expect(probabilities).toEqual(policies.get(name));
});

it('learns each fold from the others where all rows are judged', () => {
  const rows = rowsOf(3000, 3);
  const folds = Uint8Array.from({ length: 3000 }, (_, i) => i % 2);
  const learn = (from: TargetingRows, own: TargetingRows) => learnedTargeting(from, own, 0.5);
  const all = crossFitted(rows, folds, learn);
  // Rewards of fold 0 change nothing of fold 0.
  const changed = { ...rows, rewards: rows.rewards.map((reward, i) => (i % 2 === 0 ? 10 - reward : reward)) };
  crossFitted(changed, folds, learn).forEach(({ probabilities }, k) => {
    let moved = 0;
    for (let i = 0; i < 3000; i += 1)
      for (let action = 0; action < 3; action += 1) {
        const isEqual = probabilities[3 * i + action] === all[k]!.probabilities[3 * i + action];
        if (i % 2 === 0) expect(isEqual).toBe(true);
        else if (!isEqual) moved += 1;
      }
    if (all[k]!.name !== 'best-constant') expect(moved).toBeGreaterThan(0);
  });
});

it('takes as much by chance as the model takes on purpose', () => {
  const few: TargetingRows = {
    ...judged,
    actions: judged.actions.subarray(0, 4),
    sampleWeights: new Float64Array(4).fill(1),
  };
  const model = Float64Array.of(1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1);
  const behaviour = Float64Array.of(0, 1, 0, 0, 0, 1, 0.5, 0.5, 0, 0.2, 0.4, 0.4);
  const [targeting, skip, clone] = chanceTargeting(few, model, behaviour).map(({ probabilities }) => [
    ...probabilities,
  ]);
  expect(targeting!.slice(0, 3)).toEqual([0.5, 0.25, 0.25]);
  // The log contacts 1, 1, .5 and .8 of the time, .825 on average; the model half of the time, so .5 / .825 of them stay.
  const kept = 0.5 / 0.825;
  const expected = [0, 1, 0, 0, 0, 1, 0.5, 0.5, 0, 0.2, 0.4, 0.4].map((share, at) =>
    at % 3 === 0 ? 0 : kept * share,
  );
  [0, 3, 6, 9].forEach((at) => (expected[at] = 1 - expected[at + 1]! - expected[at + 2]!));
  skip!.forEach((share, at) => expect(share).toBeCloseTo(expected[at]!, 12));
  expect((skip![0]! + skip![3]! + skip![6]! + skip![9]!) / 4).toBeCloseTo(0.5, 12);
  expect(clone).toEqual([...behaviour]);
});

it('takes by chance as much as the model also where an action is not allowed to all', () => {
  // Two rows may not be called. The model calls the third, and mails and leaves alone half and half among the others.
  const allowed = Uint8Array.of(1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1);
  const model = Float64Array.of(0.5, 0.5, 0, 0.5, 0.5, 0, 0, 0, 1, 0.5, 0.5, 0);
  const rows = { ...judged, allowed, actions: judged.actions.subarray(0, 4) };
  const behaviour = Float64Array.from({ length: 12 }, (_, at) => (at % 3 === 0 ? 1 : 0));
  const sharesOf = (sampleWeights: Float64Array) =>
    chanceTargeting({ ...rows, sampleWeights }, model, behaviour)[0]!.probabilities;
  // Equal weights: shares .375, .375, .25. A call falls to the rows 3 and 4 alone, half of the time each.
  [0.5, 0.5, 0, 0.5, 0.5, 0, 0.25, 0.25, 0.5, 0.25, 0.25, 0.5].forEach((share, at) =>
    expect(sharesOf(new Float64Array(4).fill(1))[at]).toBeCloseTo(share, 8),
  );
  // Row 3 stands for three decisions: 3 calls of 6, by two rows that stand for 4.
  const weighted = sharesOf(Float64Array.of(1, 1, 3, 1));
  expect([...weighted.subarray(6, 12)].map((share) => share.toFixed(6))).toEqual(
    [0.125, 0.125, 0.75, 0.125, 0.125, 0.75].map((share) => share.toFixed(6)),
  );
});

it('comes as near as chance can where the model does what is allowed wherever it is', () => {
  const rows = {
    ...{ ...judged, actionCount: 2, actions: judged.actions.subarray(0, 2) },
    ...{ allowed: Uint8Array.of(1, 0, 1, 1), sampleWeights: Float64Array.of(1, 1) },
  };
  const model = Float64Array.of(1, 0, 0, 1);
  const [targeting] = chanceTargeting(rows, model, model);
  [1, 0, 0, 1].forEach((share, at) => expect(targeting!.probabilities[at]).toBeCloseTo(share, 2));
});
