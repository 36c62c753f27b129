import { ShapeError } from '../../../src/core/errors';
import { Random } from '../../../src/core/random';
import { behaviourModel } from '../../../src/evaluate/off-policy/behaviour-model';
import { foldsOf } from '../../../src/evaluate/off-policy/folds';

interface Drawn {
  readonly units: number;
  readonly seed: number;
  /** Decisions of a unit, whose features all but one differ. */
  readonly length?: number;
  readonly chances: (x: number, z: number, i: number) => readonly number[];
  /** Share of the decisions of an action that the log kept. */
  readonly kept?: (action: number, x: number) => number;
  readonly allowed?: (i: number) => readonly number[];
}

/** A log of units that choose by two features within ±1, and the probabilities by which they chose. */
function drawn({ units, seed, length = 1, chances, kept = () => 1, allowed }: Drawn) {
  const random = Random.fromSeed(seed).fork('log');
  const [starts, features, actions, weights, truth, masks]: number[][] = [[0], [], [], [], [], []];
  for (let unit = 0; unit < units; unit += 1) {
    const z = 2 * random.uniform() - 1;
    for (let step = 0; step < length; step += 1) {
      const x = 2 * random.uniform() - 1;
      const shares = chances(x, z, actions!.length);
      let left = random.uniform();
      const action = shares.findIndex((share) => (left -= share) < 0);
      if (random.uniform() >= kept(action, x)) continue;
      masks!.push(...(allowed?.(actions!.length) ?? []));
      features!.push(x, z);
      actions!.push(action);
      weights!.push(1 / kept(action, x));
      truth!.push(...shares);
    }
    if (actions!.length > starts!.at(-1)!) starts!.push(actions!.length);
  }
  const histories = {
    ...{ units: starts!.length - 1, starts: Int32Array.from(starts!), actions: Int32Array.from(actions!) },
    ...{ actionCount: truth!.length / actions!.length, sampleWeights: Float64Array.from(weights!) },
  };
  return {
    truth: truth!,
    problem: {
      ...{ histories, features: Float32Array.from(features!), width: 2 },
      ...{
        allowed: allowed === undefined ? null : Uint8Array.from(masks!),
        folds: foldsOf(starts!.length - 1, random.fork('folds')),
      },
    },
  };
}

const distance = (one: Float64Array, other: readonly number[]) =>
  Math.sqrt(one.reduce((sum, value, i) => sum + (value - other[i]!) ** 2, 0) / one.length);

const fitted = ({ problem }: ReturnType<typeof drawn>) => behaviourModel(problem, Random.fromSeed(1));

/** Softmax of (0, 2x, z - 1). */
function logistic(x: number, z: number): number[] {
  const odds = [1, Math.exp(2 * x), Math.exp(z - 1)];
  return odds.map((value) => value / (odds[0]! + odds[1]! + odds[2]!));
}

it('recovers a logistic behaviour', () => {
  const log = drawn({ units: 3000, seed: 1, chances: logistic });
  const model = fitted(log);
  expect(distance(model.probabilities, log.truth)).toBeLessThan(0.03);
  expect(model.fits.map(({ decisions }) => decisions)).toEqual([1500, 1500]);
  for (const { temperature } of model.fits) expect(Math.abs(Math.log(temperature))).toBeLessThan(0.2);
});

it('takes the network where no line tells the actions apart', () => {
  const log = drawn({ units: 3000, seed: 2, chances: (x, z) => (x * z > 0 ? [0.8, 0.2] : [0.2, 0.8]) });
  const model = fitted(log);
  expect(model.fits.map(({ kind }) => kind)).toEqual(['network', 'network']);
  expect(distance(model.probabilities, log.truth)).toBeLessThan(0.2);
});

it('gives the company’s own probabilities of a log of which a part was kept, by action or by customer', () => {
  for (const kept of [
    (action: number) => (action === 0 ? 0.2 : 1),
    (_: number, x: number) => (x > 0 ? 1 : 0.3),
  ]) {
    const log = drawn({ units: 4000, seed: 3, chances: logistic, kept });
    expect(distance(fitted(log).probabilities, log.truth)).toBeLessThan(0.06);
  }
});

const half = (i: number) => (i % 2 === 0 ? [1, 1, 1] : [1, 1, 0]);
const uniform = (_: number, __: number, i: number) => (i % 2 === 0 ? [1 / 3, 1 / 3, 1 / 3] : [0.5, 0.5, 0]);

it('honours masks, which no feature tells of', () => {
  const log = drawn({ units: 2000, seed: 4, chances: uniform, allowed: half });
  const model = fitted(log);
  expect(model.isMasked).toBe(true);
  expect(distance(model.probabilities, log.truth)).toBeLessThan(0.03);
  log.truth.forEach((p, i) => expect(model.probabilities[i] === 0).toBe(p === 0));
});

it('does not take a mask for the company’s that the log broke', () => {
  const log = drawn({ units: 400, seed: 5, chances: () => [0.4, 0.4, 0.2], allowed: half });
  const model = fitted(log);
  expect(model.isMasked).toBe(false);
  expect(model.probabilities.every((p) => p > 0)).toBe(true);
});

it('knows nothing of the unit that it judges', () => {
  // Another action of unit 0 changes the fit of the other half, but not of its own.
  const { problem } = drawn({ units: 80, seed: 6, length: 2, chances: logistic });
  const { histories, folds } = problem;
  const actions = histories.actions.slice();
  actions[0] = (actions[0]! + 1) % 3;
  const [one, other] = [histories, { ...histories, actions }].map(
    (all) => behaviourModel({ ...problem, histories: all }, Random.fromSeed(1)).probabilities,
  ) as [Float64Array, Float64Array];
  for (let unit = 0; unit < 80; unit += 1)
    for (let i = 3 * histories.starts[unit]!; i < 3 * histories.starts[unit + 1]!; i += 1)
      expect(one[i] === other[i]).toBe(folds.of[unit] === folds.of[0]);
});

it('gives an action too rare for a fit a small share, and shares alone without features', () => {
  const log = drawn({ units: 1000, seed: 7, chances: () => [0.697, 0.3, 0.003] });
  const model = behaviourModel(
    { ...log.problem, features: new Float32Array(0), width: 0 },
    Random.fromSeed(1),
  );
  expect(distance(model.probabilities, log.truth)).toBeLessThan(0.05);
  for (let i = 0; i < 1000; i += 1) {
    expect(model.probabilities[3 * i + 2]).toBeGreaterThan(0);
    expect(model.probabilities[3 * i + 2]).toBeLessThan(0.02);
  }
});

it('gives shares of actions that are all too rare for a fit', () => {
  const model = fitted(drawn({ units: 12, seed: 8, chances: () => [0.5, 0.5] }));
  expect(model.fits.map(({ kind }) => kind)).toEqual(['shares', 'shares']);
  for (let i = 0; i < 12; i += 1)
    expect(model.probabilities[2 * i]! + model.probabilities[2 * i + 1]!).toBeCloseTo(1, 12);
});

it('names what has the wrong length', () => {
  const { problem } = drawn({ units: 4, seed: 9, chances: logistic });
  expect(() => behaviourModel({ ...problem, width: 3 }, Random.fromSeed(1))).toThrow(ShapeError);
  expect(() => behaviourModel({ ...problem, allowed: new Uint8Array(1) }, Random.fromSeed(1))).toThrow(
    /^allowed: /,
  );
});
