/** Whatever is wrong with a schema file is said in one line with its name, and the key or the line. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseInput } from '../../../src/core/errors';
import { logSchema } from '../../../src/dataset/schema/log-schema';
import { checkData } from '../../../src/runs/check-data';
import { quietHost } from '../../../src/runs/quiet-host';
import { logText, SCHEMA, schemaText } from '../../support/broken-log';
import { runHere } from '../../support/command-here';
import { useFreshFolders } from '../../support/fresh-folders';
import { inFolder, listing } from '../../support/run-cli';

const freshFolder = useFreshFolders();

/** What is said of a schema file, without the folder. */
async function refusal(name: string, text: string | Uint8Array): Promise<string> {
  const folder = freshFolder();
  const [data, schema] = [join(folder, 'log.csv'), join(folder, name)];
  writeFileSync(data, logText());
  writeFileSync(schema, text);
  const error: unknown = await checkData({ data, schema }, quietHost()).then(
    () => 'no error',
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'InputError' });
  return (error as Error).message.replaceAll(`${folder}/`, '');
}

type Keys = readonly [what: string, changes: object, message: RegExp];

const PREVIOUS = { rewardOf: 'previous row', weight: undefined };
const rule = { atMost: 1, of: ['call'], within: '14d' };

const keys: readonly Keys[] = [
  ['no action', { action: undefined }, /^action: expected text, got nothing/],
  ['no reward', { reward: undefined }, /^reward: expected reward or rewards, one of the two, got nothing$/],
  [
    'both rewards',
    { rewards: { opened: 1 } },
    /^reward: expected reward or rewards, one of the two, got "margin"/,
  ],
  [
    'rewards of nothing',
    { reward: undefined, rewards: {} },
    /^rewards: expected at least one column, got \{\}$/,
  ],
  ['a key mistyped', { rewrad: 'x' }, /^: no key "rewrad"; did you mean reward\?$/],
  ['a key like no other', { quux: 1 }, /^: no key "quux"$/],
  [
    'a key of a feature mistyped',
    { features: { since: { kind: 'days-since', nver: 9 } } },
    /^features\.since: no key "nver"; did you mean never\?$/,
  ],
  ['a key of another rule', { rules: [{ ...rule, where: { vip: true } }] }, /^rules\.0: no key "where"$/],
  [
    'a column with two meanings',
    { weight: 'p' },
    /^weight: expected no column that is propensity already, got "p"$/,
  ],
  [
    'a reward among the features',
    { features: { margin: 'number' } },
    /^features: expected no column that is reward already, got "margin"$/,
  ],
  [
    'one column of consent for two actions',
    { eligible: { email: 'vip', call: 'vip' }, features: {} },
    /^eligible: expected every column once, got "vip"$/,
  ],
  [
    'earlier rewards without window',
    { history: ['earlier reward'] },
    /^history: expected the key window too, such as window: 14d, which "earlier reward" needs, got \["earlier reward"\]$/,
  ],
  [
    'whose rewards are, in other words',
    { rewardOf: 'next row' },
    /^rewardOf: expected one of "this row", "previous row", got "next row"$/,
  ],
  [
    'rewards of the previous row without a customer',
    { ...PREVIOUS, customer: undefined, terminal: undefined },
    /^rewardOf: expected with customer, the column that says who, got "previous row"$/,
  ],
  [
    'rewards of the previous row without a time',
    { ...PREVIOUS, time: undefined, terminal: undefined },
    /^rewardOf: expected with time, the column that says when, got "previous row"$/,
  ],
  [
    'rewards of the previous row and a window',
    { ...PREVIOUS, window: '14d' },
    /^window: expected no window with rewardOf: previous row: a decision’s outcome is known at .*, got "14d"$/,
  ],
  [
    'rewards of the previous row and a calendar',
    { ...PREVIOUS, calendar: '7d' },
    /^calendar: expected no calendar with rewardOf: previous row: a reward may be .*, got "7d"$/,
  ],
  [
    'rewards of the previous row and an attribution',
    { ...PREVIOUS, attribution: 'last' },
    /^attribution: expected no attribution with rewardOf: previous row: .*, got "last"$/,
  ],
  [
    'rewards of the previous row where not every row was kept',
    { ...PREVIOUS, weight: 'w' },
    /^weight: expected no weight with rewardOf: previous row: the row before .* not kept, got "w"$/,
  ],
  [
    'rewards of the previous row and earlier rewards',
    { ...PREVIOUS, history: ['earlier reward'] },
    /^history: expected no "earlier reward" with rewardOf: previous row: .*, got \["earlier reward"\]$/,
  ],
  [
    'the consent to an action mistyped',
    { eligible: { emial: 'vip' }, features: {} },
    /^eligible: expected actions \("none", "call", "email"\), got "emial"; did you mean email\?$/,
  ],
  ['an outcome twice', { outcomes: ['opened', 'opened'] }, /^outcomes: expected every name once/],
  [
    'a range reversed',
    { rewardRange: [5, 0] },
    /^rewardRange: expected the least reward first, got \[5,0\]$/,
  ],
  ['half a range', { rewardRange: [5] }, /^rewardRange: expected a list with >= 2 entries, got \[5\]$/],
  [
    'a window in words',
    { window: '14 days' },
    /^window: expected a length of time such as 14d, 36h or 2w, got "14 days"$/,
  ],
  ['a window of nothing', { window: '0d' }, /^window: expected a length of time .*, got "0d"$/],
  [
    'a window longer than the log',
    { window: '99w' },
    /^window: expected a time that some rows are older than, got "99w", which leaves all 6 out$/,
  ],
  ['a calendar in words', { calendar: 'weekly' }, /^calendar: expected a length of time .*, got "weekly"$/],
  [
    'a calendar without customer',
    { customer: undefined, terminal: undefined, calendar: '7d' },
    /^calendar: expected with customer, .*, got "7d"$/,
  ],
  [
    'a calendar without time',
    { time: undefined, terminal: undefined, calendar: '7d' },
    /^calendar: expected with time, .*, got "7d"$/,
  ],
  [
    'a calendar too fine',
    { calendar: '0.001s' },
    /^calendar: expected periods that make at most 200000000 decisions, got 0\.001s, which makes \d+$/,
  ],
  [
    'a terminal without customer',
    { customer: undefined },
    /^terminal: expected with customer, .*, got "gone"$/,
  ],
  ['a negative cost', { cost: { call: -4 } }, /^cost\.call: expected a number >= 0, got -4$/],
  [
    'the cost of an unknown action',
    { cost: { fax: 1 } },
    /^cost: expected actions \("none", "call", "email"\), got "fax"; actions in the schema declares those never logged$/,
  ],
  [
    'the consent to an unknown action',
    { eligible: { fax: 'vip' }, features: {} },
    /^eligible: expected actions .*, got "fax"; /,
  ],
  [
    'the probability of an unknown action',
    { propensity: undefined, propensities: { emial: 'p' } },
    /^propensities: expected actions .*, got "emial"; /,
  ],
  [
    'two kinds of probability',
    { propensities: { email: 'seq' } },
    /^propensities: expected propensity or propensities, not both/,
  ],
  ['consent to nothing', { eligible: {} }, /^eligible: expected at least one action, got \{\}$/],
  [
    'a cost that is a list',
    { cost: [1] },
    /^cost: expected the name of a column, or an object .*, got \[1\]$/,
  ],
  [
    'a group without column',
    { group: { random: 'test' } },
    /^group: expected the name of a column, or \{ column, random, usual, holdout \}, got \{"random":"test"\}$/,
  ],
  [
    'groups of one value',
    { group: { column: 'arm', random: 'test', usual: 'test' } },
    /^group: expected different values of random, usual and holdout, got /,
  ],
  [
    'actions without contact',
    { actions: ['none'] },
    /^actions: expected a contact beside the one that means No Action, got \["none"\]$/,
  ],
  [
    'actions with two names for No Action',
    { actions: ['none', 'No Action', 'email', 'call'] },
    /^actions: expected No Action to be called "none", as noAction says, got /,
  ],
  [
    'all rows to judge on',
    { split: { by: 'customer', test: 1 } },
    /^split\.test: expected a number < 1, got 1/,
  ],
  [
    'no rows to train on',
    { split: { by: 'customer', test: 0.6, validation: 0.4 } },
    /^split\.validation: expected shares .* that leave rows to train on, got /,
  ],
  [
    'a split by what is not there',
    { split: { by: 'row' } },
    /^split\.by: expected one of "customer", "time", "customer and time", got "row"$/,
  ],
  [
    'a split by time without time',
    { time: undefined, terminal: undefined, split: { by: 'time' } },
    /^split: expected with time, .*$/,
  ],
  [
    'a test that begins at no time',
    { split: { by: 'time', testFrom: 'May' } },
    /^split\.testFrom: expected a date or time such as 2026-11-28, got "May"$/,
  ],
  [
    'a date where times are numbers',
    { timeUnit: 'days', split: { by: 'time', testFrom: '2026-03-01' } },
    /^split\.testFrom: expected a number in timeUnit, got "2026-03-01"$/,
  ],
  [
    'a beginning of a split by customer',
    { split: { by: 'customer', testFrom: '2026-03-01' } },
    /^split\.testFrom: expected it with by: time, got "2026-03-01"$/,
  ],
  [
    'a validation behind the test',
    { split: { by: 'time', testFrom: '2026-03-02', validationFrom: '2026-03-08' } },
    /^split\.validationFrom: expected no later time than testFrom, 2026-03-02, got "2026-03-08"$/,
  ],
  [
    'a rule that bars No Action',
    { rules: [{ ...rule, of: 'none' }] },
    /^rules\.0: expected contacts, got "none": a customer may always be left alone$/,
  ],
  [
    'a rule of an unknown action',
    { rules: [rule, { ...rule, of: 'fax' }] },
    /^rules\.1: expected actions \("call", "email"\), got "fax"$/,
  ],
  [
    'a rule without its window',
    { rules: [{ atMost: 1, of: 'call' }] },
    /^rules\.0: expected \{ atMost, of, within \}, .*, got \{"atMost":1,"of":"call"\}$/,
  ],
  ['a rule that is no list', { rules: rule }, /^rules: expected a list in brackets, got /],
  [
    'a negative cap',
    { rules: [{ ...rule, atMost: -1 }] },
    /^rules\.0\.atMost: expected a number >= 0, got -1$/,
  ],
  [
    'a discount above 1',
    { discount: { gamma: 1.5, per: '30d' } },
    /^discount\.gamma: expected a number <= 1, got 1\.5$/,
  ],
  [
    'a discount per month',
    { discount: { gamma: 0.9, per: 'month' } },
    /^discount\.per: expected .*, got "month"$/,
  ],
  [
    'a kind that is none',
    { features: { age: 'numeric' } },
    /^features\.age: expected a kind \(number, .*\) or \{ kind: \.\.\. \}, got "numeric"$/,
  ],
  [
    'levels of a number',
    { features: { age: { kind: 'number', levels: ['a'] } } },
    /^features\.age\.levels: expected levels of a category alone, got /,
  ],
  ['features in a list', { features: ['age'] }, /^features: expected an object in braces, got \["age"\]$/],
  [
    'a unit that is none',
    { timeUnit: 'weeks' },
    /^timeUnit: expected one of "milliseconds", .*, got "weeks"$/,
  ],
  [
    'a zone that is none',
    { timeZone: 'Europe/Zurch' },
    /^timeZone: expected UTC, an offset such as \+01:00 or a zone such as Europe\/Zurich, got "Europe\/Zurch"$/,
  ],
  ['an offset that nowhere has', { timeZone: '+99:00' }, /^timeZone: expected UTC, .*, got "\+99:00"$/],
  [
    'an encoding by another name',
    { encoding: 'latin1' },
    /^encoding: expected one of "utf-8", "windows-1252", .*, got "latin1"$/,
  ],
  [
    'a separator that is none',
    { separator: ':' },
    /^separator: expected one of ",", ";", "\\t", "\|", got ":"$/,
  ],
  ['a decimal point that is none', { decimal: "'" }, /^decimal: expected one of "\.", ",", got "'"$/],
  [
    'a history that is none',
    { history: ['clicks'] },
    /^history\.0: expected one of "contacts by channel", .*, got "clicks"$/,
  ],
];

it.each(keys)('refuses %s', async (_what, changes, message) => {
  const said = await refusal('schema.json', schemaText(changes));
  expect(said).not.toContain('\n');
  expect(said.slice(0, 'schema.json'.length)).toBe('schema.json');
  expect(said.slice('schema.json'.length).trimStart()).toMatch(message);
});

it.each<[what: string, name: string, text: string | Uint8Array, message: RegExp]>([
  [
    'no JSON',
    's.json',
    '{"action": "channel",\n "reward": }',
    /^s\.json:2: expected JSON, Unexpected token '\}'/,
  ],
  ['JSON cut off', 's.json', '{"action": "channel",\n', /^s\.json:1: expected JSON, /],
  [
    'JSON with a comment',
    's.json',
    '// mine\n{"action": "channel"}',
    /^s\.json:1: expected JSON, Unexpected token '\/', .*$/,
  ],
  ['JSON with a comma too many', 's.json', '{\n"action": "channel",\n}', /^s\.json:3: expected JSON, /],
  [
    'a key twice in JSON',
    's.json',
    '{"action": "channel",\n"reward": "age",\n"reward": "margin"}',
    /^s\.json:3: expected every key once, got "reward" again$/,
  ],
  ['nothing', 's.json', '', /^s\.json:1: expected JSON, /],
  [
    'a list',
    's.json',
    '[{"action": "channel"}]',
    /^s\.json: expected an object in braces, got \[\{"action":"channel"\}\]$/,
  ],
  ['a number', 's.json', '5', /^s\.json: expected an object in braces, got 5$/],
  ['the log', 's.json', 'id,day,channel\na,b,c\n', /^s\.json:1: expected JSON, Unexpected token 'i', .*$/],
  [
    'another file of JSON',
    's.json',
    '{"format": "layers-model"}',
    /^s\.json action: expected text, got nothing/,
  ],
  [
    'published rows with the keys of a company',
    's.json',
    '{"state": ["age"], "action": "channel", "reward": "margin", "window": "3d"}',
    /^s\.json: no key "window"$/,
  ],
  [
    'Windows-1252',
    's.json',
    Buffer.from('{"action": "gr\u00f6\u00dfe"}', 'latin1'),
    /^s\.json: expected UTF-8, got other bytes; save it as UTF-8$/,
  ],
  [
    'UTF-16',
    's.yaml',
    Buffer.from('\ufeffaction: channel\n', 'utf16le'),
    /^s\.yaml: expected UTF-8, got other bytes/,
  ],
  [
    'a bracket left open in YAML',
    's.yaml',
    'customer: id\naction: [channel\nreward: margin\n',
    /^s\.yaml:3: expected YAML, .*$/,
  ],
  [
    'a tab in YAML',
    's.yaml',
    'action: channel\nreward: margin\nfeatures:\n\tage: number\n',
    /^s\.yaml:4: expected YAML, Tabs are not allowed as indentation$/,
  ],
  [
    'a key twice in YAML',
    's.yaml',
    'action: channel\nreward: age\nreward: margin\n',
    /^s\.yaml:3: expected every key once, got reward again$/,
  ],
  [
    'words in YAML',
    's.yaml',
    'action channel\n',
    /^s\.yaml: expected keys with their values, such as action: channel, got "action channel"$/,
  ],
  [
    'two documents in YAML',
    's.yaml',
    'action: channel\n---\nreward: margin\n',
    /^s\.yaml:2: expected YAML, .*$/,
  ],
  [
    'an alias without anchor',
    's.yaml',
    'action: *here\nreward: margin\n',
    /^s\.yaml: expected YAML, Unresolved alias .*: here$/,
  ],
  [
    'a tag of its own',
    's.yaml',
    'action: !mine channel\nreward: margin\n',
    /^s\.yaml:1: expected YAML, Unresolved tag: !mine$/,
  ],
  [
    'comments alone in YAML',
    's.yaml',
    '# to be written\n',
    /^s\.yaml: expected keys with their values, such as action: channel, got no key at all$/,
  ],
  [
    'a key without value in YAML',
    's.yaml',
    'action: channel\nreward:\n',
    /^s\.yaml reward: expected text, got null$/,
  ],
])('refuses %s', async (_what, name, text, message) => {
  const said = await refusal(name, text);
  expect(said).not.toContain('\n');
  expect(said).toMatch(message);
});

it.each<[what: string, schema: string, message: string]>([
  ['that is not there', 'shema.json', 'shema.json: cannot read: no such file or folder\n'],
  ['that is a folder', 'folder', 'folder: cannot read: it is a folder\n'],
])('refuses a schema file %s as a command, and writes nothing', (_what, schema, message) =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, 'log.csv'), logText());
    mkdirSync(join(folder, 'folder'));
    const before = listing(folder);
    const args = ['check-data', '--data', 'log.csv', '--schema', schema, '--out', 'page.html', '--quiet'];
    expect(await runHere(args, folder)).toEqual({ code: 2, stdout: '', stderr: message });
    expect(listing(folder)).toEqual(before);
  }),
);

it('reads a schema file after a byte order mark', async () => {
  const folder = freshFolder();
  writeFileSync(join(folder, 'log.csv'), logText());
  writeFileSync(join(folder, 's.json'), `\ufeff${schemaText()}`);
  const checked = await checkData(
    { data: join(folder, 'log.csv'), schema: join(folder, 's.json') },
    quietHost(),
  );
  expect(checked.overview.rows).toBe(6);
});

/** Every place in a value: the path to it. */
function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]))];
}

/** A copy with another value at a path; without the key where it is undefined. */
function replaced(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string,
    unknown
  >;
  if (rest.length === 0 && other === undefined) delete copy[key];
  else copy[key] = replaced(copy[key], rest, other);
  return copy;
}

it('parses a mutated schema or names the key, and never fails otherwise', () => {
  const whole = {
    ...SCHEMA,
    ...{
      rewardRange: [0, 1],
      window: '7d',
      calendar: '7d',
      attribution: 'last',
      actions: ['none', 'email', 'call'],
    },
    ...{ split: { by: 'time', test: 0.2, testFrom: '2026-03-01' }, discount: { gamma: 0.9, per: '30d' } },
    ...{
      history: ['earlier reward'],
      rules: [rule, { never: 'call', where: { optOut: true } }],
      missing: ['', 'NA'],
    },
  };
  const nasty = fc.oneof(
    fc.constantFrom<unknown>(
      undefined,
      null,
      '',
      ' ',
      0,
      -1,
      1e999,
      NaN,
      true,
      [],
      {},
      [[]],
      '__proto__',
      'id',
      'margin',
      '0d',
      '7d',
      '1e3d',
    ),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const mutation = fc.tuple(fc.constantFrom(...pathsOf(whole)), nasty);
  let [parsed, refused] = [0, 0];
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 2 }), (mutations) => {
      let schema: unknown = whole;
      for (const [path, other] of mutations) {
        // An earlier mutation may have taken the place away.
        const isThere = path.every((_key, i) => {
          const part: unknown = path
            .slice(0, i)
            .reduce<unknown>((at, step) => (at as Record<string, unknown>)?.[step], schema);
          return typeof part === 'object' && part !== null;
        });
        if (isThere) schema = replaced(schema, path, other);
      }
      try {
        parseInput('s.json', logSchema, schema);
        parsed += 1;
      } catch (error) {
        expect(error).toMatchObject({ name: 'InputError' });
        expect((error as Error).message).toMatch(/^s\.json[^\n]*: (expected|no key) [^\n]+$/);
        refused += 1;
      }
    }),
    { numRuns: 1000 },
  );
  // Neither happens by itself.
  expect(Math.min(parsed, refused)).toBeGreaterThan(10);
});
