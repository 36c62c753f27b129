/**
 * What a log says, read the slow and plain way: csv-parse cuts it into cells, Number and Date read them. It knows the
 * columns of `random-logs.ts`.
 */
import { parse } from 'csv-parse/sync';

export interface PlainRow {
  /** On which the row ends. */
  readonly line: number;
  readonly id: string;
  readonly time: number;
  readonly action: string;
  readonly reward: number;
  readonly gone: boolean;
  /** NaN where missing */
  readonly age: number;
}

export interface PlainDecision extends PlainRow {
  /** Line of the customer's next decision; null where there is none. */
  readonly next: number | null;
}

const YES = ['1', 'true', 'yes', 'y', 't'];
const NO = ['0', 'false', 'no', 'n', 'f'];

class Unreadable extends Error {}

function expectThat(condition: boolean): void {
  if (!condition) throw new Unreadable();
}

function numberOf(text: string): number {
  expectThat(/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) && Math.abs(Number(text)) < 3.4e38);
  return Number(text);
}

function flagOf(text: string): boolean {
  const word = text.toLowerCase();
  expectThat([...YES, ...NO].includes(word));
  return YES.includes(word);
}

function outcomeOf(text: string): number {
  const word = text.toLowerCase();
  return YES.includes(word) ? 1 : NO.includes(word) ? 0 : numberOf(text);
}

function timeOf(text: string): number {
  const hasTime = text.length > 10;
  const hasZone = /(z|[-+]\d\d(:?\d\d)?)$/i.test(text.slice(10));
  const time = Date.parse(`${text.replace(' ', 'T')}${hasTime && !hasZone ? 'Z' : ''}`);
  expectThat(/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(time));
  return time;
}

function nameOf(text: string): string {
  expectThat(text !== '');
  return text;
}

function recordsOf(text: string): { record: string[]; line: number }[] {
  try {
    const found = parse(text, {
      ...{ bom: true, info: true, relax_column_count: true },
      record_delimiter: ['\r\r\n', '\r\n', '\n'],
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return found
      .map(({ record, info }) => ({ record: record.map((cell) => cell.trim()), line: info.lines }))
      .filter(({ record }) => record.some((cell) => cell !== ''));
  } catch {
    throw new Unreadable();
  }
}

function rowsOf(text: string): PlainRow[] {
  const [head, ...rows] = recordsOf(text);
  const header = head?.record ?? [];
  const at = (name: string) => {
    expectThat(header.filter((one) => one === name).length === 1);
    return header.indexOf(name);
  };
  expectThat(rows.length > 0 && at('optOut') >= 0);
  return rows.map(({ record, line }) => {
    expectThat(record.length === header.length);
    const cell = (name: string) => record[at(name)]!;
    return {
      ...{ line, id: nameOf(cell('id')), time: timeOf(cell('day')), action: nameOf(cell('channel')) },
      ...{ reward: outcomeOf(cell('margin')), gone: flagOf(cell('gone')) },
      age: cell('age') === '' ? NaN : numberOf(cell('age')),
    };
  });
}

function byCustomer(rows: readonly PlainRow[]): Map<string, PlainRow[]> {
  const customers = new Map<string, PlainRow[]>();
  for (const row of rows) customers.set(row.id, [...(customers.get(row.id) ?? []), row]);
  return customers;
}

/** The decisions of a log in the order of its lines; null if it cannot be read so. */
export function plainDecisions(text: string): PlainDecision[] | null {
  try {
    const customers = byCustomer(rowsOf(text));
    const decisions = [...customers.values()].flatMap((rows) => {
      const inOrder = rows.sort((one, other) => one.time - other.time);
      const end = inOrder.findIndex(({ gone }) => gone);
      const kept = end < 0 ? inOrder : inOrder.slice(0, end + 1);
      return kept.map((row, i) => ({ ...row, next: kept[i + 1]?.line ?? null }));
    });
    return decisions.sort((one, other) => one.line - other.line);
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}
