import fc from 'fast-check';
import { ShapeError } from '../../src/core/errors';
import { readContactLog } from '../../src/dataset/contacts/read-contact-log';
import { decisionsOf } from '../../src/dataset/decisions/decisions';
import { zoneOffset } from '../../src/core/zone-offset';
import { matchRules } from '../../src/dataset/rules/match-rules';
import { readRules, weightedLeaves } from '../../src/dataset/rules/read-rules';
import { logSchema } from '../../src/dataset/schema/log-schema';
import { rulesPolicy } from '../../src/policies/rules-file';
import { useTestFiles } from '../support/test-files';

const file = useTestFiles();

const actions = ['No Action', 'mail', 'phone'];
const leaves = [
  { id: 'young', weights: Float64Array.of(0.25, 0.5, 0.25) },
  { id: 'phone', weights: Float64Array.of(0, 0, 1) },
  { id: 'rest', weights: Float64Array.of(1, 0, 0) },
];
// Rows 0 to 4 of a log
const policy = rulesPolicy('rules.json', actions, leaves, Int32Array.of(0, 1, 2, 1, 0));
const observations = new Float32Array(0);

function probabilities(rows: number[], allowed: Uint8Array | null = null): number[] {
  const out = new Float64Array(3 * rows.length).fill(9);
  void policy.probabilities({ observations, allowed, rows: Int32Array.from(rows) }, out);
  return Array.from(out);
}

it('says in words what it does', () => {
  expect([policy.name, policy.description]).toEqual([
    'rules.json',
    'rules that a person wrote: the first of 3 leaves that matches decides',
  ]);
});

it('gives each row the weights of its leaf, whatever the order', () => {
  expect(probabilities([2, 0, 3])).toEqual([1, 0, 0, 0.25, 0.5, 0.25, 0, 0, 1]);
});

it('divides by what is allowed, and takes the lowest allowed action where none of the leaf is', () => {
  // Row 0 without mail; row 1 without phone; row 3 with mail alone
  const allowed = Uint8Array.of(1, 0, 1, 1, 1, 0, 0, 1, 0);
  expect(probabilities([0, 1, 3], allowed)).toEqual([0.5, 0, 0.5, 1, 0, 0, 0, 1, 0]);
});

it('decides on rows of its log only', () => {
  expect(() => policy.probabilities({ observations, allowed: null }, new Float64Array(3))).toThrow(
    new RangeError('rules.json: expected decisions on rows of a log, got no rows'),
  );
  expect(() => probabilities([5])).toThrow(
    new RangeError('rules.json: expected a row below 5 with its leaf, got 5'),
  );
  const rows = Int32Array.of(0, 1);
  expect(() => policy.probabilities({ observations, allowed: null, rows }, new Float64Array(3))).toThrow(
    new ShapeError('out: expected 6 elements, got 3'),
  );
});

it('keeps the ratios of what is allowed, bars the rest, and sums to 1', () => {
  const parts = fc
    .tuple(fc.nat(9), fc.nat(9), fc.nat(9))
    .filter((weights) => weights.some((weight) => weight > 0));
  const mask = fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1)).filter((allowed) => allowed.includes(1));
  fc.assert(
    fc.property(parts, mask, (given, allowed) => {
      const sum = given[0] + given[1] + given[2];
      const weights = Float64Array.from(given, (weight) => weight / sum);
      const out = new Float64Array(3);
      void rulesPolicy('any', actions, [{ id: 'rest', weights }], Int32Array.of(0)).probabilities(
        { observations, allowed: Uint8Array.from(allowed), rows: Int32Array.of(0) },
        out,
      );
      expect(out.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
      const left = given.reduce((total, weight, i) => total + weight * allowed[i]!, 0);
      const expected = given.map((weight, i) =>
        left > 0 ? (weight * allowed[i]!) / left : Number(i === allowed.indexOf(1)),
      );
      expected.forEach((probability, i) => expect(out[i]).toBeCloseTo(probability, 12));
      allowed.forEach((may, i) => expect(may === 1 || out[i] === 0).toBe(true));
    }),
  );
});

it('acts as a file says on the rows of a log', async () => {
  const schema = logSchema.parse({
    ...{ action: 'channel', noAction: 'none', reward: 'profit', timeZone: 'Europe/Zurich' },
    features: { segment: 'category', age: 'number', vip: 'flag', joined: 'date' },
  });
  const text = `channel,profit,segment,age,vip,joined
none,0,B,39,yes,2026-01-01
email,1,B,,no,2026-01-02
none,0,A,20,yes,2026-01-03
`;
  const rules = readRules(
    file(
      'rules.yaml',
      `- { id: young, condition: { segment: B, age: { lt: 40 } }, weights: { email: 0.75, none: 0.25 } }
- { id: new, condition: { vip: true, joined: { gte: 2026-01-03 } }, weights: { email: 1 } }
- { id: rest, weights: { none: 1 } }
`,
    ),
  );
  const log = await readContactLog([file('log.csv', text)], schema, schema.features!);
  const { count, features } = decisionsOf(log, schema);
  const columns = new Map(features.map((column) => [column.name, column]));
  const leafOf = matchRules(rules, columns, count, zoneOffset(schema.timeZone)!);
  const written = weightedLeaves(rules, log.actions, schema.noAction);
  const out = new Float64Array(6);
  // In the order of the file, which a log need not keep
  const rows = Int32Array.of(2, 3, 4).map((line) => log.lines.indexOf(line));
  void rulesPolicy('rules.yaml', log.actions, written, leafOf).probabilities(
    { observations, allowed: null, rows },
    out,
  );
  expect(Array.from(out)).toEqual([0.25, 0.75, 1, 0, 0, 1]);
});
