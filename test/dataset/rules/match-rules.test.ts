/** Which leaf a row matches: by hand for every kind of column and operator, and what holds for any rules. */
import fc from 'fast-check';
import { ShapeError } from '../../../src/core/errors';
import type { NumberKind, RawColumn } from '../../../src/dataset/contacts/contact-log';
import { zoneOffset, type ZoneOffset } from '../../../src/core/zone-offset';
import { leafRows, matchRules, unknownNames } from '../../../src/dataset/rules/match-rules';
import type { Operators } from '../../../src/dataset/rules/rules-schema';
import { inputError } from '../../support/input-error';

const numbers = (name: string, kind: NumberKind, values: number[]): RawColumn => ({
  ...{ name, kind, values: Float64Array.from(values) },
});
const names = ['A', 'B', 'C'];
const categories = (codes: number[], declared = false): RawColumn => ({
  ...{ name: 'segment', kind: 'category', declared, names, codes: Int32Array.from(codes) },
});
const date = (text: string) => Date.parse(text);

const columns: readonly RawColumn[] = [
  categories([0, 1, 2, -1]),
  numbers('age', 'number', [39, 40, 41, NaN]),
  numbers('visits', 'count', [0, 1, 2, NaN]),
  numbers('vip', 'flag', [0, 1, 1, NaN]),
  numbers('since mail', 'days-since', [1, 2, 3, NaN]),
  numbers('joined', 'date', [date('2026-01-01'), date('2026-01-02'), date('2026-01-03'), NaN]),
];
const utc: ZoneOffset = () => 0;

function leavesOf(conditions: readonly Readonly<Record<string, Operators>>[]) {
  const asking = conditions.map((condition, i) => ({ id: `leaf ${i}`, condition, weights: { none: 1 } }));
  return { file: 'rules.json', leaves: [...asking, { id: 'rest', weights: { none: 1 } }] };
}

/** The rows of four that match a condition. */
function matching(condition: Readonly<Record<string, Operators>>, table = columns, ahead = utc): number[] {
  const byName = new Map(table.map((column) => [column.name, column]));
  const leafOf = matchRules(leavesOf([condition]), byName, 4, ahead);
  return [0, 1, 2, 3].filter((row) => leafOf[row] === 0);
}

// The last row misses everything.
it.each<[string, Operators, number[]]>([
  ['segment', { in: ['A', 'C'] }, [0, 2]],
  ['segment', { notIn: ['A', 'C'] }, [1]],
  ['segment', { eq: 'B' }, [1]],
  ['segment', { ne: 'B' }, [0, 2]],
  ['segment', { eq: 'unheard of' }, []],
  ['segment', { missing: true }, [3]],
  ['segment', { missing: false }, [0, 1, 2]],
  ['segment', { missing: false, ne: 'A' }, [1, 2]],
  ['segment', { missing: true, ne: 'A' }, []],
  ['age', { lt: 40 }, [0]],
  ['age', { lte: 40 }, [0, 1]],
  ['age', { gt: 40 }, [2]],
  ['age', { gte: 40 }, [1, 2]],
  ['age', { gte: 40, lt: 41 }, [1]],
  ['age', { ne: 40 }, [0, 2]],
  ['age', { missing: true }, [3]],
  ['age', { missing: false }, [0, 1, 2]],
  ['visits', { eq: 0 }, [0]],
  ['visits', { in: [0, 2] }, [0, 2]],
  ['visits', { notIn: [0, 2] }, [1]],
  ['vip', { eq: true }, [1, 2]],
  ['vip', { eq: false }, [0]],
  ['vip', { ne: true }, [0]],
  ['vip', { missing: true }, [3]],
  ['since mail', { gt: 1 }, [1, 2]],
  ['since mail', { missing: true }, [3]],
  ['joined', { lt: '2026-01-02' }, [0]],
  ['joined', { gte: '2026-01-02T00:00:00Z' }, [1, 2]],
  ['joined', { in: ['2026-01-01', '2026-01-03'] }, [0, 2]],
])('%s %j', (column, operators, rows) => {
  expect(matching({ [column]: operators })).toEqual(rows);
});

it('reads a date as the zone of the log has it', () => {
  // In Zurich the day begins an hour earlier than in UTC.
  const zurich = zoneOffset('Europe/Zurich')!;
  expect(matching({ joined: { lte: '2026-01-02' } }, columns, zurich)).toEqual([0]);
  expect(matching({ joined: { lte: '2026-01-02' } })).toEqual([0, 1]);
});

it('asks for every column of a condition', () => {
  expect(matching({ vip: { eq: true }, age: { gt: 40 } })).toEqual([2]);
});

const table = new Map(columns.map((column) => [column.name, column]));

it('counts the rows of each leaf, a row for the first that it matches', () => {
  const rules = leavesOf([{ age: { lte: 40 } }, { segment: { ne: 'A' } }, { vip: { eq: true } }]);
  const leafOf = matchRules(rules, table, 4, utc);
  expect(Array.from(leafOf)).toEqual([0, 0, 1, 3]);
  expect(leafRows(rules.leaves, leafOf, [])).toEqual([
    { id: 'leaf 0', rows: 2 },
    { id: 'leaf 1', rows: 1 },
    { id: 'leaf 2', rows: 0 },
    { id: 'rest', rows: 1 },
  ]);
});

it('matches no rows of an empty log', () => {
  const none = new Map([['age', numbers('age', 'number', [])]]);
  const rules = leavesOf([{ age: { lt: 40 } }]);
  expect(leafRows(rules.leaves, matchRules(rules, none, 0, utc), [])).toEqual([
    { id: 'leaf 0', rows: 0 },
    { id: 'rest', rows: 0 },
  ]);
});

it.each<[string, Operators, string]>([
  [
    'segmnt',
    { eq: 'B' },
    ' condition: expected columns ("segment", "age", "visits", "vip", "since mail", "joined"), got "segmnt"; did you mean segment?',
  ],
  [
    'segment',
    { lt: 'B' },
    ' condition.segment.lt: expected one of in, notIn, eq, ne, missing for a category column, got lt',
  ],
  ['segment', { eq: 1 }, ' condition.segment.eq: expected text for a category column, got 1'],
  ['segment', { in: ['A', 1] }, ' condition.segment.in: expected text for a category column, got 1'],
  ['vip', { in: [1] }, ' condition.vip.in: expected one of eq, ne, missing for a flag column, got in'],
  ['vip', { eq: 1 }, ' condition.vip.eq: expected true or false for a flag column, got 1'],
  ['age', { lt: '40' }, ' condition.age.lt: expected a number for a number column, got "40"'],
  ['visits', { eq: true }, ' condition.visits.eq: expected a number for a count column, got true'],
  [
    'since mail',
    { gt: '7d' },
    ' condition.since mail.gt: expected a number for a days-since column, got "7d"',
  ],
  [
    'joined',
    { gt: 2026 },
    ' condition.joined.gt: expected a date or time such as 2026-11-28 for a date column, got 2026',
  ],
  [
    'joined',
    { in: ['2026-02-30'] },
    ' condition.joined.in: expected a date or time such as 2026-11-28 for a date column, got "2026-02-30"',
  ],
])('refuses of %s: %j', (column, operators, message) => {
  expect(() => matching({ [column]: operators })).toThrow(inputError(`rules.json leaf "leaf 0"${message}`));
});

it('refuses a level that a declared list does not have', () => {
  const long = { ...categories([0, 1, 2, -1], true), names: ['young', 'adult', 'senior'] } as RawColumn;
  expect(() => matching({ segment: { ne: 'yuong' } }, [long])).toThrow(
    inputError(
      'rules.json leaf "leaf 0" condition.segment.ne: expected one of "young", "adult", "senior", got "yuong"; did you mean young?',
    ),
  );
});

it('tells of names that no row has', () => {
  const column = { ...categories([0, 1, 0]), names: ['digital', 'loyal'] } as RawColumn;
  const rules = leavesOf([
    { segment: { in: ['digitl', 'loyal'] }, age: { lt: 40 } },
    { segment: { ne: 'whatever' } },
    { segment: { eq: 'digital' } },
  ]);
  expect(unknownNames(rules, new Map([['segment', column]]))).toEqual([
    { leaf: 'leaf 0', text: 'condition.segment.in: no row has "digitl"; did you mean digital?' },
    { leaf: 'leaf 1', text: 'condition.segment.ne: no row has "whatever"; there are "digital", "loyal"' },
  ]);
  expect(
    leafRows(rules.leaves, Int32Array.from([2, 3, 3]), unknownNames(rules, new Map([['segment', column]]))),
  ).toEqual([
    { id: 'leaf 0', rows: 0, unknown: ['condition.segment.in: no row has "digitl"; did you mean digital?'] },
    {
      id: 'leaf 1',
      rows: 0,
      unknown: ['condition.segment.ne: no row has "whatever"; there are "digital", "loyal"'],
    },
    { id: 'leaf 2', rows: 1 },
    { id: 'rest', rows: 2 },
  ]);
});

it('tells eight of the names there are, and how many more', () => {
  const many = Array.from({ length: 11 }, (_, i) => `branch ${i}`);
  const column = { ...categories([0, 1, 0]), names: many } as RawColumn;
  const [unknown] = unknownNames(
    leavesOf([{ segment: { eq: 'headquarters' } }]),
    new Map([['segment', column]]),
  );
  expect(unknown!.text).toMatch(/no row has "headquarters"; there are "branch 0", .*"branch 7" and 3 more$/);
});

it('refuses a column of another length', () => {
  const short = new Map([['age', numbers('age', 'number', [1, 2])]]);
  expect(() => matchRules(leavesOf([{ age: { lt: 40 } }]), short, 3, utc)).toThrow(
    new ShapeError('age: expected 3 elements, got 2'),
  );
});

describe('for any rows and leaves', () => {
  const row = fc.record({
    code: fc.integer({ min: -1, max: 2 }),
    age: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(NaN)),
  });
  const rows = fc.array(row, { minLength: 1, maxLength: 20 });
  const ofSegment = fc.oneof(
    fc.constantFrom(...names).map((eq) => ({ eq })),
    fc.subarray(names, { minLength: 1 }).map((list) => ({ notIn: list })),
    fc.boolean().map((missing) => ({ missing })),
  );
  const ofAge = fc.oneof(
    fc.integer({ min: 0, max: 5 }).map((lt) => ({ lt })),
    fc.integer({ min: 0, max: 5 }).map((gte) => ({ gte })),
    fc.boolean().map((missing) => ({ missing })),
  );
  const condition = fc.oneof(
    ofSegment.map((segment) => ({ segment })),
    ofAge.map((age) => ({ age })),
    fc.record({ segment: ofSegment, age: ofAge }),
  );
  const conditions = fc.array(condition, { maxLength: 4 });
  type Row = Readonly<{ code: number; age: number }>;

  function matched(asked: readonly Readonly<Record<string, Operators>>[], given: readonly Row[]): number[] {
    const segment = categories(given.map(({ code }) => code));
    const age = numbers(
      'age',
      'number',
      given.map((one) => one.age),
    );
    const byName = new Map([segment, age].map((column) => [column.name, column]));
    return Array.from(matchRules(leavesOf(asked), byName, given.length, utc));
  }

  it('takes the first leaf that the row matches alone, else the last', () => {
    fc.assert(
      fc.property(conditions, rows, (asked, given) => {
        const alone = asked.map((one) => matched([one], given));
        const first = given.map((_, i) => alone.findIndex((leafOf) => leafOf[i] === 0));
        expect(matched(asked, given)).toEqual(first.map((leaf) => (leaf < 0 ? asked.length : leaf)));
      }),
    );
  });

  it('looks at each row by itself, whatever the order', () => {
    fc.assert(
      fc.property(conditions, rows, (asked, given) => {
        expect(matched(asked, [...given].reverse())).toEqual(matched(asked, given).reverse());
      }),
    );
  });
});
