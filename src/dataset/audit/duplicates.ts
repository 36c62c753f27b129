/** Rows that occur again, whole: an export that was joined twice, or customers who are alike. */
import { linesOf, type Check, type Finding } from './finding';
import { shareOf } from './words';

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/**
 * Copies of a row count as one customer more, and put what was trained on among what is judged on. A log where every
 * row occurs equally often was multiplied; fewer copies may be customers who are alike where no column says who.
 */
export const duplicateRows: Check = ({ log, settings }): Finding[] => {
  const times = new Map<number, number>();
  const copies: number[] = [];
  log.contentHashes().forEach((hash, row) => {
    const before = times.get(hash) ?? 0;
    if (before > 0) copies.push(row);
    times.set(hash, before + 1);
  });
  if (copies.length < settings.duplicateShare * log.rows || copies.length === 0) return [];
  const values = { copies: copies.length, share: copies.length / log.rows };
  const fold = [...times.values()].reduce(greatestDivisor);
  if (fold > 1 && times.size >= settings.fewestRows) {
    const message =
      `every row occurs ${fold} times: ${times.size} different rows in ${log.rows}; the export was multiplied, so every ` +
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
