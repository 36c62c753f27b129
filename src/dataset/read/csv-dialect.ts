/** How a CSV file separates its cells and ends its lines: what is found in its first line, or what was declared. */
import { parse } from 'csv-parse/sync';

/** What a schema may declare. */
export const separators = [',', ';', '\t', '|'] as const;
export type Separator = (typeof separators)[number];

export interface Dialect {
  readonly separator: string;
  /** What ends a line; a line feed may have as many carriage returns before it as careless copying leaves. */
  readonly lineEnd: '\n' | '\r';
  /** Bytes before the header: a byte order mark, and the line `sep=;` that spreadsheets write and read. */
  readonly skippedBytes: number;
  /** Line on which the rest begins. */
  readonly firstLine: number;
}

/** Of the first line that is not blank, without what ends it; all of the text if nothing does. */
function firstLine(text: string): string {
  return /^\s*?([^\r\n]+)/.exec(text)?.[1] ?? '';
}

/** Files of old Macintoshes, and of some exports still, have no line feed at all. */
function lineEndOf(text: string): Dialect['lineEnd'] {
  return text.includes('\r') && !text.includes('\n') ? '\r' : '\n';
}

/** Names in a header as they stand between these separators; none where it is not well-formed. */
function namesBetween(separator: string, header: string): readonly string[] {
  try {
    const [names = []] = parse(header, { delimiter: separator, relax_column_count: true });
    return names.map((name) => name.trim());
  } catch {
    return [];
  }
}

/**
 * @param head the beginning of the file, longer than its header
 * @param columns names that the header should have: the separator is the one that finds most of them, and then most others
 * @param declared the separator that was declared
 */
export function dialectOf(
  head: Buffer,
  columns: readonly string[],
  declared: Separator | undefined,
): Dialect {
  const text = head.toString('utf8').replace(/^\ufeff/, '');
  const said = /^sep=([^"\u0080-\uffff])(\r\n|\r|\n)/.exec(text);
  const header = firstLine(said === null ? text : text.slice(said[0].length));
  const found = separators.map((separator) => ({ separator, names: namesBetween(separator, header) }));
  const wanted = (names: readonly string[]) => columns.filter((column) => names.includes(column)).length;
  const [best] = found.sort((a, b) => wanted(b.names) - wanted(a.names) || b.names.length - a.names.length);
  const mark = head.length - Buffer.byteLength(text);
  return {
    separator: declared ?? said?.[1] ?? best!.separator,
    lineEnd: lineEndOf(text),
    skippedBytes: mark + (said?.[0].length ?? 0),
    firstLine: said === null ? 1 : 2,
  };
}
