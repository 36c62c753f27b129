/** Contact logs as companies write them: what each column becomes, and what is refused on which line. */
import fc from 'fast-check';
import type { ContactLog } from '../../../src/dataset/contacts/contact-log';
import { readContactLog } from '../../../src/dataset/contacts/read-contact-log';
import { logSchema } from '../../../src/dataset/schema/log-schema';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();

const SCHEMA = {
  customer: 'id',
  time: 'sent_at',
  action: 'channel',
  noAction: 'none',
  reward: 'margin',
  outcomes: ['opened'],
  propensity: 'p',
  eligible: 'may',
  cost: { email: 0.01, call: 4 },
  group: { column: 'arm', random: 'test', holdout: 'control' },
  terminal: 'gone',
  features: {
    age: 'number',
    plan: 'category',
    vip: 'flag',
    since: 'days-since',
    joined: 'date',
    buys: 'count',
  },
} as const;

const HEADER = 'id,sent_at,channel,margin,opened,p,may,arm,gone,age,plan,vip,since,joined,buys';
const ROWS = [
  '00e1,2026-03-02T10:00:00+01:00,email,1.5,yes,0.5,"[""email"",""call""]",test,no,41,gold,y,3,2020-01-01,2',
  '7,2026-03-01,none,0,no,0.25,email|call,other,no,,,n,,2021-05-05 12:30,0',
  '00e1,2026-03-01 23:30,call,-4,no,0.25,call,control,no,41,silver,1,2,,1',
];

const read = (rows: readonly string[], changes: object = {}, header = HEADER) => {
  const schema = logSchema.parse({ ...SCHEMA, ...changes });
  return readContactLog([file('log.csv', [header, ...rows, ''].join('\n'))], schema, schema.features!);
};

it('reads every kind of column, ordered by customer and time', async () => {
  const log = await read(ROWS);
  const { customers, times, lines, loggedActions } = log;
  expect([...customers!.names].sort()).toEqual(['00e1', '7']);
  const of = (name: string) =>
    [...customers!.codes.keys()].filter((row) => customers!.names[customers!.codes[row]!] === name);
  const [early, late] = of('00e1') as [number, number];
  const [other] = of('7') as [number];
  expect([lines[early], lines[late], lines[other]]).toEqual([4, 2, 3]);
  // 10:00 an hour ahead of UTC is 9:00; a time without a zone is in UTC.
  expect(new Date(times![late]!).toISOString()).toBe('2026-03-02T09:00:00.000Z');
  expect(new Date(times![early]!).toISOString()).toBe('2026-03-01T23:30:00.000Z');
  expect(log.actions).toEqual(['No Action', 'call', 'email']);
  expect([loggedActions[early], loggedActions[late], loggedActions[other]]).toEqual([1, 2, 0]);
  expect(log.rewards[early]).toBe(-4);
  expect(log.outcomes.get('opened')![late]).toBe(1);
  expect(log.propensities![late]).toBe(0.5);
  expect([...log.eligible!.subarray(3 * early, 3 * early + 3)]).toEqual([1, 1, 0]);
  expect(log.actionCosts).toEqual([0, 4, 0.01]);
  expect(log.costs[early]).toBe(4);
  expect([log.groups![late], log.groups![early], log.groups![other]]).toEqual([0, 2, 3]);
  const columns = Object.fromEntries(
    log.features.map((column) => [
      column.name,
      column.kind === 'category'
        ? [early, late, other].map((row) => column.names[column.codes[row]!] ?? null)
        : [early, late, other].map((row) => column.values[row]),
    ]),
  );
  expect(columns).toEqual({
    age: [41, 41, NaN],
    plan: ['silver', 'gold', null],
    vip: [1, 1, 0],
    since: [2, 3, NaN],
    joined: [NaN, Date.UTC(2020, 0, 1), Date.UTC(2021, 4, 5, 12, 30)],
    buys: [1, 2, 0],
  });
});

it('is the same log however the file was shuffled, but for the lines', async () => {
  const comparable = (log: ContactLog) => ({
    ...{ ...log, contentHashes: [...log.contentHashes()] },
    ...{ lines: null, files: null, dataHash: null },
  });
  const expected = comparable(await read(ROWS));
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(ROWS, { minLength: ROWS.length }), async (rows) => {
      expect(comparable(await read(rows))).toEqual(expected);
    }),
    { numRuns: 10 },
  );
});

it('knows the time zone of times that name none, winter and summer', async () => {
  const rows = ROWS.map((row) => row.replace('2026-03-01,', '2026-07-01 12:00,'));
  const log = await read(rows, { timeZone: 'Europe/Zurich' });
  const times = new Map([...log.lines].map((line, row) => [line, new Date(log.times![row]!).toISOString()]));
  expect(times.get(3)).toBe('2026-07-01T10:00:00.000Z');
  expect(times.get(4)).toBe('2026-03-01T22:30:00.000Z');
});

it('makes the reward of named outcomes', async () => {
  const log = await read(ROWS, {
    reward: undefined,
    rewards: { margin: 1, opened: 10 },
    outcomes: undefined,
  });
  expect([...log.rewards].sort((a, b) => a - b)).toEqual([-4, 0, 11.5]);
});

it('reads probabilities of every action from columns, or from weights as JSON', async () => {
  const header = `${HEADER},pe,pc,pn,w`;
  const rows = ROWS.map((row) => `${row},0.5,0.25,0.25,"{""email"":0.5,""call"":0.25,""none"":0.25}"`);
  const several = { propensity: undefined, propensities: { email: 'pe', call: 'pc', none: 'pn' } };
  const columns = await read(rows, several, header);
  expect([...columns.actionPropensities!.subarray(0, 3)]).toEqual([0.25, 0.25, 0.5]);
  const json = await read(rows, { propensity: undefined, propensities: 'w' }, header);
  expect(json.actionPropensities).toEqual(columns.actionPropensities);
  expect(json.propensities).toEqual(columns.propensities);
});

it('reads numbers with a decimal comma where the schema says so', async () => {
  const header = HEADER.replaceAll(',', ';');
  const rows = [
    '1;2026-03-01;email;1,5;0;0,5;email;a;0;41,5;gold;1;3;2020-01-01;2',
    '2;2026-03-01;none;1,5;0;0,5;email;a;0;41,5;gold;1;3;2020-01-01;2',
  ];
  const log = await read(rows, { decimal: ',', cost: undefined }, header);
  expect([log.rewards[0], log.propensities![0]]).toEqual([1.5, 0.5]);
});

it.each([
  {
    change: ['0.25,email|call', '0,email|call'],
    says: /:3 p: expected the probability .* above 0 .* got 0$/,
  },
  { change: ['0.25,email|call', '-0.1,email|call'], says: /:3 p: expected .* got -0\.1$/ },
  { change: ['0.25,email|call', '1.5,email|call'], says: /:3 p: expected .* at most 1, got 1\.5$/ },
  { change: ['email|call', 'email|fax'], says: /:3 may: expected actions \("call", "email"\), got "fax"$/ },
  {
    change: ['2026-03-01,', '2026-02-30,'],
    says: /:3 sent_at: expected a date or time .* got "2026-02-30"$/,
  },
  {
    change: ['2026-03-01,', '1772323200,'],
    says: /:3 sent_at: expected a date or time .* timeUnit .* got "1772323200"$/,
  },
  { change: ['7,2026', ',2026'], says: /:3 id: expected a name, got ""$/ },
  { change: [',none,0,', ',none,,'], says: /:3 margin: expected a number, or yes or no, got ""$/ },
  { change: ['gold,y', 'gold,maybe'], says: /:2 vip: expected yes or no .* got "maybe"$/ },
  { change: ['2020-01-01,2', '2020-01-01,2.5'], says: /:2 buys: expected a count: .* got 2\.5$/ },
  { change: [',y,3,', ',y,-3,'], says: /:2 since: expected days since, from 0 on, got -3$/ },
])('refuses $change', async ({ change: [from, to], says }) => {
  const rows = ROWS.map((row) => row.replace(from!, to!));
  expect(rows).not.toEqual(ROWS);
  await expect(read(rows)).rejects.toThrow(says);
});

it('refuses two rows of a customer at one time, with both lines', async () => {
  const twice = [...ROWS, ROWS[0]!];
  await expect(read(twice)).rejects.toThrow(
    /:5 sent_at: expected another time than in line 2, got the same row twice/,
  );
  const tie = [...ROWS, ROWS[0]!.replace(',1.5,', ',9,')];
  await expect(read(tie)).rejects.toThrow(
    /:5 sent_at: .* line 2, got two rows of "00e1" at the same time; sequence/,
  );
});

it('refuses actions and levels that the schema does not declare', async () => {
  await expect(read(ROWS, { actions: ['none', 'email'], cost: undefined })).rejects.toThrow(
    /:4 channel: expected one of "none", "email", got "call"$/,
  );
  const features = { ...SCHEMA.features, plan: { kind: 'category', levels: ['gold'] } };
  await expect(read(ROWS, { features })).rejects.toThrow(/:4 plan: expected one of "gold", got "silver"$/);
});
