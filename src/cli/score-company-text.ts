/** What `score` says of columns that were made of a company's tables. */
import { momentText } from '../core/moment-text';
import { formatNumber } from '../report/format';
import { wrapped } from '../report/terminal';
import type { Scored } from '../runs/score/score';

/** By what made them: `churn: churn_probability`. */
function madeLines(made: NonNullable<Scored['company']>['made']): string[] {
  const makers = [...new Set(made.map(({ by }) => by))];
  return makers.map((maker) => {
    const names = made.flatMap(({ name, by }) => (by === maker ? [name] : []));
    return `made by ${maker}: ${names.join(', ')}`;
  });
}

/** Who of them is decided on, where no file says it. */
function rowsLines({ areRows, gone }: NonNullable<Scored['company']>): string[] {
  if (!areRows) return [];
  if (gone === null)
    return [
      'rows are all of them: who has left for good the tables do not say, as `terminal` in the schema of a contact log does; --data names whom to decide on',
    ];
  if (gone === 0) return ['rows are all of them: the contact log calls nobody gone'];
  return [
    `rows are all but ${formatNumber(gone)} of them, whom the contact log calls gone; --data names others to decide on`,
  ];
}

export function companyLines({
  company,
  unknown,
  tally,
}: Pick<Scored, 'company' | 'unknown' | 'tally'>): string[] {
  if (company === null) return [];
  const { asOf, fittedUntil, timeZone, made, given, own, customers } = company;
  const lines = [
    `as of ${momentText(Date.parse(asOf), timeZone)}; something was known of ${formatNumber(customers)} customers`,
    ...rowsLines(company),
    ...(made.length === 0 ? ['none is made: the file has them all'] : madeLines(made)),
    ...(made.some(({ by }) => by !== 'profile')
      ? [`models fitted on what was known until ${momentText(Date.parse(fittedUntil), timeZone)}`]
      : []),
    ...(given.length > 0 ? [`taken as the file has them: ${given.join(', ')}`] : []),
    ...(own.length > 0 ? [`as their table has them: ${own.join(', ')}`] : []),
    ...(unknown > 0
      ? [
          `nothing is known of the customers of ${formatNumber(unknown)} of ${formatNumber(tally.rows)} rows: what is made is missing there`,
        ]
      : []),
  ];
  return ['', 'columns of customers', ...lines.map((line) => wrapped(line, '  '))];
}
