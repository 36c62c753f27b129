import { behaviourProbabilities, supportedActions } from '../../../src/agents/supported-actions';
import { Random } from '../../../src/core/random';
import { ShapeError } from '../../../src/core/errors';
import { fitSupport, type SupportProblem } from '../../../src/evaluate/off-policy/fit-support';
import { supportSettings } from '../../../src/evaluate/off-policy/support-settings';
import { bits } from '../../support/bits';

const SETTINGS = supportSettings.parse({});
/** Features of these logs are of the scale that a fit asks for. */
const scaling = { observationOffset: [0], observationScale: [1] };

interface Choice {
  readonly unit: number;
  readonly x: number;
  readonly action: number;
  readonly weight?: number;
  readonly allowed?: readonly number[];
}

/** Decisions as a fit asks for them, those of a unit one after another. */
function problemOf(choices: readonly Choice[], actionCount: number): SupportProblem {
  const masks = choices.flatMap(({ allowed }) => allowed ?? []);
  return {
    histories: {
      starts: Int32Array.from([
        ...choices.flatMap(({ unit }, i) => (unit === choices[i - 1]?.unit ? [] : [i])),
        choices.length,
      ]),
      ...{ actionCount, actions: Int32Array.from(choices, ({ action }) => action) },
      sampleWeights: Float64Array.from(choices, ({ weight = 1 }) => weight),
    },
    ...{ features: Float32Array.from(choices, ({ x }) => x), width: 1, scaling, unit: 'customer' as const },
    allowed: masks.length === 0 ? null : Uint8Array.from(masks),
  };
}

const fitted = (choices: readonly Choice[], actionCount: number) =>
  fitSupport(problemOf(choices, actionCount), SETTINGS, Random.fromSeed(1));

/** Units of one decision each, who choose by these chances. */
function drawn(units: number, seed: number, chances: (x: number) => readonly number[]): Choice[] {
  const random = Random.fromSeed(seed);
  return Array.from({ length: units }, (_, unit) => {
    const x = 2 * random.uniform() - 1;
    let left = random.uniform();
    return { unit, x, action: chances(x).findIndex((share) => (left -= share) < 0) };
  });
}

it('counts customers who took an action, each once, and knows what it was asked for', () => {
  const actions = [[0, 0, 1], [1, 1], [0], [2, 0]];
  const choices = actions.flatMap((own, unit) => own.map((action) => ({ unit, x: unit, action })));
  const filter = fitSupport(
    { ...problemOf(choices, 4), unit: 'row' },
    { leastProbability: 0.2, leastCustomers: 3 },
    Random.fromSeed(1),
  );
  expect(filter.customers).toEqual([3, 2, 1, 0]);
  expect(filter).toMatchObject({
    leastProbability: 0.2,
    leastCustomers: 3,
    unit: 'row',
    isMasked: false,
    scaling,
  });
});

it('supports an action where the log shows it, and not where it was all but never taken', () => {
  // Calls are 99.8 % of what was done at x = -.9, 27 % at 0 and .03 % at .9; the two others share the rest.
  const odds = (x: number) => Math.exp(-1 - 8 * x);
  const log = drawn(4000, 1, (x) => [0.5, 0.5, odds(x)].map((one) => one / (1 + odds(x))));
  const filter = fitted(log, 3);
  const found = supportedActions(filter, Float32Array.of(-0.9, 0, 0.9), null);
  expect([...found]).toEqual([0, 0, 1, 1, 1, 1, 1, 1, 0]);
});

it('does not support what too few customers took, however likely it was for each', () => {
  // 5 % of what was done, everywhere.
  const takers = (count: number) => {
    const log = drawn(1000, 2, () => [0.5, 0.5]);
    return log.map((one, i) => (i % 20 === 0 && i < 20 * count ? { ...one, action: 2 } : one));
  };
  const callsAt0 = (count: number) => supportedActions(fitted(takers(count), 3), Float32Array.of(0), null)[2];
  expect([callsAt0(49), callsAt0(50)]).toEqual([0, 1]);
});

it('undoes a log of which a part was kept', () => {
  // One row in five of action 0 is kept: half and half is what the company chose, 1 to 5 what the log shows.
  const log = drawn(3000, 3, () => [1 / 6, 5 / 6]).map((one) => ({
    ...one,
    weight: one.action === 0 ? 5 : 1,
  }));
  const found = behaviourProbabilities(fitted(log, 2), Float32Array.of(-0.5, 0.5), null);
  for (const p of found) expect(Math.abs(p - 0.5)).toBeLessThan(0.1);
});

it('keeps to masks that the log keeps to, and to no other', () => {
  const masked = drawn(600, 4, () => [0.5, 0.5]).map((one, i) => ({
    ...one,
    allowed: i % 2 === 0 ? [1, 1] : [1, 0],
    action: i % 2 === 0 ? one.action : 0,
  }));
  const filter = fitted(masked, 2);
  expect(filter.isMasked).toBe(true);
  // Half of the time both were allowed, and chosen alike.
  const [none, mail] = behaviourProbabilities(filter, Float32Array.of(0), null);
  for (const p of [none!, mail!]) expect(Math.abs(p - 0.5)).toBeLessThan(0.07);
  const broken = fitted([{ ...masked[0]!, allowed: [0, 0] }, ...masked.slice(1)], 2);
  expect(broken.isMasked).toBe(false);
  expect(behaviourProbabilities(broken, Float32Array.of(0), null)[1]).toBeLessThan(0.35);
});

it('is the same for the same stream, and JSON holds it to the bit', () => {
  const log = drawn(300, 5, (x) => (x > 0 ? [0.7, 0.3] : [0.2, 0.8]));
  const [one, again] = [fitted(log, 2), fitted(log, 2)];
  expect(bits(again)).toBe(bits(one));
  expect(bits(JSON.parse(JSON.stringify(one)))).toBe(bits(one));
});

it('names what has the wrong length, and asks for decisions', () => {
  const problem = problemOf(
    drawn(20, 6, () => [0.5, 0.5]),
    2,
  );
  const fit = (changes: Partial<SupportProblem>) => () =>
    fitSupport({ ...problem, ...changes }, SETTINGS, Random.fromSeed(1));
  expect(fit({ width: 2 })).toThrow(ShapeError);
  expect(fit({ allowed: new Uint8Array(1) })).toThrow(/^allowed: /);
  expect(() => fitted([], 2)).toThrow(new RangeError('fitSupport: expected decisions, got none'));
});
