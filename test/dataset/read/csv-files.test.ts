/** Logs as programs of all kinds write them: separators, line ends, encodings, gzip; and what is refused, on which line. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { InputError } from '../../../src/core/errors';
import { loadLoggedRows } from '../../../src/dataset/load-logged-rows';
import { schemaConfigSchema } from '../../../src/dataset/schema-config';
import { inputError } from '../../support/input-error';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();
const schema = (changes: object = {}) =>
  schemaConfigSchema.parse({
    ...{ state: ['age', 'opens'], action: 'channel', reward: 'profit', noAction: 'none' },
    ...changes,
  });
const load = (path: string, changes: object = {}) => loadLoggedRows(path, schema(changes));

const LINES = ['age,opens,channel,profit', '38,2,email,0.5', '24,5,none,0', '70,8,letter,1.25'];
const expected = {
  features: ['age', 'opens'],
  actions: ['No Action', 'email', 'letter'],
  observations: Float32Array.of(38, 2, 24, 5, 70, 8),
  loggedActions: Int32Array.of(1, 0, 2),
  rewards: Float64Array.of(0.5, 0, 1.25),
};
const joined = (end: string, lines = LINES) => lines.map((line) => line + end).join('');
const utf16 = (text: string, isBig: boolean) => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};

interface Case {
  readonly content: string | Uint8Array;
  /** Keys of the schema. */
  readonly declared?: object;
}

const readable: Readonly<Record<string, Case>> = {
  semicolons: { content: joined('\n').replaceAll(',', ';') },
  tabs: { content: joined('\r\n').replaceAll(',', '\t') },
  bars: { content: joined('\n').replaceAll(',', '|') },
  'a separator named by the line of a spreadsheet': {
    content: `sep=;\r\n${joined('\r\n').replaceAll(',', ';')}`,
  },
  'the same after a byte order mark': { content: `\ufeffsep=,\n${joined('\n')}` },
  'a separator that is declared': {
    content: joined('\n').replaceAll(',', ';'),
    declared: { separator: ';' },
  },
  'carriage returns alone': { content: joined('\r') },
  'carriage returns alone, and a header that ends in commas': { content: joined(',,\r') },
  'a row without a filled cell': { content: joined('\n').replace('24', ',, ,\n24') },
  'two carriage returns before each line feed': { content: joined('\r\r\n') },
  'blanks around names and numbers': { content: joined(' \n').replaceAll(',', ' , ') },
  gzip: { content: gzipSync(joined('\n')) },
  'UTF-16, declared': { content: utf16(joined('\n'), false), declared: { encoding: 'utf-16le' } },
  'UTF-16 of the other byte order, declared': {
    content: utf16(joined('\n'), true),
    declared: { encoding: 'utf-16be' },
  },
};

it.each(Object.entries(readable))('reads %s', async (name, { content, declared }) => {
  const { rows } = await load(file(`${name}.csv`, content), declared);
  expect(rows).toMatchObject(expected);
});

it('tells letters apart that only an encoding tells apart', async () => {
  const text = 'age,opens,channel,profit\n20,0,m\u00e4g,2\n21,1,m\u00f6g,-2\n22,2,none,0\n';
  const names = ['No Action', 'm\u00e4g', 'm\u00f6g'];
  expect((await load(file('utf8.csv', text))).rows.actions).toEqual(names);
  const latin = file('latin.csv', Buffer.from(text, 'latin1'));
  await expect(load(latin)).rejects.toThrow(
    inputError(
      `${latin}:2: expected UTF-8, got the byte 0xE4, "\u00e4" in Windows-1252; ` +
        'the schema\'s "encoding": "windows-1252" reads it so',
    ),
  );
  expect((await load(latin, { encoding: 'windows-1252' })).rows.actions).toEqual(names);
});

it('finds the one line that is not UTF-8, wherever the file is cut into pieces', async () => {
  const rows = Array.from({ length: 9000 }, (_, i) => Buffer.from(`${i},1,\u20ac,0\n`));
  const log = (lines: readonly Buffer[]) =>
    file('long.csv', Buffer.concat([Buffer.from('age,opens,channel,profit\n'), ...lines]));
  const { actions } = (await load(log(rows), { noAction: 'No Action' })).rows;
  expect(actions).toEqual(['No Action', '\u20ac']);
  await fc.assert(
    fc.asyncProperty(fc.nat(rows.length - 1), async (row) => {
      const path = log(rows.with(row, Buffer.from(`${row},1,\u00e9,0\n`, 'latin1')));
      await expect(load(path)).rejects.toThrow(`${path}:${row + 2}: expected UTF-8, got the byte 0xE9`);
    }),
    { numRuns: 8 },
  );
});

const quote = 'expected well-formed CSV, got Invalid Closing Quote: got "e" instead of delimiter';
const refused: Readonly<Record<string, Case & { readonly message: string }>> = {
  'quote.csv': { content: joined('\n').replace('letter', '"l"etter'), message: `:4: ${quote}` },
  'sep-quote.csv': {
    content: `sep=,\n${joined('\n').replace('letter', '"l"etter')}`,
    message: `:5: ${quote}`,
  },
  'open.csv': {
    content: joined('\n').replace('letter', `"${'letter,'.repeat(2 ** 20)}`),
    message:
      ':4: expected well-formed CSV, got a row of more than 4 MB that ends here; is a quote left open?',
  },
  'hex.csv': {
    content: joined('\n').replace('24', '0x1F'),
    message: ':3 age: expected a number, got "0x1F"',
  },
  'binary.csv': {
    content: joined('\n').replace('24', '0b11'),
    message: ':3 age: expected a number, got "0b11"',
  },
  'comma.csv': {
    content: joined('\n').replaceAll(',', ';').replace('0.5', '0,5'),
    message: ':2 profit: expected a number, got "0,5"',
  },
  'return.csv': {
    content: joined('\n').replace('email', 'e\rmail'),
    message: ':2 channel: expected a name without a carriage return in it, got "e\\rmail"',
  },
  'truncated.csv.gz': {
    content: gzipSync(joined('\n')).subarray(0, -10),
    message: ': expected a whole gzip file, got unexpected end of file',
  },
  'utf16.csv': {
    content: utf16(joined('\n'), false),
    message:
      ':1: expected UTF-8, got the byte order mark of UTF-16LE; the schema\'s "encoding": "utf-16le" reads it so',
  },
  'log.parquet': { content: 'PAR1....PAR1', message: ': expected CSV, got Parquet; export it as CSV' },
  'log.xlsx': {
    content: 'PK\u0003\u0004....',
    message: ': expected CSV, got a ZIP archive (an Excel workbook is one); export it as CSV',
  },
  'separator.csv': {
    content: joined('\n'),
    declared: { separator: ';' },
    message: ':1 age: expected a column of this name, got columns "age,opens,channel,profit"',
  },
};

it.each(Object.entries(refused))('refuses %s', async (name, { content, declared, message }) => {
  const path = file(name, content);
  const error = await load(path, declared).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InputError);
  expect((error as InputError).message.slice(0, path.length + message.length)).toBe(`${path}${message}`);
});
