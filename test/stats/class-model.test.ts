import fc from 'fast-check';
import {
  classProbabilities,
  frequentProbabilities,
  parameterCount,
  plainNumbers,
  type ClassModel,
} from '../../src/stats/class-model';
import { classShares, writeProbabilities } from '../../src/stats/class-shares';
import { predictedProbabilities } from '../../src/stats/multinomial-logistic';
import { initialNetwork, networkProbabilities } from '../../src/stats/softmax-network';
import { temper } from '../../src/stats/temperature';
import { Random } from '../../src/core/random';
import { bits } from '../support/bits';

const ones = (count: number) => new Float64Array(count).fill(1);
/** Classes 0 and 1 of which 3 and 2 rows were seen, and 2 that was not: 1 of 5 + 1 is its share. */
const SHARES = classShares({ labels: [0, 0, 0, 1, 1], weights: ones(5), allowed: null, classes: 3 }, 2);
const LOGISTIC: ClassModel = {
  ...{ kind: 'logistic', width: 1, shares: SHARES, temperature: 2 },
  // Scores 0 and x + log 4.
  parameters: [0, 1, 0, Math.log(4)],
};

it('tempers what tells the frequent classes apart, and leaves the rare ones their share', () => {
  // At x = 0 odds of 1 : 4 are 1 : 2 at temperature 2, so thirds of the 5/6 that are not class 2's.
  const found = classProbabilities(LOGISTIC, [0], null);
  [5 / 18, 10 / 18, 1 / 6].forEach((value, k) => expect(found[k]).toBeCloseTo(value, 12));
  const before = frequentProbabilities(LOGISTIC, [0]);
  [1 / 5, 4 / 5].forEach((value, k) => expect(before[k]).toBeCloseTo(value, 12));
});

it('gives what is barred no probability, and the whole of it to what is left', () => {
  const found = classProbabilities(LOGISTIC, [0, 0], [1, 0, 1, 0, 1, 0]);
  [5 / 6, 0, 1 / 6, 0, 1, 0].forEach((value, k) => expect(found[k]).toBeCloseTo(value, 12));
});

it('needs no fit where one class alone is frequent', () => {
  const shares = classShares({ labels: [0, 0, 1], weights: ones(3), allowed: null, classes: 2 }, 2);
  const model: ClassModel = { kind: 'shares', width: 2, shares, parameters: [], temperature: 1 };
  // Class 1 has 2 of 3 + 1.
  expect([...classProbabilities(model, [7, 8, 9, 9], null)]).toEqual([0.5, 0.5, 0.5, 0.5]);
});

const number = fc.double({ min: -3, max: 3, noNaN: true });

/** Any model of frequent and rare classes, with rows that it may be asked about and their masks. */
const asked = fc
  .record({
    labels: fc.array(fc.nat(3), { minLength: 4, maxLength: 30 }),
    kept: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 4, maxLength: 4 }),
    isNetwork: fc.boolean(),
    width: fc.integer({ min: 1, max: 3 }),
    temperature: fc.double({ min: 0.25, max: 4, noNaN: true }),
    rows: fc.integer({ min: 1, max: 4 }),
    seed: fc.nat(1000),
  })
  .chain(({ labels, kept, isNetwork, width, temperature, rows, seed }) => {
    const weights = labels.map((label) => kept[label]!);
    const shares = classShares({ labels, weights, allowed: null, classes: 4 }, 3);
    const { length } = shares.frequent;
    const kind = length < 2 ? ('shares' as const) : isNetwork ? ('network' as const) : ('logistic' as const);
    const count = parameterCount({ kind, width, shares });
    const drawn = initialNetwork(width, length, Random.fromSeed(seed)).parameters;
    return fc.record({
      model: fc
        .array(number, { minLength: count, maxLength: count })
        .map((values) => (kind === 'network' ? drawn : Float64Array.from(values)))
        .map((values): ClassModel => {
          return { kind, width, shares, temperature, parameters: plainNumbers(values) };
        }),
      features: fc.float32Array({
        ...{ minLength: rows * width, maxLength: rows * width, noNaN: true },
        ...{ min: -10, max: 10 },
      }),
      allowed: fc.option(
        fc
          .array(fc.array(fc.constantFrom(0, 1), { minLength: 4, maxLength: 4 }), {
            ...{ minLength: rows, maxLength: rows },
          })
          .map((masks) => masks.flatMap((mask) => (mask.includes(1) ? mask : [1, 1, 1, 1]))),
      ),
    });
  });

/** Step by step by the functions of each kind, in the order of the evaluation. */
function composed(model: ClassModel, features: Float32Array, allowed: number[] | null): Float64Array {
  const { kind, width, shares, temperature } = model;
  const classes = shares.frequent.length;
  const numbers = Float64Array.from(model.parameters);
  const guessed =
    kind === 'network'
      ? networkProbabilities({ width, classes, parameters: numbers }, features)
      : kind === 'logistic'
        ? predictedProbabilities({ width, classes, coefficients: numbers }, features)
        : ones((features.length / width) * classes);
  if (classes > 1) temper(guessed, classes, temperature);
  const result = new Float64Array((features.length / width) * 4);
  for (let row = 0; row * width < features.length; row += 1)
    writeProbabilities(shares, guessed, row, allowed, row, result.subarray(row * 4, row * 4 + 4));
  return result;
}

it('comes back from JSON as it was, to the bit, and gives what its parts give, tempered by powers', () => {
  fc.assert(
    fc.property(asked, ({ model, features, allowed }) => {
      const read = JSON.parse(JSON.stringify(model)) as ClassModel;
      expect(bits(read)).toBe(bits(model));
      const found = classProbabilities(read, features, allowed);
      expect(bits(found)).toBe(bits(classProbabilities(model, features, allowed)));
      composed(model, features, allowed).forEach((value, k) => expect(found[k]).toBeCloseTo(value, 12));
    }),
    { numRuns: 100 },
  );
});

it('holds no -0, which JSON would lose', () => {
  expect(bits(plainNumbers(Float64Array.of(-0, 1)))).toBe(bits([0, 1]));
});
