/**
 * Whatever is wrong with a company's log ends in exit code 2, one line with file, line, column, expectation and value,
 * and an untouched disk.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LOG_COLUMNS, logLines, logText, schemaText, writeLog } from '../../support/broken-log';
import { runHere } from '../../support/command-here';
import { inFolder, listing } from '../../support/run-cli';

interface Case {
  /** @default the good log */
  readonly log?: string | Uint8Array;
  /** Keys of the schema that are other than in the good one. */
  readonly changes?: object;
  /** Without the command's flags. */
  readonly message: RegExp;
}

/** One cell other than it should be, on the fourth line unless said. */
const cell = (column: string, value: string, message: RegExp, changes: object = {}, line = 4): Case => ({
  log: logText({ [line]: { [column]: value } }),
  ...{ changes, message },
});

/** The good log with one more column. @param cells of the rows; the last one for all that follow */
const beside = (name: string, ...cells: readonly string[]) =>
  logLines()
    .map((line, i) => `${line},${i === 0 ? name : (cells[i - 1] ?? cells.at(-1)!)}\n`)
    .join('');

const joined = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
const json = (text: string) => `"${text.replaceAll('"', '""')}"`;
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const lines = logLines();
const columns = { propensity: undefined };

const time = 'expected a date or time such as 2026-11-28 or 2026-11-28T14:05:00Z';
const wellFormed = 'expected well-formed CSV, got';

const cells: Readonly<Record<string, Case>> = {
  'a probability of 0': cell('p', '0', /^log\.csv:4 p: expected the probability .*, above 0 .*, got 0$/),
  'a negative probability': cell('p', '-0.25', /^log\.csv:4 p: expected .* above 0 .*, got -0\.25$/),
  'a probability above 1': cell('p', '1.5', /^log\.csv:4 p: expected .* at most 1, got 1\.5$/),
  'a probability that is missing': cell('p', '', /^log\.csv:4 p: expected a number, got ""$/),
  'a probability in words': cell('p', 'half', /^log\.csv:4 p: expected a number, got "half"$/),
  'a decimal comma that was not declared': cell(
    'age',
    '"1,5"',
    /^log\.csv:4 age: expected a number, got "1,5"$/,
  ),
  'dots between thousands': {
    log: logText({ 4: { age: '1.234,5' } }, ';')
      .replaceAll('0.', '0,')
      .replace('1.5', '1,5'),
    changes: { decimal: ',' },
    message: /^log\.csv:4 age: expected a number with a decimal comma, got "1\.234,5"$/,
  },
  'commas between thousands': cell('age', '"1,000"', /^log\.csv:4 age: expected a number, got "1,000"$/),
  NaN: cell('age', 'NaN', /^log\.csv:4 age: expected a number, got "NaN"$/),
  Infinity: cell('age', 'Infinity', /^log\.csv:4 age: expected a finite number .*, got "Infinity"$/),
  'a number beyond all': cell(
    'margin',
    '1e999',
    /^log\.csv:4 margin: expected a finite number .*, got "1e999"$/,
  ),
  'a number with a sign of its own': cell(
    'age',
    '\u221230',
    /^log\.csv:4 age: expected a number, got "\u221230"$/,
  ),
  'a number with its unit': cell('age', '30%', /^log\.csv:4 age: expected a number, got "30%"$/),
  'a hexadecimal number': cell('age', '0x1F', /^log\.csv:4 age: expected a number, got "0x1F"$/),
  'a binary number': cell('age', '0b11', /^log\.csv:4 age: expected a number, got "0b11"$/),
  'a missing value of another name': cell('age', 'NA', /^log\.csv:4 age: expected a number, got "NA"$/),
  'an empty cell where none is missing': {
    changes: { missing: [] },
    message: /^log\.csv:5 age: expected a number, got ""$/,
  },
  'a reward that is missing': cell(
    'margin',
    '',
    /^log\.csv:4 margin: expected a number, or yes or no, got ""$/,
  ),
  'an outcome that is no number': cell(
    'opened',
    'maybe',
    /^log\.csv:4 opened: expected a number, or yes or no, got "maybe"$/,
  ),
  'the 30th of February': cell(
    'day',
    '2026-02-30',
    new RegExp(`^log\\.csv:4 day: ${time}, got "2026-02-30"$`),
  ),
  'a thirteenth month': cell('day', '2026-13-01', new RegExp(`^log\\.csv:4 day: ${time}, got "2026-13-01"$`)),
  'a 25th hour': cell('day', '2026-03-01 25:00', new RegExp(`^log\\.csv:4 day: ${time}, got ".*"$`)),
  'a time zone that nowhere has': cell(
    'day',
    '2026-03-01T10:00+99:99',
    new RegExp(`^log\\.csv:4 day: ${time}, got ".*"$`),
  ),
  'another form of dates': cell(
    'day',
    '01/02/2026',
    new RegExp(`^log\\.csv:4 day: ${time}, got "01/02/2026"$`),
  ),
  'another form of dates in a feature': cell(
    'joined',
    '01.02.2026',
    new RegExp(`^log\\.csv:4 joined: ${time}, got "01\\.02\\.2026"$`),
  ),
  'a time that is missing': cell('day', '', new RegExp(`^log\\.csv:4 day: ${time}, got ""$`)),
  'a number for a time': cell(
    'day',
    '1772323200',
    /^log\.csv:4 day: expected .* timeUnit in the schema for a number, got "1772323200"$/,
  ),
  'a date for a number of seconds': {
    changes: { timeUnit: 'seconds' },
    message: /^log\.csv:2 day: expected a number, got "2026-03-01"$/,
  },
  'a time after the last date there is': {
    log: logText(
      Object.fromEntries([2, 3, 4, 5, 6, 7].map((line) => [line, { day: line < 7 ? `${line}` : '1e30' }])),
    ),
    changes: { timeUnit: 'days' },
    message: /^log\.csv:7 day: expected a time within 270,000 years of 1970, got "1e30"$/,
  },
  'a flag that is neither': cell('vip', 'maybe', /^log\.csv:4 vip: expected yes or no \(.*\), got "maybe"$/),
  'half a count': cell(
    'buys',
    '2.5',
    /^log\.csv:4 buys: expected a count: a whole number from 0 on, got 2\.5$/,
  ),
  'a negative count': cell('buys', '-1', /^log\.csv:4 buys: expected a count: .*, got -1$/),
  'days since the future': cell('since', '-3', /^log\.csv:4 since: expected days since, from 0 on, got -3$/),
  'a customer without name': cell('id', ' ', /^log\.csv:4 id: expected a name, got " "$/),
  'an action without name': cell('channel', '', /^log\.csv:4 channel: expected a name, got ""$/),
  'an action with a carriage return in it': cell(
    'channel',
    'ca\rll',
    /^log\.csv:4 channel: expected a name without a carriage return in it, got "ca\\rll"$/,
  ),
  'two names for No Action': cell(
    'channel',
    'No Action',
    /^log\.csv:4 channel: expected No Action to be called "none" as in the schema, got "No Action" too$/,
  ),
  'an action that is not declared': {
    changes: { actions: ['email', 'none'], cost: undefined },
    message: /^log\.csv:4 channel: expected one of "none", "email", got "call"$/,
  },
  'a level that is not declared': {
    changes: { features: { plan: { kind: 'category', levels: ['gold', 'sliver'] } } },
    message: /^log\.csv:4 plan: expected one of "gold", "sliver", got "silver"$/,
  },
  'a list of what is allowed with an unknown action': cell(
    'may',
    'email|fax',
    /^log\.csv:4 may: expected actions \("call", "email"\), got "fax"$/,
  ),
  'a weight of 0': cell('w', '0', /^log\.csv:4 w: expected a weight above 0, got 0$/),
  'a weight that is missing': cell('w', '', /^log\.csv:4 w: expected a number, got ""$/),
  'an end that is neither': cell('gone', '', /^log\.csv:4 gone: expected yes or no \(.*\), got ""$/),
  'a customer twice at a time': cell(
    'day',
    '2026-03-01',
    /^log\.csv:3 day: expected another time than in line 2, got two rows of "a" at the same time; sequence in the schema .*$/,
    {},
    3,
  ),
  'a customer twice at a time and in sequence': cell(
    'day',
    '2026-03-01',
    /^log\.csv:3 day: expected .* line 2, got two rows of "a" .*; seq does not order them either$/,
    { sequence: 'seq' },
    3,
  ),
  'a sequence that is missing': cell('seq', '', /^log\.csv:4 seq: expected a number, got ""$/, {
    sequence: 'seq',
  }),
  'a whole row twice': {
    log: joined([...lines, lines[3]!]),
    message: /^log\.csv:8 day: expected another time than in line 4, got the same row twice; .*$/,
  },
  'a negative cost': {
    log: beside('c', '0', '0', '-1'),
    changes: { cost: 'c' },
    message: /^log\.csv:4 c: expected a cost from 0 on, got -1$/,
  },
  'a cost that is missing': {
    log: beside('c', '0', ''),
    changes: { cost: 'c' },
    message: /^log\.csv:3 c: expected a number, got ""$/,
  },
  'weights that are no JSON': {
    log: beside('pj', json('{"email":0.5,"none":0.5}'), '{email: 0.5}'),
    changes: { ...columns, propensities: 'pj' },
    message: /^log\.csv:3 pj: expected weights by action as JSON such as .*, got "\{email: 0\.5\}"$/,
  },
  'weights in words': {
    log: beside('pj', json('{"email":"0.5"}')),
    changes: { ...columns, propensities: 'pj' },
    message: /^log\.csv:2 pj: expected weights by action as JSON .*$/,
  },
  'a negative weight': {
    log: beside('pj', json('{"email":-0.5}')),
    changes: { ...columns, propensities: 'pj' },
    message: /^log\.csv:2 pj: expected probabilities from 0 to 1, got \{"email":-0\.5\}$/,
  },
  'weights of an unknown action': {
    log: beside('pj', json('{"email":0.5,"fax":0.5}')),
    changes: { ...columns, propensities: 'pj' },
    message: /^log\.csv:2 pj: expected weights of actions \("none", "call", "email"\), got "fax"$/,
  },
  'weights without what was logged': {
    log: beside('pj', json('{"email":0.5}')),
    changes: { ...columns, propensities: 'pj' },
    message: /^log\.csv:3 pj: expected a probability above 0 of "none", which was logged, got 0$/,
  },
  'a probability by action above 1': {
    log: beside('pe', '1.5'),
    changes: { ...columns, propensities: { email: 'pe' } },
    message: /^log\.csv:2 pe: expected a probability from 0 to 1, got 1\.5$/,
  },
  'a probability by action of 0 for what was logged': {
    log: beside('pe', '0'),
    changes: { ...columns, propensities: { email: 'pe' } },
    message: /^log\.csv:2 pe: expected a probability above 0 of "email", which was logged, got 0$/,
  },
};

const files: Readonly<Record<string, Case>> = {
  'an empty file': { log: '', message: /^log\.csv:1: expected a line of column names, got an empty file$/ },
  'a file of blank lines': {
    log: '\n \n\n',
    message: /^log\.csv:1: expected a line of column names, got an empty file$/,
  },
  'a file of a byte order mark': {
    log: '\ufeff',
    message: /^log\.csv:1: expected a line of column names, got an empty file$/,
  },
  'a header alone': {
    log: joined(lines.slice(0, 1)),
    message: /^log\.csv:2: expected rows below the header, got none$/,
  },
  'two exports in one, with both headers': {
    log: joined([...lines, ...lines]),
    message:
      /^log\.csv:8: expected a row, got the header again; files joined to one keep the first header alone$/,
  },
  'a header twice at the top': {
    log: joined([lines[0]!, ...lines]),
    message: /^log\.csv:2: expected a row, got the header again; .*$/,
  },
  'two columns of one name': {
    log: beside('age', '1'),
    message: /^log\.csv:1 age: expected one column of this name, got several$/,
  },
  'a row cut off': {
    log: joined(lines.with(3, 'b,2026-03-01,call')),
    message: /^log\.csv:4: expected 17 cells as in the header, got 3$/,
  },
  'a row too long': {
    log: joined(lines.with(3, `${lines[3]!},1`)),
    message: /^log\.csv:4: expected 17 cells as in the header, got 18$/,
  },
  'a quote left open': {
    log: logText({ 4: { plan: '"silver' } }),
    message: new RegExp(`^log\\.csv:4: ${wellFormed} Quote Not Closed: .*$`),
  },
  'a quote inside a cell': {
    log: logText({ 4: { plan: 'sil"ver' } }),
    message: new RegExp(`^log\\.csv:4: ${wellFormed} Invalid Opening Quote: .*$`),
  },
  'text behind a quote': {
    log: logText({ 4: { plan: '"e"mail' } }),
    message: new RegExp(`^log\\.csv:4: ${wellFormed} Invalid Closing Quote: got "m" .*$`),
  },
  'a line without end': {
    log: logText() + 'x'.repeat(5e6),
    message: new RegExp(
      `^log\\.csv:8: ${wellFormed} a row of more than 4 MB that ends here; is a quote left open\\?$`,
    ),
  },
  'a line without end, packed': {
    log: gzipSync(logText() + 'x'.repeat(5e6)),
    message: new RegExp(`^log\\.csv:8: ${wellFormed} a row of more than 4 MB .*$`),
  },
  'a NUL byte in a name': {
    log: logText({ 4: { channel: 'ca\0ll' } }),
    message: /^log\.csv:4: expected text, got a NUL byte$/,
  },
  'a tail of NUL bytes': {
    log: logText() + '\0'.repeat(99),
    message: /^log\.csv:8: expected text, got a NUL byte$/,
  },
  'UTF-16 that was not declared': {
    log: utf16(`\ufeff${logText()}`),
    message:
      /^log\.csv:1: expected UTF-8, got the byte order mark of UTF-16LE; the schema's "encoding": "utf-16le" reads it so$/,
  },
  'UTF-16 without its mark': {
    log: utf16(logText()),
    message:
      /^log\.csv:1: expected text, got a NUL byte; if it is UTF-16, the schema's "encoding": "utf-16le" reads it so$/,
  },
  'UTF-16 of the other order without its mark': {
    log: utf16(logText()).swap16(),
    message: /^log\.csv:1: expected text, got a NUL byte; .* "utf-16be" reads it so$/,
  },
  'UTF-16 cut off in a letter': {
    log: utf16(`\ufeff${logText()}`).subarray(0, -1),
    changes: { encoding: 'utf-16le' },
    message: /^log\.csv: expected UTF-16LE from line 7 on, got half a letter, or a file cut off$/,
  },
  'half a letter of UTF-16': {
    log: utf16(`\ufeff${logText({ 4: { channel: 'ca\ud800ll' } })}`),
    changes: { encoding: 'utf-16le' },
    message: /^log\.csv: expected UTF-16LE from line 1 on, got half a letter.*$/,
  },
  'UTF-8 that is declared something else': {
    changes: { encoding: 'utf-16be' },
    message:
      /^log\.csv: expected UTF-16BE from line 1 on, got half a letter.*|^log\.csv:1 id: expected a column of this name.*$/,
  },
  'Windows-1252': {
    log: Buffer.from(logText({ 4: { plan: 'gr\u00f6\u00dfe' } }), 'latin1'),
    message:
      /^log\.csv:4: expected UTF-8, got the byte 0xF6, "\u00f6" in Windows-1252; the schema's "encoding": "windows-1252" reads it so$/,
  },
  'UTF-8 cut off in a letter': {
    log: Buffer.concat([Buffer.from(logText()), Buffer.of(0xe2, 0x82)]),
    message: /^log\.csv:8: expected UTF-8, got the byte 0xE2, .*$/,
  },
  'half a gzip file': {
    log: gzipSync(logText()).subarray(0, -10),
    message: /^log\.csv: expected a whole gzip file, got unexpected end of file$/,
  },
  'a gzip file with a bit turned over': {
    log: (() => {
      const bytes = gzipSync(logText());
      bytes[bytes.length - 6]! ^= 1;
      return bytes;
    })(),
    message: /^log\.csv: expected a whole gzip file, got incorrect data check$/,
  },
  'a gzip file that is none': {
    log: Buffer.of(0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8),
    message: /^log\.csv: expected a whole gzip file, got .*$/,
  },
  'a gzip file with more behind it': {
    log: Buffer.concat([gzipSync(logText()), Buffer.from('junk')]),
    message: /^log\.csv: expected a whole gzip file, got .*$/,
  },
  'a Parquet file that is none': {
    log: `PAR1${'x'.repeat(99)}PAR1`,
    message: /^log\.csv: expected a whole Parquet file, got .*$/,
  },
  'a workbook': {
    log: 'PK\u0003\u0004....',
    message: /^log\.csv: expected CSV, got a ZIP archive \(an Excel workbook is one\); export it as CSV$/,
  },
  'a web page': {
    log: '<html><body>Log in</body></html>\n',
    message: /^log\.csv:1 id: expected a column of this name, got columns "<html>.*"$/,
  },
  JSON: {
    log: '[{"id": "a"}]\n',
    message: new RegExp(`^log\\.csv:1: ${wellFormed} Invalid Opening Quote: .*$`),
  },
  'a separator that was declared wrong': {
    changes: { separator: ';' },
    message: /^log\.csv:1 id: expected a column of this name, got columns "id,day,.*$/,
  },
  'a separator that its first line says wrong': {
    log: `sep=;\n${logText()}`,
    message: /^log\.csv:2 id: expected a column of this name, got columns "id,day,.*$/,
  },
  'a word behind a first line that says the separator': {
    log: `sep=;\n${logText({ 4: { age: 'old' } }, ';')}`,
    message: /^log\.csv:5 age: expected a number, got "old"$/,
  },
  'a word in lines that end in CR alone': {
    log: logText({ 4: { age: 'old' } }).replaceAll('\n', '\r'),
    message: /^log\.csv:4 age: expected a number, got "old"$/,
  },
  'lines that end in CR here and there': {
    log: logText().replace('\nb,', '\rb,'),
    message: /^log\.csv:3: expected 17 cells as in the header, got 33$/,
  },
  'a column that is not there': {
    log: logText({ 1: { margin: 'magrin' } }),
    message:
      /^log\.csv:1 margin: expected a column of this name \(did you mean "magrin"\?\), got columns .*$/,
  },
  'a column in other letters': {
    log: logText({ 1: { id: 'ID' } }),
    message: /^log\.csv:1 id: expected a column .* \(did you mean "ID"\?\), got /,
  },
  'no action but No Action': {
    log: logText(Object.fromEntries([2, 4, 5, 7].map((line) => [line, { channel: 'none' }]))),
    changes: { eligible: undefined, cost: undefined },
    message: /^log\.csv channel: expected at least one action besides "none", got none$/,
  },
};

it.each(Object.entries({ ...cells, ...files }))('refuses %s', (_name, { log, changes, message }) =>
  inFolder((folder) => {
    writeLog(folder, log ?? logText(), schemaText(changes));
    return expectRefused(folder, ['--data', 'log.csv', '--schema', 'schema.json'], message);
  }),
);

async function expectRefused(folder: string, args: readonly string[], message: RegExp): Promise<void> {
  const before = listing(folder);
  const result = await runHere(['check-data', '--quiet', '--out', 'page.html', ...args], folder);
  expect({ ...result, stderr: '' }).toEqual({ code: 2, stdout: '', stderr: '' });
  expect(result.stderr).toMatch(/^[^\n]+\n$/);
  expect(result.stderr.trimEnd()).toMatch(message);
  expect(listing(folder)).toEqual(before);
}

it.each<[name: string, data: string, message: RegExp]>([
  ['a log that is not there', 'lgo.csv', /^lgo\.csv: cannot read: no such file or folder$/],
  ['a folder', 'folder', /^folder: cannot read: it is a folder$/],
  ['a log below a file', 'log.csv/x', /^log\.csv\/x: cannot read: a part of the path is not a folder$/],
  ['a pattern that names none', 'x*.csv', /^x\*\.csv: expected a file of such a name, found none$/],
  ['the second of several logs, with its name', '*.csv', /^other\.csv:3 age: expected a number, got "old"$/],
])('refuses %s', (_name, data, message) =>
  inFolder((folder) => {
    writeLog(folder, logText(), schemaText());
    mkdirSync(join(folder, 'folder'));
    writeFileSync(join(folder, 'other.csv'), logText({ 3: { age: 'old' } }));
    return expectRefused(folder, ['--data', data, '--schema', 'schema.json'], message);
  }),
);

it('writes no schema file from a log that is none', () =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, 'log.csv'), `${logText()}"`);
    const before = listing(folder);
    const result = await runHere(['check-data', '--data', 'log.csv', '--write-schema', 's.yaml'], folder);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(/^log\.csv:8: expected well-formed CSV, got Quote Not Closed: [^\n]*\n$/);
    expect(listing(folder)).toEqual(before);
  }));

it('takes the log that all these were made of', () =>
  inFolder(async (folder) => {
    writeLog(folder, logText(), schemaText());
    const args = ['check-data', '--quiet', '--json', '--data', 'log.csv', '--schema', 'schema.json'];
    const { code, stderr } = await runHere(args, folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines[0]!.split(',')).toEqual(LOG_COLUMNS);
  }));
