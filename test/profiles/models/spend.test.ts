import { InputError } from '../../../src/core/errors';
import { Random } from '../../../src/core/random';
import { tableOf } from '../../../src/profiles/models/feature-table';
import {
  applySpend,
  fitSpend,
  lastSpend,
  spendModelSchema,
  spendSettingsSchema,
} from '../../../src/profiles/models/spend/spend';

const random = Random.fromSeed(5);

/** Spend falls back to the customer's own mean, which two periods tell better than the last one. */
function drawn(rows: number, seed: number) {
  const draw = Random.fromSeed(seed);
  const noise = () => 20 * (draw.uniform() + draw.uniform() - 1);
  const periods = Array.from({ length: rows }, () => {
    const mean = 40 + 40 * draw.uniform();
    return [mean + noise(), mean + noise(), mean + noise()];
  });
  return {
    table: tableOf(
      ['before', 'last'],
      periods.map(([a, b]) => [a!, b!]),
    ),
    target: Float64Array.from(periods, ([, , c]) => c!),
  };
}

const [fitted, judged] = [drawn(500, 1), drawn(500, 2)];
const squares = (values: Float64Array) =>
  values.reduce((sum, value, row) => sum + (value - judged.target[row]!) ** 2, 0) / values.length;

it.each(['linear', 'tree', 'forest'] as const)(
  'errs less than last spend by %s, after JSON too',
  (method) => {
    const settings = spendSettingsSchema.parse({ method, learner: { forestTrees: 25 } });
    const model = fitSpend(fitted.table, fitted.target, settings, random);
    const read = spendModelSchema.parse(JSON.parse(JSON.stringify(model)));
    const values = applySpend(read, judged.table);
    expect(values).toEqual(applySpend(model, judged.table));
    expect(squares(values)).toBeLessThan(0.95 * squares(lastSpend(judged.table, 'last')));
  },
);

it('finds the line through customers that lie on it, and spends no less than nothing', () => {
  const rows = Array.from({ length: 30 }, (_, i) => [i, (i * 7) % 11]);
  const target = Float64Array.from(rows, ([a, b]) => 2 * a! + 3 * b!);
  const settings = spendSettingsSchema.parse({ learner: { ridge: 1e-9 } });
  const model = fitSpend(tableOf(['a', 'b'], rows), target, settings, random);
  const values = applySpend(
    model,
    tableOf(
      ['a', 'b'],
      [
        [10, 1],
        [-20, 1],
      ],
    ),
  );
  expect(values[0]).toBeCloseTo(23, 6);
  expect(values[1]).toBe(0);
});

it('takes no purchase known for none', () => {
  expect([...lastSpend(tableOf(['last'], [[12.5], [NaN], [0]]), 'last')]).toEqual([12.5, 0, 0]);
  expect(() => lastSpend(tableOf(['last'], []), 'spend')).toThrow(InputError);
});

it('refuses the spend itself, and spend that is no number', () => {
  const settings = spendSettingsSchema.parse({});
  const { table, target } = fitted;
  const copy = tableOf(
    ['own'],
    Array.from(target, (value) => [value]),
  );
  expect(() => fitSpend(copy, target, settings, random)).toThrow(
    new InputError('feature "own": expected what was known before the period, got its spend itself'),
  );
  const gap = target.slice();
  gap[3] = NaN;
  expect(() => fitSpend(table, gap, settings, random)).toThrow('spend: expected finite numbers, got NaN');
});
