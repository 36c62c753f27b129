/** Paragraphs and tables as the terminal shows them. */
import type { TextColumn } from './text-table';
import { oneLine, textTable } from './text-table';

/** Characters of a line. */
export const WIDTH = 100;

export const textColumn = (label: string): TextColumn => ({ label, align: 'left' });
export const numberColumn = (label: string): TextColumn => ({ label, align: 'right' });

/** A table as wide as the terminal's text; long names are cut. */
export function terminalTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string {
  return textTable(columns, rows, WIDTH);
}

/** A table whose first column goes on below where it has no room, so that rows of like names are told apart. */
export function foldedTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string {
  const others = columns.slice(1).map(({ label }, j) => {
    const longest = rows.reduce((width, row) => Math.max(width, row[j + 1]!.length), label.length);
    return longest + 2;
  });
  const room = Math.max(
    12,
    others.reduce((left, width) => left - width, WIDTH),
  );
  const folded = rows.flatMap(([name = '', ...cells]) =>
    wrapped(name, '', room)
      .split('\n')
      .map((line, i) => [line, ...cells.map((cell) => (i === 0 ? cell : ''))]),
  );
  return terminalTable(columns, folded);
}

/** A paragraph broken between words; later lines are indented below the first. */
export function wrapped(words: string, indent: string, width = WIDTH): string {
  const lines = [''];
  for (const word of oneLine(words).split(/\s+/)) {
    const current = lines.at(-1)!;
    const longer = current === '' ? word : `${current} ${word}`;
    if (current !== '' && longer.length + indent.length > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.map((line, i) => `${i === 0 ? indent.replace(/ {2}$/, '- ') : indent}${line}`).join('\n');
}
