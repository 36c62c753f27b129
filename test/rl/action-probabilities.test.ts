import fc from 'fast-check';
import { ShapeError } from '../../src/core/errors';
import { Random } from '../../src/core/random';
import {
  allowedActions,
  certainProbabilities,
  epsilonGreedyProbabilities,
  greedyActions,
  greedyProbabilities,
  keepAllowed,
  sampleActions,
  uniformProbabilities,
} from '../../src/rl/action-probabilities';

const allowedSecondRow = Uint8Array.of(1, 1, 1, 1, 0, 1);
const qValues = Float32Array.of(1, 3, 2, 1, 9, 1); // the best of row 1 is forbidden by the mask

/** The probabilities that a function writes for two rows of three actions. */
function written(write: (out: Float32Array) => void): number[] {
  const out = new Float32Array(6).fill(7);
  write(out);
  return Array.from(out);
}

describe('greedyProbabilities', () => {
  it('gives all to the best action', () => {
    expect(written((out) => greedyProbabilities(qValues, 3, null, out))).toEqual([0, 1, 0, 0, 1, 0]);
  });

  it('passes over a forbidden best action and shares ties equally', () => {
    const row = written((out) => greedyProbabilities(qValues, 3, allowedSecondRow, out));
    expect(row).toEqual([0, 1, 0, 0.5, 0, 0.5]);
  });

  it.each([
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [-Infinity, '-Infinity'],
  ])('refuses %f among the allowed values, though others are numbers', (value, text) => {
    const values = Float32Array.of(1, 2, 3, 4, value, 6);
    expect(() => written((out) => greedyProbabilities(values, 3, null, out))).toThrow(
      new RangeError(`row 1: expected a finite value of action 1, got ${text}`),
    );
    const forbidden = written((out) => greedyProbabilities(values, 3, allowedSecondRow, out));
    expect(forbidden).toEqual([0, 0, 1, 0, 0, 1]);
  });

  it('refuses a row that allows nothing, naming it', () => {
    const allowed = Uint8Array.of(1, 1, 1, 0, 0, 0);
    expect(() => written((out) => greedyProbabilities(qValues, 3, allowed, out))).toThrow(
      new RangeError('row 1: no action is allowed'),
    );
  });
});

describe('epsilonGreedyProbabilities', () => {
  it('spreads epsilon over the allowed actions, the greedy one included', () => {
    const rows = written((out) => epsilonGreedyProbabilities(qValues, 3, 0.25, allowedSecondRow, out));
    // row 0: .25 / 3 each; row 1: .75 / 2 + .25 / 2
    const third = Math.fround(0.25 / 3);
    expect(rows).toEqual([third, Math.fround(0.75 + 0.25 / 3), third, 0.5, 0, 0.5]);
  });

  it('sums to 1 and is 0 exactly where forbidden, for any values, masks and epsilon', () => {
    const row = fc.array(fc.tuple(fc.float({ noNaN: true, min: -1e6, max: 1e6 }), fc.boolean()), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(row, fc.double({ min: 0.01, max: 1, noNaN: true }), (cells, epsilon) => {
        const allowed = Uint8Array.from(cells, ([, may], i) => (may || i === 0 ? 1 : 0));
        const out = new Float32Array(cells.length);
        epsilonGreedyProbabilities(
          Float32Array.from(cells, ([value]) => value),
          cells.length,
          epsilon,
          allowed,
          out,
        );
        expect(out.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
        out.forEach((probability, i) => expect(probability > 0).toBe(allowed[i] === 1));
      }),
    );
  });

  it.each([-0.1, 1.1, NaN])('refuses epsilon %f', (epsilon) => {
    const run = () => written((out) => epsilonGreedyProbabilities(qValues, 3, epsilon, null, out));
    expect(run).toThrow(`epsilon: expected 0 to 1, got ${epsilon}`);
  });

  it('refuses arrays that disagree, naming them', () => {
    const out = new Float32Array(6);
    expect(() => epsilonGreedyProbabilities(new Float32Array(5), 3, 0, null, out)).toThrow(
      'qValues: expected 6',
    );
    expect(() => epsilonGreedyProbabilities(qValues, 4, 0, null, out)).toThrow('rows of 4 actions, got 6');
    expect(() => epsilonGreedyProbabilities(qValues, 3, 0, new Uint8Array(3), out)).toThrow(
      'allowed: expected 6',
    );
    expect(() => epsilonGreedyProbabilities(qValues, 0, 0, null, out)).toThrow(
      'actions: expected a positive',
    );
  });

  it('leaves an empty batch empty', () => {
    expect(() => greedyProbabilities(new Float32Array(0), 3, null, new Float32Array(0))).not.toThrow();
  });
});

describe('uniformProbabilities', () => {
  it('gives every allowed action the same', () => {
    const third = Math.fround(1 / 3);
    expect(written((out) => uniformProbabilities(3, allowedSecondRow, out))).toEqual([
      third,
      third,
      third,
      0.5,
      0,
      0.5,
    ]);
  });
});

describe('greedyActions', () => {
  it('picks the best allowed action, the lowest index of several', () => {
    expect(Array.from(greedyActions(qValues, 3, null))).toEqual([1, 1]);
    expect(Array.from(greedyActions(qValues, 3, allowedSecondRow))).toEqual([1, 0]);
    expect(Array.from(greedyActions(Float32Array.of(5, 5, 1), 3, Uint8Array.of(0, 1, 1)))).toEqual([1]);
  });
});

describe('certainProbabilities', () => {
  it('takes the wanted action, or the lowest allowed one where that is forbidden', () => {
    const wanted = Int32Array.of(1, 1);
    expect(written((out) => certainProbabilities(wanted, 3, null, out))).toEqual([0, 1, 0, 0, 1, 0]);
    expect(written((out) => certainProbabilities(wanted, 3, allowedSecondRow, out))).toEqual([
      0, 1, 0, 1, 0, 0,
    ]);
  });

  it('refuses a row that allows nothing, and another number of rows', () => {
    const nothing = Uint8Array.of(0, 0, 0, 1, 1, 1);
    expect(() => written((out) => certainProbabilities(Int32Array.of(1, 1), 3, nothing, out))).toThrow(
      'row 0: no action',
    );
    expect(() => written((out) => certainProbabilities(Int32Array.of(1), 3, null, out))).toThrow(
      'wanted: expected 2',
    );
  });
});

describe('allowedActions', () => {
  it('leaves what is allowed and puts the lowest allowed action in place of the rest', () => {
    const wanted = Int32Array.of(1, 1);
    allowedActions(wanted, 3, null);
    expect(Array.from(wanted)).toEqual([1, 1]);
    allowedActions(wanted, 3, allowedSecondRow);
    expect(Array.from(wanted)).toEqual([1, 0]);
  });

  it('refuses a row that allows nothing, and a mask of another size', () => {
    expect(() => allowedActions(Int32Array.of(0, 0), 2, Uint8Array.of(1, 1, 0, 0))).toThrow(
      'row 1: no action is allowed',
    );
    expect(() => allowedActions(Int32Array.of(0), 2, new Uint8Array(3))).toThrow('allowed: expected 2');
  });
});

it('probabilities in double precision are exact', () => {
  const out = new Float64Array(6);
  uniformProbabilities(3, allowedSecondRow, out);
  expect(Array.from(out)).toEqual([1 / 3, 1 / 3, 1 / 3, 0.5, 0, 0.5]);
  epsilonGreedyProbabilities(qValues, 3, 0.25, allowedSecondRow, out);
  expect(Array.from(out)).toEqual([0.25 / 3, 0.75 + 0.25 / 3, 0.25 / 3, 0.5, 0, 0.5]);
  const actions = new Int32Array(2);
  sampleActions(Float64Array.of(1, 0, 0, 0, 0, 1), 3, Random.fromSeed(1), actions);
  expect(Array.from(actions)).toEqual([0, 2]);
});

describe('sampleActions', () => {
  it('draws each action as often as its probability says', () => {
    const rows = 40_000;
    const probabilities = Float32Array.from({ length: rows * 3 }, (_, i) => [0.2, 0, 0.8][i % 3]!);
    const actions = new Int32Array(rows);
    sampleActions(probabilities, 3, Random.fromSeed(1), actions);
    const counts = [0, 1, 2].map((action) => actions.filter((drawn) => drawn === action).length);
    expect(counts[1]).toBe(0);
    expect(Math.abs(counts[0]! - 0.2 * rows)).toBeLessThan(4 * Math.sqrt(0.2 * 0.8 * rows));
  });

  it('uses one number of the stream per row, also for certain choices', () => {
    const used = Random.fromSeed(1);
    sampleActions(Float32Array.of(1, 0, 0, 1), 2, used, new Int32Array(2));
    const counted = Random.fromSeed(1);
    counted.uniform();
    counted.uniform();
    expect(used.state()).toEqual(counted.state());
  });

  it('never draws a forbidden action for the rest that rounding leaves', () => {
    const out = new Int32Array(1);
    const almostOne = Object.assign(Random.fromSeed(1), { uniform: () => 1 - 2 ** -32 });
    sampleActions(Float32Array.of(0.3, 0.6999, 0), 3, almostOne, out);
    expect(out[0]).toBe(1);
  });

  it('refuses another number of rows', () => {
    expect(() => sampleActions(new Float32Array(5), 3, Random.fromSeed(1), new Int32Array(2))).toThrow(
      'probabilities: expected 6',
    );
  });
});

describe('keepAllowed', () => {
  const kept = (probabilities: number[], allowed: Uint8Array | null) => {
    const out = Float64Array.from(probabilities);
    keepAllowed(3, allowed, out);
    return Array.from(out);
  };

  it('divides what is allowed by its sum, and leaves rows without a mask as they are', () => {
    expect(kept([0.25, 0.5, 0.25, 0, 0.5, 0.5], Uint8Array.of(1, 0, 1, 1, 1, 1))).toEqual([
      ...[0.5, 0, 0.5],
      ...[0, 0.5, 0.5],
    ]);
    expect(kept([0.25, 0.5, 0.25], null)).toEqual([0.25, 0.5, 0.25]);
  });

  it('gives all to the lowest allowed action where nothing else is left', () => {
    expect(kept([0, 0, 1], Uint8Array.of(0, 1, 0))).toEqual([0, 1, 0]);
  });

  it('refuses a row that allows nothing, and a mask of another shape', () => {
    expect(() => kept([0, 0, 1], Uint8Array.of(0, 0, 0))).toThrow(
      new RangeError('row 0: no action is allowed'),
    );
    expect(() => kept([0, 0, 1], Uint8Array.of(1))).toThrow(
      new ShapeError('allowed: expected 3 elements, got 1'),
    );
  });
});
