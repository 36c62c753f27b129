/**
 * Random damage to a good log: it is refused with its place, or read as a slow and plain reader reads it. Nothing in
 * between: no other error, and no meaning that changed without a word.
 */
import fc from 'fast-check';
import { InputError } from '../../../src/core/errors';
import { readContactLog } from '../../../src/dataset/contacts/read-contact-log';
import { decisionsOf, type LoggedDecisions } from '../../../src/dataset/decisions/decisions';
import type { ContactLog } from '../../../src/dataset/contacts/contact-log';
import { plainDecisions } from '../../support/log-oracle';
import { logRows, logText, randomLogSchema } from '../../support/random-logs';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();
const schema = randomLogSchema();

const marks = [
  '"',
  '""',
  ',',
  '\t',
  '\n',
  '\r',
  '\r\n',
  ' ',
  '\u00a0',
  '\ufeff',
  '\0',
  '\u00e9',
  '\ud83d\ude00',
];
const numbers = `- + . 0 1 9 e e5 1e999 0x1F NaN Infinity NA null 1,5 "1,5" 1_0 1.5 -.25 0012 7. 2.50`.split(
  ' ',
);
const times = '2026-02-30|2026-01-01T10:00:00+02:00|2026-01-01 10:00|01/02/2026|1767225600|Z'.split('|');
const words = `yes no maybe none None call No·Action __proto__ id sep= # ' ; | [1,2] {}`.split(' ');
const nasty = fc.constantFrom(...marks, ...numbers, ...times, ...words.map((word) => word.replace('·', ' ')));

type Mutation = (text: string) => string;

/** A place in a text, by a share of its length. */
const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const placeIn = (text: string | readonly unknown[], at: number) => Math.floor(at * text.length);
const onLines =
  (change: (lines: string[]) => string[]): Mutation =>
  (text) =>
    change(text.split('\n')).join('\n');
const onCells = (line: number, change: (cells: string[]) => string[]): Mutation =>
  onLines((lines) =>
    lines.with(placeIn(lines, line), change(lines[placeIn(lines, line)]!.split(',')).join(',')),
  );

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(share, nasty).map(([at, what]) => (text: string) => {
    const place = placeIn(text, at);
    return text.slice(0, place) + what + text.slice(place);
  }),
  fc.tuple(share, fc.integer({ min: 1, max: 12 })).map(([at, count]) => (text: string) => {
    const place = placeIn(text, at);
    return text.slice(0, place) + text.slice(place + count);
  }),
  share.map((at) => (text: string) => text.slice(0, placeIn(text, at))),
  share.map((at) => onLines((lines) => lines.toSpliced(placeIn(lines, at), 1))),
  fc
    .tuple(share, share)
    .map(([from, to]) =>
      onLines((lines) => lines.toSpliced(placeIn(lines, to), 0, lines[placeIn(lines, from)]!)),
    ),
  fc
    .tuple(share, share, nasty)
    .map(([line, at, what]) => onCells(line, (cells) => cells.with(placeIn(cells, at), what))),
  fc.tuple(share, share, share).map(([line, one, other]) =>
    onCells(line, (cells) => {
      const [i, j] = [placeIn(cells, one), placeIn(cells, other)];
      return cells.with(i, cells[j]!).with(j, cells[i]!);
    }),
  ),
  fc
    .tuple(share, share)
    .map(([line, at]) => onCells(line, (cells) => cells.toSpliced(placeIn(cells, at), 1))),
  fc.constantFrom<Mutation>(
    (text) => text.replaceAll('\n', '\r\n'),
    (text) => `\ufeff${text}`,
    (text) => text.replaceAll(',', '","').replaceAll('\n', '"\n"').replace(/^/, '"').slice(0, -1),
    (text) => text + text,
    (text) => text.trimEnd(),
  ),
);

/** By line, as the oracle has them; of a row in several lines the last. */
function decisionsByLine(log: ContactLog, decisions: LoggedDecisions) {
  const found = Array.from(decisions.rows, (row, i) => ({
    ...{
      first: log.lines[row]!,
      id: log.customers!.names[log.customers!.codes[row]!]!,
      time: decisions.times![i]!,
    },
    action: decisions.actions[i] === 0 ? 'none' : decisions.actionNames[decisions.actions[i]!]!,
    ...{ reward: decisions.rewards[i]!, gone: decisions.terminated[i] === 1 },
    age: decisions.features.map((column) => ('values' in column ? column.values[i]! : NaN))[0]!,
    next: decisions.next[i]! < 0 ? null : log.lines[decisions.rows[decisions.next[i]!]!]!,
  }));
  return found.sort((one, other) => one.first - other.first);
}

/** Without lines, which the two count from different ends; of the next decision its place among them all. */
function comparable(
  all: readonly { readonly id: string; readonly next: number | null }[],
  key: 'first' | 'line',
) {
  const places = new Map(all.map((one, i) => [(one as unknown as Record<string, number>)[key], i]));
  return all.map((one) => ({
    ...{ ...one, [key]: 0, first: 0, line: 0 },
    next: one.next === null ? null : places.get(one.next),
  }));
}

async function read(text: string) {
  const path = file('log.csv', text);
  try {
    const log = await readContactLog([path], schema, schema.features!);
    return { path, refusal: null, decisions: decisionsByLine(log, decisionsOf(log, schema)) };
  } catch (error) {
    if (error instanceof InputError) return { path, refusal: error.message, decisions: null };
    throw error;
  }
}

it('is refused with its place, or means what a plain reader reads', async () => {
  const counts = { read: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(logRows, fc.array(mutation, { minLength: 1, maxLength: 2 }), async (rows, mutations) => {
      const text = mutations.reduce((damaged, mutate) => mutate(damaged), logText(rows));
      const { path, refusal, decisions } = await read(text);
      if (decisions !== null) {
        counts.read += 1;
        const plain = plainDecisions(text);
        expect(plain).not.toBeNull();
        expect(comparable(decisions, 'first')).toEqual(comparable(plain!, 'line'));
        return;
      }
      counts.refused += 1;
      // What the schema says of actions may be wrong of a log that lost one.
      if (/^schema rules\.\d: expected actions \([^\n]+$/.test(refusal)) return;
      expect(refusal.slice(0, path.length)).toBe(path);
      const place = /^(?::(\d+))?(?: (\S+))?: expected [^\n]+$/u.exec(refusal.slice(path.length));
      expect(place).not.toBeNull();
      expect(Number(place![1] ?? 1)).toBeLessThanOrEqual(1 + text.split(/\r\n|\r|\n/).length);
    }),
    { numRuns: 500 },
  );
  expect(Math.min(counts.read, counts.refused)).toBeGreaterThan(20);
});

it('is refused on the very line of the one cell that is wrong', async () => {
  const counts = { read: 0, refused: 0 };
  const word = nasty.filter((text) => !/[",\n\r\0]/.test(text));
  await fc.assert(
    fc.asyncProperty(logRows, share, share, word, async (rows, line, at, what) => {
      const lines = logText(rows).trimEnd().split('\n');
      const damaged = 1 + placeIn(rows, line);
      const cells = lines[damaged]!.split(',');
      lines[damaged] = cells.with(placeIn(cells, at), what).join(',');
      const text = `${lines.join('\n')}\n`;
      const { path, refusal } = await read(text);
      counts[refusal === null ? 'read' : 'refused'] += 1;
      // Where the only No Action, or the only call, is gone it is the column that is wrong, or the schema.
      if (refusal === null || refusal.startsWith(`${path} channel: `)) return;
      if (refusal.startsWith('schema rules') && placeIn(cells, at) === 2) return;
      expect(
        [`${path}:${damaged + 1} `, ` line ${damaged + 1},`].some((said) => refusal.includes(said)),
      ).toBe(true);
    }),
    { numRuns: 300 },
  );
  expect(Math.min(counts.read, counts.refused)).toBeGreaterThan(20);
});
