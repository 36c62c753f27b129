/** A contact log as a company exports it: rows in the order of time, made anew from a seed wherever it is wanted. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { Random } from '../../src/core/random';
import { logSchema, type LogSchema } from '../../src/dataset/schema/log-schema';

const WHOLE_COLUMNS = 7;
const DECIMAL_COLUMNS = 6;
/** Decimals of which a tenth is missing. */
const GAPPY_COLUMNS = 4;
const CATEGORY_COLUMNS = 3;

const names = (kind: string, count: number) => Array.from({ length: count }, (_, i) => `${kind}_${i + 1}`);

const categories = names('category', CATEGORY_COLUMNS);
const counts = names('count', WHOLE_COLUMNS);
const amounts = [...names('score', DECIMAL_COLUMNS), ...names('spend', GAPPY_COLUMNS)];

export const columns = {
  customer: 'customer_id',
  time: 'sent_at',
  /** The channel, and features. */
  categories: ['channel', ...categories],
  /** Margin, propensity, and features. */
  numbers: ['margin', 'propensity', ...counts, ...amounts],
  features: [...categories, ...counts, ...amounts],
};

/** What the columns mean. */
export function logSchemaOf(): LogSchema {
  const kinds = (some: readonly string[], kind: string) =>
    Object.fromEntries(some.map((name) => [name, kind]));
  return logSchema.parse({
    ...{ customer: columns.customer, time: columns.time, action: 'channel', noAction: 'none' },
    ...{ reward: 'margin', propensity: 'propensity' },
    features: { ...kinds(categories, 'category'), ...kinds(counts, 'count'), ...kinds(amounts, 'number') },
  });
}

const CHANNELS = ['none', 'email', 'sms', 'letter', 'call'];
const CATEGORIES = ['A', 'B', 'north', 'south-east', 'Best Ager', 'family', 'single', 'other'];
const CUSTOMERS_PER_ROW = 0.19;
const START = Date.UTC(2024, 0, 1);
const YEARS_MILLISECONDS = 2 * 365 * 86_400_000;
const MISSING = 0.1;
/** Rows that are written at once. */
const ROWS_AT_ONCE = 2000;

/** '0000' to '9999': the decimals of a number. */
const decimals = Array.from({ length: 10_000 }, (_, i) => String(i).padStart(4, '0'));

/** The text of one row, made from a stream of random numbers. */
function rowMaker(rows: number, random: Random): (row: number) => string {
  const customers = Math.max(1, Math.round(CUSTOMERS_PER_ROW * rows));
  const uniform = () => random.uniform();
  const below = (n: number) => Math.floor(uniform() * n);
  const decimal = (n: number) => `${below(n)}.${decimals[below(10_000)]!}`;
  // A number that scatters the customers' order over ids of one length: no id is two customers'.
  const id = (customer: number) => (((customer * 48_271) % 2_147_483_647) + 1_000_000_000).toString(16);
  return (row) => {
    const time = new Date(START + Math.floor((row * YEARS_MILLISECONDS) / rows / 1000) * 1000);
    let text = `c${id(below(customers))},${time.toISOString().slice(0, 19)}Z,${CHANNELS[below(CHANNELS.length)]!}`;
    for (let i = 0; i < CATEGORY_COLUMNS; i += 1) text += `,${CATEGORIES[below(CATEGORIES.length)]!}`;
    text += uniform() < 0.9 ? ',0' : `,${decimal(200)}`;
    text += `,0.${decimals[below(9999) + 1]!}`;
    for (let i = 0; i < WHOLE_COLUMNS; i += 1) text += `,${below(i < 4 ? 30 : 4000)}`;
    for (let i = 0; i < DECIMAL_COLUMNS; i += 1) text += i < 3 ? `,-${decimal(3)}` : `,${decimal(500)}`;
    for (let i = 0; i < GAPPY_COLUMNS; i += 1) text += uniform() < MISSING ? ',' : `,${decimal(1000)}`;
    return `${text}\n`;
  };
}

/**
 * Writes the log.
 *
 * @param file path, written over
 * @param say told the rows written so far, about every million
 */
export function makeLog(file: string, rows: number, seed: number, say: (rows: number) => void): void {
  const handle = openSync(file, 'w');
  try {
    writeSync(
      handle,
      `${[columns.customer, columns.time, ...columns.categories, ...columns.numbers].join(',')}\n`,
    );
    const rowOf = rowMaker(rows, Random.fromSeed(seed).fork('log'));
    for (let row = 0; row < rows; row += ROWS_AT_ONCE) {
      let text = '';
      for (let i = row; i < Math.min(rows, row + ROWS_AT_ONCE); i += 1) text += rowOf(i);
      writeSync(handle, text);
      if (row > 0 && row % 1_000_000 === 0) say(row);
    }
  } finally {
    closeSync(handle);
  }
}
