/** Public contact logs that are not ours to ship, where they lie beside the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';

const FOLDER = join(__dirname, '../../../shared/data/public');

/** `describe`, or its skipping twin that names the missing file. */
export function describeOn(file: string): jest.Describe {
  return existsSync(publicLog(file)) ? describe : describe.skip;
}

export function publicLog(file: string): string {
  return join(FOLDER, file);
}

/** Every row by the names of its columns. @param file compressed, with commas */
export function publicRows(file: string): Record<string, string>[] {
  return parse(gunzipSync(readFileSync(publicLog(file))), { columns: true });
}

/** Rows as a file, whatever their texts hold. */
export function csvOf(rows: readonly Readonly<Record<string, string | number>>[]): string {
  const cell = (value: string | number) => `"${String(value).replaceAll('"', '""')}"`;
  const names = Object.keys(rows[0]!);
  const lines = rows.map((row) => names.map((name) => cell(row[name]!)).join(','));
  return [names.map(cell).join(','), ...lines, ''].join('\n');
}
