import { foldedTable, numberColumn, textColumn } from '../../src/report/terminal';

it('goes on below where a first column has no room, and cuts no name', () => {
  const name = (action: string) => `area below the curve of ${action} alone, over contacts at random`;
  const wide = '9'.repeat(60);
  const table = foldedTable(
    [textColumn('measure'), numberColumn('value')],
    [
      [name('email'), wide],
      [name('call'), '7'],
    ],
  );
  const lines = table.split('\n');
  expect(lines.every((line) => line.length <= 100)).toBe(true);
  expect(table).not.toContain('…');
  const words = lines
    .slice(2)
    .map((line) => line.slice(0, 38).trim())
    .join(' ');
  expect(words).toBe(`${name('email')} ${name('call')}`);
  // Cells stand beside the first line of their name.
  expect(lines[2]).toMatch(/^area .*9$/);
  expect(lines.findIndex((line) => line.endsWith(' 7'))).toBe(4);
});
