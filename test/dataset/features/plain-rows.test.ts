/** Rows encoded one by one are those of the readers, whatever cells they have. */
import fc from 'fast-check';
import { InputError } from '../../../src/core/errors';
import { BarList, reasonAgainst } from '../../../src/dataset/decisions/bars';
import type { Past } from '../../../src/dataset/decisions/past';
import { featureNames } from '../../../src/dataset/features/fitted-features';
import { plainRowWriter } from '../../../src/dataset/features/plain-rows';
import { rawInputsSchema, type RawInputs } from '../../../src/dataset/features/raw-inputs';
import { encodeRows } from '../../../src/dataset/features/raw-rows';

const ACTIONS = ['No Action', 'mail', 'call'];

function rawInputs(changes: object = {}): RawInputs {
  return rawInputsSchema.parse({
    schema: {
      ...{
        customer: 'id',
        time: 'day',
        action: 'channel',
        reward: 'margin',
        actions: ['none', 'mail', 'call'],
      },
      ...{ noAction: 'none', missing: ['', 'NA', '999'], eligible: { call: 'may_call' } },
      history: ['contacts by channel', 'days since last contact'],
      features: {
        ...{ age: 'number', orders: 'count', vip: 'flag', joined: 'date' },
        ...{
          since: { kind: 'days-since', never: -1 },
          plan: { kind: 'category', levels: ['A', 'B'] },
          city: 'category',
        },
      },
      rules: [
        { atMost: 1, of: ['mail', 'call'], within: '7d' },
        { never: 'call', where: { opt_out: true } },
        { never: 'mail', where: { city: 'Bern' } },
      ],
      ...changes,
    },
    features: [
      { column: 'age', kind: 'number', origin: 40, mean: 0.5, scale: 0.1, missing: true },
      { column: 'orders', kind: 'count', origin: 1, mean: 0.25, scale: 2, missing: false },
      { column: 'vip', kind: 'flag', missing: true },
      { column: 'joined', kind: 'date', origin: 100, mean: 3, scale: 0.01, missing: true },
      { column: 'since', kind: 'days-since', origin: 0, mean: 1, scale: 1, missing: true },
      { column: 'plan', kind: 'category', levels: ['A', 'B'], missing: false, other: false },
      { column: 'city', kind: 'category', levels: ['Bern', 'Chur'], missing: true, other: false },
      { column: 'earlier mail', kind: 'count', origin: 0, mean: 0.5, scale: 1, missing: false },
      { column: 'earlier call', kind: 'count', origin: 0, mean: 0.5, scale: 1, missing: false },
      {
        column: 'days since last contact',
        kind: 'days-since',
        origin: 0,
        mean: 2,
        scale: 0.5,
        missing: true,
      },
    ],
  });
}

const NOW = Date.UTC(2026, 5, 1);

/** What both ways make of a row: the observation, reasons against each action, remarks; or the message of the refusal. */
function bothWays(raw: RawInputs, columns: Record<string, unknown>, past: Past | null) {
  const width = featureNames(raw.features).length;
  const out = new Float32Array(2 * width);
  const bars = new BarList(2, ACTIONS.length);
  const remarks = plainRowWriter(raw, ACTIONS)({ columns, past, now: NOW, place: 'row' }, out, 1, bars.bar);
  const plain =
    remarks === null
      ? null
      : {
          observation: out.subarray(width),
          reasons: [3, 4, 5].map((at) => reasonAgainst(bars, at)),
          remarks,
        };
  try {
    const read = encodeRows(raw, [columns], 'row', ACTIONS, {
      ...{ now: NOW, isStrict: true },
      ...(past !== null && { pastOf: () => past }),
    });
    const reasons = [0, 1, 2].map((at) => (read.bars === null ? null : reasonAgainst(read.bars, at)));
    return { plain, read: { observation: read.observations, reasons, remarks: read.remarks } };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { plain, read: error.message };
  }
}

const ordinary = {
  ...{ age: 41, orders: 2, vip: true, joined: '2026-01-01', since: 3, plan: 'A', city: 'Bern' },
  ...{ may_call: 1, opt_out: false, 'earlier mail': 1, 'earlier call': 0, 'days since last contact': 4 },
};

const oddCell = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    'NA',
    '999',
    999,
    -1,
    0,
    1,
    -0,
    1.5,
    1e300,
    true,
    false,
    'yes',
    ' no ',
    'A',
    'Z',
  ),
  fc.constantFrom<unknown>(
    'Chur',
    '41',
    ' 41',
    '4,5',
    '0x1F',
    '2026-02-30',
    '2026-02-03T04:05:06Z',
    [],
    ['mail'],
    {},
    'x\r',
  ),
  fc.double(),
  fc.string({ maxLength: 4 }),
);

const oddRow = fc
  .tuple(fc.dictionary(fc.constantFrom(...Object.keys(ordinary)), oddCell, { maxKeys: 2 }), fc.boolean())
  .map(([odd, hasMore]) => ({ ...ordinary, ...odd, ...(hasMore && { ages: 3 }) }));

const somePast = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 2 })), { maxLength: 4 })
  .map((entries): Past => {
    const sorted = [...entries].sort(([one], [other]) => other - one);
    return {
      times: sorted.map(([days]) => NOW - days * 86_400_000),
      actions: sorted.map(([, action]) => action),
    };
  });

it.each([
  ['flags of eligibility', {}],
  ['a list of what is allowed', { eligible: 'may_call' }],
  ['decimal commas', { decimal: ',' }],
  ['no cell that is missing', { missing: [] }],
  ['no eligibility', { eligible: undefined }],
])('encodes as the readers do, or leaves the row to them, with %s', (_, changes) => {
  const raw = rawInputs(changes);
  fc.assert(
    fc.property(oddRow, fc.option(somePast), (columns, past) => {
      const { plain, read } = bothWays(raw, columns, past);
      if (plain !== null) expect(plain).toEqual(read);
    }),
    { numRuns: 100 },
  );
});

it('takes the ordinary row, with and without a past, a new city and a column nobody asked for', () => {
  const raw = rawInputs();
  const past = { times: [NOW - 86_400_000], actions: [1] };
  for (const one of [past, null]) expect(bothWays(raw, ordinary, one).plain).not.toBeNull();
  const { plain, read } = bothWays(raw, { ...ordinary, city: 'Genf', ages: 1 }, past);
  expect(plain).toEqual(read);
  expect(plain!.remarks).toHaveLength(5);
  expect(plain!.reasons).toEqual([
    null,
    'at most 1 of mail, call within 7d',
    'at most 1 of mail, call within 7d',
  ]);
});

it('leaves out what is made of the past where there is one, and wants it where there is none', () => {
  const {
    'earlier mail': _mail,
    'earlier call': _call,
    'days since last contact': _days,
    ...rest
  } = ordinary;
  expect(bothWays(rawInputs(), rest, { times: [], actions: [] }).plain).not.toBeNull();
  expect(bothWays(rawInputs(), rest, null)).toMatchObject({
    plain: null,
    read: expect.stringContaining('earlier'),
  });
});
