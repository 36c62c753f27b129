/** Drafts of schema files: what is guessed of which column, and that the text reads as what was guessed. */
import fc from 'fast-check';
import { parse } from 'yaml';
import { parseInput } from '../../../src/core/errors';
import { readContactLog } from '../../../src/dataset/contacts/read-contact-log';
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
    ...{ outcomes: ['clicked'], propensity: 'p', cost: 'send_cost', group: 'arm' },
    features: {
      ...{ age: 'number', visits_before: 'count', vip: 'flag', plan: 'category', joined: 'date' },
      ...{ last_call: { kind: 'days-since', never: 9999 }, store_id: 'category' },
    },
  });
  expect(text).toContain('customer: customer_id # named like a customer, 30 of them in 120 rows\n');
  expect(text).toContain('noAction: none # nobody was contacted in 50 % of the rows\n');
  expect(text).toContain('#   note: nearly every row has a text of its own\n');
});

it('drafts what the reader of logs reads', async () => {
  const schema = logSchema.parse((await draftOf(WHOLE)).schema);
  const log = await readContactLog([file('log.csv')], schema, schema.features!);
  expect(log).toMatchObject({ rows: 120, actions: ['No Action', 'call', 'email'] });
});

it('says that it looked at a part', async () => {
  expect((await draftOf(WHOLE, { rows: 50 })).text).toContain('# Drafted from the first 50 rows of log.csv.');
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

it('drafts a schema that reads any log of random customers', async () => {
  await fc.assert(
    fc.asyncProperty(logRows, async (rows) => {
      const schema = logSchema.parse((await draftOf(logText(rows))).schema);
      expect(schema).toMatchObject({ time: 'day', action: 'channel', noAction: 'none', reward: 'margin' });
      const log = await readContactLog([file('log.csv')], schema, schema.features!);
      expect(log.rows).toBe(rows.length);
    }),
    { numRuns: 40 },
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
