/** A table in plain text, for the terminal. */

export interface TextColumn {
  readonly label: string;
  readonly align: 'left' | 'right';
}

const GAP = '  ';

/** Text on one line without control characters: data must not move the cursor of the reader's terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text;
}

/** Takes what is too much from the widest left-aligned column; numbers are never cut. */
function columnWidths(columns: readonly TextColumn[], cells: readonly string[][], most: number): number[] {
  const widths = columns.map((column, j) =>
    // No spread: a hundred thousand rows are more arguments than a call takes.
    cells.reduce((width, row) => Math.max(width, row[j]!.length), column.label.length),
  );
  const excess = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length) - most;
  const left = columns.flatMap((column, j) => (column.align === 'left' ? [j] : []));
  const widest = left.sort((a, b) => widths[b]! - widths[a]!)[0];
  if (excess > 0 && widest !== undefined) widths[widest] = Math.max(8, widths[widest]! - excess);
  return widths;
}

/**
 * Aligned columns with a rule below the head.
 *
 * @param rows one string per column and row
 * @param mostColumns widest line, in characters, as far as cutting text columns can achieve it
 * @throws RangeError if a row has another number of cells than there are columns
 */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  mostColumns = 100,
): string {
  const wrong = rows.find((row) => row.length !== columns.length);
  if (wrong) throw new RangeError(`textTable: expected ${columns.length} cells a row, got ${wrong.length}`);
  const cells = rows.map((row) => row.map(oneLine));
  const widths = columnWidths(columns, cells, mostColumns);
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, j) => {
        const shown = cut(text, widths[j]!);
        return columns[j]!.align === 'left' ? shown.padEnd(widths[j]!) : shown.padStart(widths[j]!);
      })
      .join(GAP)
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP);
  return [line(columns.map((column) => column.label)), rule, ...cells.map(line)].join('\n');
}
