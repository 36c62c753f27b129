import fc from 'fast-check';
import { zoneOffset } from '../../../src/core/zone-offset';
import { matchRules } from '../../../src/dataset/rules/match-rules';
import { rulesFileSchema } from '../../../src/dataset/rules/rules-schema';
import type { RawColumn } from '../../../src/dataset/contacts/contact-log';
import { cutColumns, type CutColumn } from '../../../src/evaluate/policy-tree/cuts';
import { describeTree, leafIds, leavesInOrder } from '../../../src/evaluate/policy-tree/describe';
import { leafOf, partedBy, type PolicyTree } from '../../../src/evaluate/policy-tree/tree';
import { column, problemOf } from '../../support/tree-problems';

const leaf = (action: number): PolicyTree => ({ kind: 'leaf', action });
const split = (
  of: number,
  operators: CutColumn['cuts'][number]['operators'],
  yes: PolicyTree,
  no: PolicyTree,
): PolicyTree => ({ kind: 'split', column: of, cut: { from: 0, to: 1, operators }, yes, no });
const named = (name: string) => column(name, [0, 1]);

it('lists leaves as a rules file tries them, each with what was answered yes', () => {
  const columns = [named('visits'), named('city'), named('age')];
  const tree = split(
    0,
    { lt: 10 },
    split(1, { eq: 'Ulm' }, leaf(1), leaf(0)),
    split(2, { missing: true }, leaf(2), leaf(1)),
  );
  const leaves = leavesInOrder(tree, columns);
  expect(leaves.map(({ leaf: { action }, condition }) => [action, condition])).toEqual([
    [1, { visits: { lt: 10 }, city: { eq: 'Ulm' } }],
    [0, { visits: { lt: 10 } }],
    [2, { age: { missing: true } }],
    [1, {}],
  ]);
  expect(leafIds(leaves)).toEqual([
    'visits below 10, city is Ulm',
    'visits below 10',
    'age is missing',
    'everybody else',
  ]);
  expect(leafIds(leavesInOrder(leaf(3), columns))).toEqual(['everybody']);
});

it('makes one question of two about a column', () => {
  const columns = [named('visits')];
  const twice = (first: object, second: object) => {
    const [found] = leavesInOrder(split(0, first, split(0, second, leaf(0), leaf(1)), leaf(2)), columns);
    return [found!.condition.visits, leafIds([found!])[0]];
  };
  expect(twice({ lt: 10 }, { lt: 4 })).toEqual([{ lt: 4 }, 'visits below 4']);
  expect(twice({ gte: 10 }, { gte: 40 })).toEqual([{ gte: 40 }, 'visits at least 40']);
  expect(twice({ lt: 10 }, { gte: 4 })).toEqual([{ gte: 4, lt: 10 }, 'visits from 4 to below 10']);
});

it('says yes and no of flags', () => {
  const columns = [named('opted_in')];
  const tree = split(0, { eq: true }, leaf(0), split(0, { eq: false }, leaf(1), leaf(0)));
  expect(leafIds(leavesInOrder(tree, columns))).toEqual([
    'opted_in is yes',
    'opted_in is no',
    'everybody else',
  ]);
});

it('counts decisions, customers and mean scores of each leaf', () => {
  // Customer 0 has decisions 0 to 2, customer 1 decision 3; the third decision stands for three.
  const x = column('x', [0, 0, 1, 1]);
  const problem = problemOf(
    [x],
    [
      [1, 2],
      [3, 4],
      [15, 18],
      [7, 8],
    ],
    { candidates: [1] },
  );
  const tree: PolicyTree = { kind: 'split', column: 0, cut: x.cuts[0]!, yes: leaf(1), no: leaf(1) };
  const histories = { units: 2, starts: Int32Array.of(0, 3, 4), sampleWeights: Float64Array.of(1, 1, 3, 1) };
  expect(describeTree(tree, problem, histories, ['No Action', 'mail'])).toEqual({
    ...{ kind: 'question', column: 'x', operators: { lt: 1 }, text: 'x below 1' },
    yes: { kind: 'leaf', id: 'x below 1', action: 'mail', decisions: 2, customers: 1, scores: { mail: 3 } },
    // (18 + 8) / (3 + 1)
    no: {
      kind: 'leaf',
      id: 'everybody else',
      action: 'mail',
      decisions: 2,
      customers: 2,
      scores: { mail: 6.5 },
    },
  });
});

it('does by its rules what the tree does, whatever the cells', () => {
  const cell = fc.option(fc.integer({ min: 0, max: 4 }), { nil: NaN });
  const rows = fc.array(fc.tuple(cell, cell, fc.integer({ min: -1, max: 2 })), {
    minLength: 2,
    maxLength: 30,
  });
  const choices = fc.array(fc.tuple(fc.nat(2), fc.nat(99)), { minLength: 7, maxLength: 7 });
  fc.assert(
    fc.property(rows, choices, (cells, chosen) => {
      const n = cells.length;
      const raw: RawColumn[] = [
        { name: 'x', kind: 'number', values: Float64Array.from(cells, ([x]) => x) },
        { name: 'y', kind: 'days-since', values: Float64Array.from(cells, ([, y]) => y) },
        {
          ...{ name: 'city', kind: 'category', names: ['Ulm', 'Bonn', 'Trier'], declared: false },
          codes: Int32Array.from(cells, ([, , code]) => code),
        },
      ];
      const all = Int32Array.from({ length: n }, (_, i) => i);
      const columns = cutColumns(raw, all);
      fc.pre(columns.length > 0);
      // A tree of depth three at most, of any cuts; each leaf is come to, as of a search, and does what no other does.
      const grow = (at: number, own: Int32Array): PolicyTree => {
        if (at >= 7) return leaf(at);
        const [of, which] = chosen[at]!;
        const index = of % columns.length;
        const { cuts } = columns[index]!;
        const cut = cuts[which % cuts.length]!;
        const [yes, no] = partedBy(columns[index]!, cut, own);
        if (yes.length === 0 || no.length === 0) return leaf(at);
        return { kind: 'split', column: index, cut, yes: grow(2 * at + 1, yes), no: grow(2 * at + 2, no) };
      };
      const tree = grow(0, all);
      const leaves = leavesInOrder(tree, columns);
      const ids = leafIds(leaves);
      expect(new Set(ids).size).toBe(ids.length);
      const rules = rulesFileSchema.parse(
        leaves.map(({ leaf: { action }, condition }) => ({
          id: String(action),
          ...(Object.keys(condition).length > 0 && { condition }),
          weights: { none: 1 },
        })),
      );
      const table = new Map(raw.map((one) => [one.name, one]));
      const leafAt = matchRules({ file: 'rules.json', leaves: rules }, table, n, zoneOffset('UTC')!);
      expect(Array.from(leafAt, (place) => Number(rules[place]!.id))).toEqual(
        Array.from(all, (i) => leafOf(tree, columns, i).action),
      );
    }),
  );
});
