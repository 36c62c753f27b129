/** Rows that occur again, whole: an export that was joined twice, or customers who are alike. */
import { linesOf, type Check, type Finding } from './finding';
import { shareOf } from './words';

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** How often hashes occur; in order, for a map of millions of them would take the memory that the log has. */
function occurrences(hashes: Float64Array) {
  const sorted = hashes.slice().sort();
  const repeated = new Set<number>();
  let different = 0;
  let fold = 0;
  for (let first = 0, end = 0; first < sorted.length; first = end) {
    while (end < sorted.length && sorted[end] === sorted[first]) end += 1;
    different += 1;
    fold = greatestDivisor(fold, end - first);
    if (end - first > 1) repeated.add(sorted[first]!);
  }
  return { different, fold, repeated };
}

/**
 * Copies of a row count as one customer more, and put what was trained on among what is judged on. A log where every
 * row occurs equally often was multiplied; fewer copies may be customers who are alike where no column says who.
 */
export const duplicateRows: Check = ({ log, settings }): Finding[] => {
  const hashes = log.contentHashes();
  const { different, fold, repeated } = occurrences(hashes);
  const seen = new Set<number>();
  const copies: number[] = [];
  hashes.forEach((hash, row) => {
    if (!repeated.has(hash)) return;
    if (seen.has(hash)) copies.push(row);
    seen.add(hash);
  });
  if (copies.length < settings.duplicateShare * log.rows || copies.length === 0) return [];
  const values = { copies: copies.length, share: copies.length / log.rows };
  if (fold > 1 && different >= settings.fewestRows) {
    const message =
      `every row occurs ${fold} times: ${different} different rows in ${log.rows}; the export was multiplied, so every ` +
      'interval would be too narrow: export each row once';
    return [
      {
        ...{ code: 'duplicate-rows', severity: 'block', message },
        ...{ lines: linesOf({ log }, copies), values: { ...values, fold } },
      },
    ];
  }
  const alike = log.customers === null;
  const reason = alike
    ? 'a log without customers cannot tell copies from customers who are alike; a split keeps equal rows on one side'
    : 'a contact that happened once should be there once: look for a join that multiplies rows';
  return [
    {
      ...{ code: 'duplicate-rows', severity: alike ? 'note' : 'warn' },
      message: `${shareOf(copies.length, log.rows)} copy an earlier one in every column read: ${reason}`,
      ...{ lines: linesOf({ log }, copies), values },
    },
  ];
};
