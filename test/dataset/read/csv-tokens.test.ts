/** Rows and cells found in bytes, against csv-parse, wherever the bytes are cut into pieces. */
import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { cellText, type CellBatch } from '../../../src/dataset/read/cells';
import { CsvTokens } from '../../../src/dataset/read/csv-tokens';

interface Found {
  /** Header first. */
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
  readonly problem: string | null;
}

function rowsOf({ bytes, bounds, rows, width }: CellBatch): string[][] {
  return Array.from({ length: rows }, (_row, row) =>
    Array.from({ length: width }, (_cell, cell) => {
      const at = row * (width + 1) + cell;
      return cellText(bytes, bounds[at]!, bounds[at + 1]! - 1);
    }),
  );
}

function tokenized(text: string, separator: string, lineEnd: '\n' | '\r', cuts: readonly number[]): Found {
  const tokens = new CsvTokens({ separator, lineEnd, skippedBytes: 0, firstLine: 1 });
  const bytes = Buffer.from(text);
  const rows: string[][] = [];
  const lines: number[] = [];
  const take = (batch: CellBatch) => {
    rows.push(...rowsOf(batch));
    lines.push(...batch.lines.subarray(0, batch.rows));
  };
  let start = 0;
  for (const end of [...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    take(tokens.take(bytes.subarray(start, end)));
    start = end;
  }
  take(tokens.finish());
  const { header, problem } = tokens;
  return {
    rows: header === null ? rows : [[...header.cells], ...rows],
    lines: header === null ? lines : [header.line, ...lines],
    problem: problem === null ? null : `${problem.line}: ${problem.words}`,
  };
}

const written = (cell: string, isQuoted: boolean, separator: string) =>
  isQuoted || /["\r\n]/.test(cell) || cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : cell;

const separators = fc.constantFrom(',', ';', '\t', '|');
const lineEnds = fc.constantFrom('\n', '\r\n', '\r\r\n', '\r');
const cells = fc.oneof(
  fc.string({ unit: fc.constantFrom('"', ',', ';', '\t', '|', '\n', '\r', ' ', 'a', '7', '-', '.') }),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.constant(''),
);
const tables = fc
  .integer({ min: 1, max: 5 })
  .chain((width) =>
    fc.array(fc.array(fc.tuple(cells, fc.boolean()), { minLength: width, maxLength: width })),
  );
const blankLines = fc.array(fc.nat(20), { maxLength: 3 });

/** Lines that a text spans; a break inside quotes counts where it is what ends the file's lines. */
function linesOf(rows: readonly (readonly string[])[], lineEnd: '\n' | '\r'): number[] {
  let line = 1;
  return rows.map((row) => {
    const first = line;
    line += row.join('').split(lineEnd).length;
    return first;
  });
}

it('finds the cells that csv-parse finds, and the line of each row, wherever the pieces are cut', () => {
  fc.assert(
    fc.property(
      ...([tables, separators, lineEnds, blankLines, fc.array(fc.nat(400)), fc.boolean()] as const),
      (table, separator, end, blanks, cuts, endsOpen) => {
        const lines = table.map((row) =>
          row.map(([cell, isQuoted]) => written(cell, isQuoted, separator)).join(separator),
        );
        for (const at of blanks) lines.splice(Math.min(at, lines.length), 0, '');
        const text = lines.join(end) + (endsOpen ? '' : end);
        const lineEnd = end === '\r' ? '\r' : '\n';
        const all: string[][] = parse(text, {
          delimiter: separator,
          record_delimiter: lineEnd === '\r' ? '\r' : ['\r\r\n', '\r\n', '\n'],
          relax_column_count: true,
        });
        const starts = linesOf(all, lineEnd);
        const isFilled = all.map((row) => row.some((cell) => cell.trim() !== ''));
        expect(tokenized(text, separator, lineEnd, cuts)).toEqual({
          rows: all.filter((_, i) => isFilled[i]),
          lines: starts.filter((_, i) => isFilled[i]),
          problem: null,
        });
      },
    ),
  );
});

const HEADER = 'a,b\n1,2\n';
it.each<[what: string, text: string, problem: string]>([
  [
    'a quote inside a cell',
    `${HEADER}3,4"5\n6,7\n`,
    '3: expected well-formed CSV, got Invalid Opening Quote',
  ],
  ['a quote behind a blank', `${HEADER}3, "4"\n`, '3: expected well-formed CSV, got Invalid Opening Quote'],
  [
    'text behind a quote that spans lines',
    `${HEADER}"3\n\n"x,4\n`,
    '5: expected well-formed CSV, got Invalid Closing Quote: got "x"',
  ],
  [
    'a lone carriage return there',
    `${HEADER}"3"\r,4\n`,
    '3: expected well-formed CSV, got Invalid Closing Quote: got "\\r"',
  ],
  ['a quote left open', `${HEADER}3,"4\n5,6\n`, '3: expected well-formed CSV, got Quote Not Closed'],
  [
    'the second quote of a row left open',
    `${HEADER}"3\n",4\n5,"6\n7`,
    '5: expected well-formed CSV, got Quote Not',
  ],
  ['a row of fewer cells', `${HEADER}"3\n4"\n5,6\n`, '3: expected 2 cells as in the header, got 1'],
  [
    'a row too long, on the line that goes too far',
    `${HEADER}3,"${'four\n'.repeat(2 ** 20)}"\n`,
    `${3 + Math.floor((2 ** 22 - 3) / 5)}: expected well-formed CSV, got a row of more than 4 MB`,
  ],
])('stops at %s, after the rows before it, however it is cut', (_, text, problem) => {
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 4 }), (cuts) => {
      const found = tokenized(text, ',', '\n', cuts);
      expect(found.problem?.slice(0, problem.length)).toBe(problem);
      expect(found.rows.slice(0, 2)).toEqual([
        ['a', 'b'],
        ['1', '2'],
      ]);
    }),
    { numRuns: 8 },
  );
});

it('takes a quote of which the file ends with the second half of a pair for a closed one', () => {
  expect(tokenized('a\n"b""c"', ',', '\n', [5, 6, 7, 8]).rows).toEqual([['a'], ['b"c']]);
});

it('shows the whole letter behind a quote', () => {
  expect(tokenized('a\n"b"ö', ',', '\n', []).problem).toMatch(/^2: .* got "ö" instead/);
});
