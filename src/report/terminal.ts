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
