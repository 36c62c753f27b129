/** What is seen in the cells of a file that no schema describes yet. */
import { profileColumns, type ColumnProfile } from '../../../src/dataset/schema/column-profile';
import { useTestFiles } from '../../support/test-files';

const file = useTestFiles();

const profileOf = async (text: string, options = {}) => profileColumns(file('log.csv', text), options);

/** The profile of one column with these cells. */
async function column(...cells: readonly string[]): Promise<ColumnProfile> {
  const { columns } = await profileOf(
    ['x|row', ...cells.map((cell, row) => `${cell}|${row}`), ''].join('\n'),
  );
  return columns[0]!;
}

it('tells numbers, whole ones, probabilities and flags apart by shares of what is there', async () => {
  expect(await column('1', '0.5', '-2e1', '')).toMatchObject({
    ...{ rows: 4, empty: 1, missing: 1, distinct: 3, numeric: 1, pointed: 2 / 3, whole: 2 / 3 },
    ...{ probabilities: 2 / 3, flags: 1 / 3, dates: 0, min: -20, max: 1, mean: -18.5 / 3 },
  });
  expect(await column('yes', 'No', 'T', 'maybe')).toMatchObject({ flags: 0.75, numeric: 0, min: NaN });
});

it('reads numbers as the readers do: 0x1F is none, 1,5 has a decimal comma', async () => {
  expect(await column('0x1F', '1,5', '-,5', '7')).toMatchObject({
    numeric: 0.25,
    comma: 0.5,
    min: -0.5,
    max: 7,
  });
});

it('knows dates and times, and none of 30 February', async () => {
  expect(await column('2026-03-01', '2026-03-01 10:00+01:00', '2026-02-30')).toMatchObject({ dates: 2 / 3 });
});

it('counts words that stand for "not known" as missing, not as values of another kind', async () => {
  expect(await column('3', 'NA', '', '5')).toMatchObject({
    missing: 2,
    empty: 1,
    missingWords: ['NA'],
    numeric: 1,
  });
});

it('counts a value in the rows that share it, the most frequent first', async () => {
  const { values, distinct, distinctAmong } = await column('b', 'a', 'b', ' b ');
  expect(values).toEqual([
    { text: 'b', rows: 3 },
    { text: 'a', rows: 1 },
  ]);
  expect([distinct, distinctAmong]).toEqual([2, 4]);
});

it('stops keeping fractions at 1,000 different ones, and still sees them all', async () => {
  const cells = Array.from({ length: 1500 }, (_, row) => String(row + 0.5));
  expect(await column(...cells)).toMatchObject({
    distinct: 1000,
    distinctAmong: 1000,
    numeric: 1,
    max: 1499.5,
  });
});

it('looks at the first rows only, and says so', async () => {
  const text = 'a,b\n1,x\n2,y\n3,z\n';
  expect(await profileOf(text, { rows: 2 })).toMatchObject({ rows: 2, isPart: true });
  expect(await profileOf(text, { rows: 3 })).toMatchObject({ rows: 3, isPart: false });
});

it.each([
  ['semicolons', '"a;1";b\n1;2\n', ['a;1', 'b']],
  ['tabs', 'a\tb\n1\t2\n', ['a', 'b']],
  ['a line that names the separator', 'sep=;\na;b,c\n1;2\n', ['a', 'b,c']],
  ['a byte order mark, CRLF and quotes in a name', '\ufeffa,"b ""c"""\r\n1,2\r\n', ['a', 'b "c"']],
  ['one column', 'a\n1\n', ['a']],
])('finds the names between %s', async (_, text, names) => {
  expect((await profileOf(text)).columns.map(({ name }) => name)).toEqual(names);
});

it('leaves out columns without a name of their own', async () => {
  const { columns, unnamed, repeated } = await profileOf(',a,b,a,\n1,2,3,4,5\n');
  expect(columns.map(({ name }) => name)).toEqual(['b']);
  expect([unnamed, repeated]).toEqual([[1, 5], ['a']]);
});

it('says on which line a file is not well-formed', async () => {
  await expect(profileOf('a,b\n1,2\n3\n')).rejects.toThrow(
    /log.csv:3: expected 2 cells as in the header, got 1$/,
  );
  await expect(profileOf('')).rejects.toThrow(
    /log.csv:1: expected a line of column names, got an empty file$/,
  );
  await expect(profileColumns(file('absent.csv'))).rejects.toThrow(/cannot read: no such file/);
});
