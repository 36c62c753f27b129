/** A model asked about a log such as it was trained on: it sees of every row what training saw of it. */
import { writeFileSync, type Stats } from 'node:fs';
import promises from 'node:fs/promises';
import { join } from 'node:path';
import { allowedBy } from '../../../src/dataset/decisions/bars';
import { encodeFile } from '../../../src/dataset/features/raw-file';
import type { RawInputs } from '../../../src/dataset/features/raw-inputs';
import { logSchema } from '../../../src/dataset/schema/log-schema';
import { loadLog, type LogSource } from '../../../src/runs/logged/log-source';
import { loggedDefaults, loggedSettings } from '../../../src/runs/logged/settings';
import { quietHost } from '../../../src/runs/quiet-host';
import { companyLog } from '../../support/company-log';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();

const GROSS = `
customer: id
time: day
action: channel
noAction: none
reward: margin
rewardNetOfCost: false
cost: { mail: 0.5, call: 4 }
window: 40d
calendar: 7d
features: { age: number, joined: date }
history: [earlier reward, contacts by channel, days since last contact]
rules:
  - { notAfter: mail, action: call, within: 45d }
`;
const JOINED = ['joined', (i: number) => `2025-0${(i % 9) + 1}-03`] as const;

/** Of each decision that stands in the file: what training saw, and what the file alone says. */
async function bothWays(source: LogSource) {
  const loaded = await loadLog(source, quietHost());
  const { raw } = loaded.split(loggedSettings.parse(loggedDefaults).split);
  const rows = loaded.rows(raw);
  const { made } = loaded.contacts.decisions;
  const asked = await encodeFile(raw!, source.file, rows.actions);
  const [inputs, actions] = [rows.features.length, rows.actions.length];
  const cut = <Kind extends Float32Array | Uint8Array>(all: Kind, row: number, width: number) => [
    ...all.subarray(row * width, (row + 1) * width),
  ];
  // The header is line 1.
  return Array.from(rows.lines, (line, i) => ({
    isMade: made?.[i] === 1,
    trained: [...cut(rows.observations, i, inputs), ...cut(rows.allowed!, i, actions)],
    asked: [...cut(asked.observations, line - 2, inputs), ...cut(allowedBy(asked.bars)!, line - 2, actions)],
  })).filter(({ isMade }) => !isMade);
}

it.each([
  ['a cap, an opt-out and eligibility', undefined, undefined],
  ['a calendar, a window, gross rewards and a cool-down', GROSS, JOINED],
])('sees of a row what training saw of it, with %s', async (_name, schema, extra) => {
  const rows = await bothWays(companyLog(freshFolder(), schema, extra));
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.map(({ asked }) => asked)).toEqual(rows.map(({ trained }) => trained));
  // Of 200 rows many differ, and something is barred.
  expect(new Set(rows.map(({ trained }) => String(trained))).size).toBeGreaterThan(60);
  expect(rows.some(({ trained }) => trained.slice(-3).includes(0))).toBe(true);
});

const ACTIONS = ['No Action', 'mail', 'call'];
const numeric = (column: string, kind: 'number' | 'count') =>
  ({ column, kind, origin: 0, mean: 0, scale: 1, missing: false }) as const;
const RAW: RawInputs = {
  schema: logSchema.parse({
    ...{
      customer: 'id',
      time: 'day',
      timeUnit: 'days',
      action: 'channel',
      noAction: 'none',
      reward: 'margin',
    },
    ...{ window: '10d', history: ['earlier reward', 'contacts by channel'] },
    rules: [{ atMost: 1, of: ['mail'], within: '7d' }],
  }),
  features: [
    numeric('earlier reward', 'number'),
    numeric('earlier mail', 'count'),
    numeric('earlier call', 'count'),
  ],
};

function fileOf(text: string): string {
  const file = join(freshFolder(), 'now.csv');
  writeFileSync(file, text);
  return file;
}

it('decides on rows that have neither action nor outcome yet, in the order of the file', async () => {
  const file = fileOf(
    ['id,day,channel,margin', 'b,12,,', 'a,12,,', 'a,1,mail,5', 'a,8,mail,7', 'b,3,none,0'].join('\n'),
  );
  const { observations, bars, keys } = await encodeFile(RAW, file, ACTIONS, true);
  // On day 12 a has earned 5 on day 1, known since day 11; what day 8 earned is not known before day 18.
  const [two, one] = [Math.fround(Math.log1p(2)), Math.fround(Math.log1p(1))];
  expect([...observations]).toEqual([0, 0, 0, 5, two, 0, 0, 0, 0, 0, one, 0, 0, 0, 0]);
  // The mail of day 8 bars another on day 12; that of day 1 bars none on day 8.
  expect([...allowedBy(bars)!]).toEqual([1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  expect(keys.map(({ name, cellOf }) => [name, cellOf(0), cellOf(2)])).toEqual([
    ['id', 'b', 'a'],
    ['day', '12', '1'],
  ]);
});

it('takes history ready made, and says that rules which look back are then not applied', async () => {
  const file = fileOf('earlier reward,earlier mail,earlier call,id\n5,0,0,a\n');
  const { observations, bars, remarks, keys } = await encodeFile(RAW, file, ACTIONS, true);
  expect([...observations]).toEqual([5, 0, 0]);
  expect(bars).toBeNull();
  expect(remarks).toEqual([
    `rule not applied, for ${file} gives its history ready made: at most 1 of mail within 7d`,
  ]);
  expect(keys.map(({ name }) => name)).toEqual(['id']);
});

it('names the column without which there is no history, and what may stand there instead', async () => {
  const file = fileOf('id,days,channel,margin\na,1,mail,5\n');
  await expect(encodeFile(RAW, file, ACTIONS)).rejects.toThrow(
    `${file}:1 day: expected a column of this name, for the model looks at earlier contacts, or ready made ` +
      '"earlier reward" (what earlier decisions earned, each from 10d after it on), ' +
      '"earlier mail" (contacts by mail before this decision, ever), ' +
      '"earlier call" (contacts by call before this decision, ever), ' +
      'got columns "id", "days", "channel", "margin"; did you mean "days"?; ' +
      'score --history takes earlier contacts from a log beside the file',
  );
});

it('points to where contacts may lie in a file of their own', async () => {
  const file = fileOf('id,channel\na,mail\n');
  const raw = { ...RAW, schema: { ...RAW.schema, history: undefined }, features: [] };
  const { remarks } = await encodeFile(raw, file, ACTIONS);
  expect(remarks).toEqual([
    `rule not applied, for ${file} has no column "day" (score --history takes earlier contacts from a log beside the file): at most 1 of mail within 7d`,
  ]);
});

it('looks back on a file between semicolons, whose header alone shows them', async () => {
  const file = fileOf('id;day;channel;margin;"age, in years"\na;1;mail;5;40\na;12;;;41\n');
  const age = 'age, in years';
  const schema = { ...RAW.schema, features: { [age]: { kind: 'number' as const } } };
  const raw = { schema, features: [numeric(age, 'number'), ...RAW.features] };
  const { observations } = await encodeFile(raw, file, ACTIONS);
  expect([...observations]).toEqual([40, 0, 0, 0, 41, 5, Math.fround(Math.log1p(1)), 0]);
});

it('takes a word that is missing elsewhere for the action of that name, as training does', async () => {
  const file = fileOf('id,day,channel,margin\na,1,other,5\na,3,mail,1\na,9,none,0\n');
  const raw: RawInputs = {
    schema: {
      ...RAW.schema,
      ...{ missing: ['', 'other'], history: ['contacts by channel'] },
      rules: [{ atMost: 1, of: ['other'], within: '7d' }],
    },
    features: [numeric('earlier mail', 'count'), numeric('earlier other', 'count')],
  };
  const { observations, bars } = await encodeFile(raw, file, ['No Action', 'mail', 'other']);
  const one = Math.fround(Math.log1p(1));
  expect([...observations]).toEqual([0, 0, 0, one, one, one]);
  // Two days after the first it is barred, eight days after no more.
  expect([...allowedBy(bars)!]).toEqual([1, 1, 1, 1, 1, 0, 1, 1, 1]);
});

/** Contacts alone, and the column of a customer's end. */
const WITH_END: RawInputs = {
  schema: { ...RAW.schema, history: ['contacts by channel'], rules: [], terminal: 'gone' },
  features: RAW.features.slice(1),
};

it('says which rows come after the end of their customer, first of the file and how many', async () => {
  const lines = ['b,2,mail,1', 'a,14,,', 'a,1,mail,1', 'b,3,,', 'a,12,mail,'];
  const file = fileOf(`id,day,channel,gone\n${lines.join('\n')}\n`);
  const { observations, remarks } = await encodeFile(WITH_END, file, ACTIONS);
  // b is gone after day 2 and a after day 1: days 14, 3 and 12 come after, of which that in line 3 is the first.
  expect(remarks).toEqual([
    `${file}:3 gone: its customer was gone before, and it is decided as if not; 3 such rows`,
  ]);
  const [one, two] = [Math.fround(Math.log1p(1)), Math.fround(Math.log1p(2))];
  expect([...observations]).toEqual([0, 0, two, 0, 0, 0, one, 0, one, 0]);
});

it('says nothing of a customer who is not gone, nor of a file that does not say', async () => {
  const stays = fileOf('id,day,channel,gone\na,1,mail,0\na,12,,\n');
  const isSilent = fileOf('id,day,channel\na,1,mail\na,12,\n');
  for (const file of [stays, isSilent])
    expect((await encodeFile(WITH_END, file, ACTIONS)).remarks).toEqual([]);
});

it('says which rows are not decided yet that later ones look back on', async () => {
  const raw: RawInputs = { ...WITH_END, schema: { ...WITH_END.schema, terminal: undefined } };
  const file = fileOf('id,day,channel\na,4,\na,1,\nb,1,mail\nb,9,\na,6,mail\n');
  // The last rows of a customer are open for good reason: of a those of days 1 and 4 are not the last.
  expect((await encodeFile(raw, file, ACTIONS)).remarks).toEqual([
    `${file}:2 channel: not decided yet, and later rows of its customer are decided as if nothing were done here; 2 such rows`,
  ]);
});

it.each([
  ['a reward', {}, 'id,day,channel,margin\na,1,mail,\na,12,,\n', 'margin'],
  [
    'a part of the reward',
    { reward: undefined, rewards: { visit: 1, sale: 10 } },
    'id,day,channel,visit,sale\na,1,mail,1,\na,12,,,\n',
    'sale',
  ],
  [
    'a cost',
    { rewardNetOfCost: false, cost: 'paid' },
    'id,day,channel,margin,paid\na,1,mail,5,\na,12,,,\n',
    'paid',
  ],
])('names the row that lacks %s, which a later one looks back on', async (_name, changes, text, column) => {
  const file = fileOf(text);
  const raw = { ...RAW, schema: { ...RAW.schema, ...changes } };
  await expect(encodeFile(raw, file, ACTIONS)).rejects.toThrow(
    `${file}:2 ${column}: expected a value, which ${file}:3 looks back on, got none`,
  );
});

it('keeps who and when of a pipe, and says that it does not ask it who is gone', async () => {
  const pipe = fileOf('id,day,channel,gone\na,1,mail,1\nb,12,,\n');
  // What holds for a pipe of a shell, which a test has none of.
  const stat = jest.spyOn(promises, 'stat').mockResolvedValueOnce({ isFile: () => false } as Stats);
  const { keys, remarks } = await encodeFile(WITH_END, pipe, ACTIONS, true);
  stat.mockRestore();
  expect(keys.map(({ name, cellOf }) => [name, cellOf(0), cellOf(1)])).toEqual([
    ['id', 'a', 'b'],
    ['day', '1', '12'],
  ]);
  expect(remarks).toEqual([
    `${pipe} gone: not read of a pipe; rows after a customer's end are decided as if it had not been`,
  ]);
});
