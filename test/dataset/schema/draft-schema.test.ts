/** Drafts of schema files: what is guessed of which column, and that the text reads as what was guessed. */
import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'yaml';
import { parseInput } from '../../../src/core/errors';
import { readContactLog } from '../../../src/dataset/contacts/read-contact-log';
import { decisionsOf } from '../../../src/dataset/decisions/decisions';
import { profileColumns } from '../../../src/dataset/schema/column-profile';
import { draftSchema, guessFeatures } from '../../../src/dataset/schema/draft-schema';
import { logSchema } from '../../../src/dataset/schema/log-schema';
import { logRows, logText } from '../../support/random-logs';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();

/** A table with a header, its rows made by their number. */
const table = (header: string, rows: number, row: (index: number) => readonly unknown[], separator = ',') =>
  [header, ...Array.from({ length: rows }, (_, index) => row(index).join(separator))].concat('').join('\n');

/** What a draft of this file says, and its text. */
async function draftOf(text: string, options = {}) {
  const draft = await draftSchema(file('log.csv', text), options);
  return { ...draft, schema: parse(draft.text) as Record<string, unknown> };
}

const CONTACTS = ['email', 'none', 'call', 'none'];

const WHOLE = table(
  'customer_id,sent_at,channel,margin,p,clicked,send_cost,arm,age,visits_before,vip,plan,joined,last_call,store_id,note',
  120,
  (row) => [
    ...[`00e${row % 30}`, `2026-0${1 + Math.floor(row / 30)}-01`, CONTACTS[row % 4], row % 7, 0.25, row % 2],
    ...[row % 3, row % 5 === 0 ? 'holdout' : 'usual', row % 9 === 0 ? '' : 20 + row, row % 13 === 0 ? 40 : 0],
    ...[row % 2 ? 'yes' : 'no', ['gold', 'silver'][row % 2], `20${10 + (row % 10)}-05-05`],
    ...[row % 4 === 0 ? 9999 : row % 50, 100 + (row % 5), `text ${row}`],
  ],
);

it('guesses each part of a whole log', async () => {
  const { schema, text } = await draftOf(WHOLE);
  expect(schema).toEqual({
    ...{ customer: 'customer_id', time: 'sent_at', action: 'channel', noAction: 'none', reward: 'margin' },
    ...{ actions: ['none', 'call', 'email'] },
    ...{ outcomes: ['clicked'], propensity: 'p', cost: 'send_cost', group: 'arm' },
    features: {
      ...{ age: 'number', visits_before: 'count', vip: 'flag', plan: 'category', joined: 'date' },
      ...{ last_call: { kind: 'days-since', never: 9999 }, store_id: 'category' },
    },
  });
  expect(text).toContain('customer: customer_id # named like a customer, 30 of them in 120 rows\n');
  expect(text).toContain('noAction: none # nobody was contacted in 50 % of the rows\n');
  expect(text).toContain('#   note: nearly every row has a text of its own\n');
  expect(text).toContain(
    '# rewardNetOfCost: true # SAY whether send_cost is already taken off; false takes it off\n',
  );
  expect(text).toContain(
    '# rewardOf: previous row # SAY so if margin is what came of the customer’s row before\n',
  );
  // Declarations: the log, whose margins go from 0 to 6, has no say in them.
  expect(text).toContain(
    '\n# rewardRange: [0, 500] # SAY the least and largest reward of a decision there can be, for a guarantee\n' +
      '# horizon: 12 # SAY the most decisions of one customer there can be, for a guarantee\n',
  );
  const uncommented = text.replace('# rewardRange', 'rewardRange').replace('# horizon', 'horizon');
  expect(parseInput('draft', logSchema, parse(uncommented))).toMatchObject({
    rewardRange: [0, 500],
    horizon: 12,
  });
});

it('explains the discount, and what it does to the verdict, where rows have an order', async () => {
  const { text } = await draftOf(WHOLE);
  const [line] = /^# discount: .*$/m.exec(text) ?? [];
  expect(line).toMatch(
    / # SAY what money a week later is worth, .*: whole histories .* judged, .*; without it each decision is by itself$/,
  );
  expect(parseInput('draft', logSchema, parse(text.replace('# discount', 'discount')))).toMatchObject({
    discount: { gamma: 0.95, per: '7d' },
  });
  const withoutCustomers = WHOLE.replace(/^[^,\n]*,/gm, '');
  expect((await draftOf(withoutCustomers)).text).not.toContain('discount');
});

it('drafts what the reader of logs reads', async () => {
  const schema = logSchema.parse((await draftOf(WHOLE)).schema);
  const log = await readContactLog([file('log.csv')], schema, schema.features!);
  expect(log).toMatchObject({ rows: 120, actions: ['No Action', 'call', 'email'] });
});

it('says that it looked at a part', async () => {
  const { text } = await draftOf(WHOLE, { rows: 50 });
  expect(text).toContain('# Drafted from the first 50 rows of log.csv.');
  // The other rows may hold others.
  expect(text).toContain('\n# actions: [ none, call, email ] # all that were logged;');
});

it.each([
  [1_764_000_000_000, 'when', 'milliseconds'],
  [1_764_000_000, 'timestamp', 'seconds'],
  [24, 'time_hours', 'hours'],
  [3, 'day', 'days'],
  [3, 'period', 'step'],
])('takes times from %d in a column called %s for %s', async (from, name, unit) => {
  const { schema } = await draftOf(
    table(`user,${name},action,reward`, 40, (row) => [`u${row % 10}`, from + row, CONTACTS[row % 4], row]),
  );
  expect(schema).toMatchObject({ time: name, timeUnit: unit });
});

it.each([
  ['No E-Mail', ['Mens E-Mail', 'No E-Mail']],
  ['no_offer', ['bogo', 'no_offer']],
  ['control', ['A', 'control']],
  ['No Action', ['No Action', 'SMS']],
  ['0', [1, 0]],
  [undefined, ['north', 'south']],
])('finds %s among actions', async (noAction, actions) => {
  const { schema } = await draftOf(table('treatment,spend', 10, (row) => [actions[row % 2], row]));
  expect(schema.noAction).toBe(noAction);
  expect(logSchema.safeParse(schema).success).toBe(true);
});

it('finds the reward and other outcomes, but not among what was known before', async () => {
  const { schema } = await draftOf(
    table('spend_before,channel,visit,spend,note_visit', 10, (row) => [
      row,
      CONTACTS[row % 4],
      row % 2,
      row,
      'x',
    ]),
  );
  expect(schema).toMatchObject({
    reward: 'spend',
    outcomes: ['visit'],
    features: { spend_before: 'number' },
  });
});

it('knows what came after in German too, with umlauts or without', async () => {
  const { schema, text } = await draftOf(
    table(
      'kunde,kanal_email,channel,Umsatz,gekauft,geöffnet,geklickt,konversion,Bestellt,antwort,reaktion,gewinn,umsatz_vorjahr,tage_seit_kauf,Alter',
      60,
      (row) => [
        ...[
          `k${row % 20}`,
          row % 3,
          CONTACTS[row % 4],
          (row % 7) * 1.5,
          row % 2,
          row % 2,
          row % 3 === 0 ? 1 : 0,
        ],
        ...[
          row % 2,
          row % 2 ? 'ja' : 'nein',
          ['gut', 'schlecht', 'keine'][row % 3],
          row % 5 === 0 ? '' : row % 2,
        ],
        ...[(row % 5) - 1, row % 11, row % 13, 20 + (row % 50)],
      ],
    ),
  );
  expect(schema).toMatchObject({
    reward: 'gewinn',
    outcomes: ['Umsatz', 'gekauft', 'geöffnet', 'geklickt', 'konversion'],
  });
  expect(Object.keys(schema.features as object)).toEqual([
    ...['kunde', 'kanal_email', 'antwort', 'umsatz_vorjahr', 'tage_seit_kauf', 'Alter'],
  ]);
  expect(text).toContain('outcomes: # named like what came after: reported, never a feature\n');
  expect(text).toContain(
    'antwort: category # named like what came after: TAKE OUT what was not known before; ',
  );
  expect(text).toContain(
    '#   Bestellt: named like what came after, and neither a number nor yes or no: "nein", "ja"\n',
  );
  expect(text).toContain('#   reaktion: named like what came after, and has empty cells\n');
});

it('leaves a line to fill in where nothing looks like the action or the reward', async () => {
  const { text, schema } = await draftOf(
    table('colour,weight', 10, (row) => [['red', 'blue'][row % 2], row]),
  );
  expect(text).toContain('action: # FILL IN the column that says what was done: colour, weight\n');
  expect(text).toContain('reward: # FILL IN the column that says what it earned: weight\n');
  expect(() => parseInput('schema.yaml', logSchema, schema)).toThrow(/^schema.yaml action: expected text/);
});

it('reads a file with semicolons, gaps and decimal commas by its draft', async () => {
  const row = (index: number) => [
    ...[`k${index % 20}`, CONTACTS[index % 4], `${index},5`, index % 3 ? `${1000 + index},25` : 'NA'],
    ...[index % 4 ? 30 + index : '', index % 5 ? 'north' : '', ['A', 'B'][index % 2]],
  ];
  const { schema } = await draftOf(table('client;channel;margin;income;age;region;segment', 60, row, ';'));
  expect(schema).toEqual({
    ...{ customer: 'client', action: 'channel', noAction: 'none', reward: 'margin' },
    ...{ actions: ['none', 'call', 'email'] },
    ...{ decimal: ',', missing: ['', 'NA'] },
    features: { income: 'number', age: 'number', region: 'category', segment: 'category' },
  });
  const whole = logSchema.parse(schema);
  const log = await readContactLog([file('log.csv')], whole, whole.features!);
  expect(Math.max(...log.rewards)).toBe(59.5);
});

it('finds probabilities and permissions of each action', async () => {
  const { schema } = await draftOf(
    table('channel,reward,p_none,p_email,p_call,may_email,may_call,may_fly', 12, (row) => [
      ...[CONTACTS[row % 4], row, 0.5, 0.25, 0.25, row % 2 ? 'no' : 'yes', 1, row % 2],
    ]),
  );
  expect(schema).toMatchObject({
    propensities: { none: 'p_none', email: 'p_email', call: 'p_call' },
    eligible: { email: 'may_email', call: 'may_call' },
    features: { may_fly: 'flag' },
  });
});

it('takes an id of something else for no customer', async () => {
  const { schema } = await draftOf(
    table('store_id,user_id,action,reward', 90, (row) => [row % 30, row % 45, CONTACTS[row % 4], row]),
  );
  expect(schema).toMatchObject({ customer: 'user_id', features: {} });
});

it('takes 1,234 for no decimal comma, for it may be a thousand', async () => {
  const { schema } = await draftOf(
    table('channel;reward;income', 20, (row) => [CONTACTS[row % 4], row, `${1 + (row % 9)},250`], ';'),
  );
  expect(schema).not.toHaveProperty('decimal');
});

it('leaves out what says nothing of a customer', async () => {
  const { schema, text } = await draftOf(
    table(',offer,reward,empty,same,order_key,place', 50, (row) => [
      ...[row, CONTACTS[row % 4], row, '', 'x', 7 * row, row % 2 ? 'a' : 'b'],
    ]),
  );
  expect(schema.features).toEqual({ place: 'category' });
  expect(text.slice(text.indexOf('# Left out:'))).toBe(
    [
      '# Left out:',
      '#   column 1: without a name',
      '#   empty: empty',
      '#   same: the same in every row: "x"',
      '#   order_key: an id: every row has its own',
      '',
    ].join('\n'),
  );
});

it('writes any name so that it is read again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1, maxLength: 12 }), async (drawn) => {
      const name = `x${drawn.replace(/["\\\r\n]/g, '')}`.trim();
      const { schema } = await draftOf(
        table(`"${name}",action,reward`, 6, (row) => [row % 2 ? 'A' : 'B', CONTACTS[row % 4], row]),
      );
      expect(schema.features).toEqual({ [name]: 'category' });
    }),
    { numRuns: 50, examples: [[': #'], [' - [a]'], [' &*!']] },
  );
});

it.each([
  ['DD.MM.YYYY', (row: number) => `0${1 + (row % 9)}.01.2025`],
  ['MM/DD/YYYY', (row: number) => `1/${1 + row}/2025 9:30 AM`],
  ['DD-MM-YY', (row: number) => `${1 + row}-02-25`],
  ['DD/MM/YYYY or MM/DD/YYYY', (row: number) => `0${1 + (row % 9)}/01/2025`],
])('takes dates such as %s for no feature, and says what to do', async (shape, date) => {
  const { schema, text } = await draftOf(
    table('customer_id,decided_at,action,reward,gone', 24, (row) => [
      ...[`c${row % 5}`, date(row), CONTACTS[row % 4], row, row % 5 === 4 ? 1 : 0],
    ]),
  );
  expect(schema.features).toEqual({});
  expect(text).toContain(`\n# time: decided_at looks like ${shape}; write dates as YYYY-MM-DD\n`);
  expect(text).toMatch(/^# terminal: gone # .*; needs customer and time$/m);
  expect(logSchema.safeParse(schema).success).toBe(true);
});

it('reads bytes that are no UTF-8 as what they are', async () => {
  const text = table('action,reward,city', 8, (row) => [CONTACTS[row % 4], row, row % 2 ? 'Bern' : 'Zürich']);
  const path = file('log.csv', '');
  writeFileSync(path, Buffer.from(text, 'latin1'));
  const windows = await draftSchema(path);
  expect(windows.text).toContain('\nencoding: windows-1252 # no UTF-8: the byte 0xFC, "ü" in Windows-1252\n');
  expect(windows.text).toContain('  city: category # 2 names: "Zürich", "Bern"\n');
  writeFileSync(path, Buffer.from(`\ufeff${text}`, 'utf16le'));
  expect((await draftSchema(path)).text).toContain(
    '\nencoding: utf-16le # no UTF-8: the byte order mark of UTF-16LE\n',
  );
});

/** Cells of one more column, by the number of the row. */
const cells = {
  iso: (row: number) => `20${10 + row}-05-05`,
  dotted: (row: number) => `0${1 + (row % 9)}.0${1 + (row % 3)}.2025`,
  slashed: (row: number) => `${1 + (row % 12)}/${1 + (row % 28)}/25`,
  amount: (row: number) => `${row}.5`,
  comma: (row: number) => `${row},25`,
  share: (row: number) => `0.${1 + (row % 9)}`,
  flag: (row: number) => ['yes', 'no'][row % 2]!,
  gap: (row: number) => ['', 'NA', '1', '0'][row % 4]!,
  name: (row: number) => ['usual', 'holdout', 'email'][row % 3]!,
  text: (row: number) => `text ${row}`,
  same: () => 'x',
  empty: () => '',
};

const COLUMNS =
  'cost reward_range p arm may_email may_call consent_none clicked sale joined decided_on weight id_2 offer days_since_call note';

const moreColumns = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom(...COLUMNS.split(' ')),
    kind: fc.constantFrom(...(Object.keys(cells) as (keyof typeof cells)[])),
  }),
  { selector: ({ name }) => name, maxLength: 8 },
);

it('drafts nothing that is refused, whatever a random log holds', async () => {
  const times = fc.constantFrom('YYYY-MM-DD', 'DD.MM.YYYY', 'none');
  await fc.assert(
    fc.asyncProperty(logRows, moreColumns, times, async (rows, more, time) => {
      const [header, ...lines] = logText(rows).trimEnd().split('\n');
      const shown = {
        'YYYY-MM-DD': '$1-$2-$3',
        'DD.MM.YYYY': '$3.$2.$1',
        none: '',
      }[time];
      const all = [
        [header!, ...more.map(({ name }) => name)],
        ...lines.map((line, row) => [
          line.replace(/(\d{4})-(\d\d)-(\d\d)/, shown),
          ...more.map(({ kind }) => `"${cells[kind](row)}"`),
        ]),
      ];
      const { schema: drafted } = await draftOf(`${all.map((row) => row.join(',')).join('\n')}\n`);
      const schema = logSchema.parse(drafted);
      if (time === 'YYYY-MM-DD') expect(schema).toMatchObject({ time: 'day' });
      expect(schema).toMatchObject({ action: 'channel', noAction: 'none' });
      const log = await readContactLog([file('log.csv')], schema, schema.features!);
      expect(log.rows).toBe(rows.length);
      expect(decisionsOf(log, schema).count).toBeGreaterThan(0);
    }),
    { numRuns: 200 },
  );
});

it('guesses the features of a schema that names none', async () => {
  const schema = logSchema.parse({
    customer: 'customer_id',
    action: 'channel',
    reward: 'margin',
    propensity: 'p',
  });
  const features = guessFeatures(await profileColumns(file('log.csv', WHOLE)), schema);
  expect(features).toMatchObject({ age: { kind: 'number' }, clicked: { kind: 'flag' } });
  for (const absent of ['customer_id', 'channel', 'margin', 'p', 'note', 'joined'])
    expect(features).not.toHaveProperty(absent);
});
