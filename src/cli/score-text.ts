/** What `score` prints: what became of the rows of a file. */
import { formatNumber, formatSeconds, formatShare, formatShort } from '../report/format';
import { numberColumn, textColumn, terminalTable, wrapped } from '../report/terminal';
import { companyLines } from './score-company-text';
import { historyLines } from './score-history-text';
import type { Scored } from '../runs/score/score';

/** Lines of a list that a terminal shows. */
const MOST_LINES = 12;

const spentOf = (counts: ArrayLike<number>, costs: readonly number[]) =>
  costs.reduce((sum, cost, action) => sum + cost * counts[action]!, 0);

const rowsOf = (count: number) => `${formatNumber(count)} ${count === 1 ? 'row' : 'rows'}`;

/** The same as one document. */
function documentOf(scored: Scored) {
  const { out, hash, actions, tally, costs, currency, charges, spending, history, customers, seconds } =
    scored;
  const { rows } = tally;
  return {
    ...{
      out,
      model: hash,
      computedBy: scored.computedBy,
      seed: scored.seed,
      rows,
      seconds: Number(seconds.toFixed(3)),
    },
    rowsPerSecond: Math.round(rows / seconds),
    actions: actions.map((action, i) => ({
      ...{ action, rows: tally.actions[i]!, share: tally.actions[i]! / rows },
      expectedRows: tally.expected[i]!,
    })),
    noActionShare: tally.actions[0]! / rows,
    triedRows: tally.tried,
    spent: costs && spentOf(tally.actions, costs),
    expectedSpent: costs && spentOf(tally.expected, costs),
    currency,
    caution: scored.caution,
    charges: charges && Object.fromEntries(actions.map((action, i) => [action, charges[i]!])),
    limits:
      spending?.limits.map(({ channel, most, use, used, price }) => ({
        ...{ of: channel ?? 'budget', most, used, price },
        done: spentOf(tally.actions, use),
      })) ?? null,
    nextInLine: spending?.next ?? null,
    barred: tally.barred(),
    unseen: tally.unseen(),
    unseenBeyond: Object.fromEntries(tally.moreUnseen),
    history,
    company: scored.company && { ...scored.company, unknownRows: scored.unknown },
    repeatedCustomers: customers.repeated,
  };
}

function some(lines: readonly string[]): string[] {
  if (lines.length <= MOST_LINES) return [...lines];
  return [...lines.slice(0, MOST_LINES), `  ... ${lines.length - MOST_LINES} more (--json has all)`];
}

function limitLines({ spending, currency, isExploring, tally }: Scored): string[] {
  if (spending === null) return [];
  const unit = currency === null ? '' : ` ${currency}`;
  const lines = spending.limits.map(({ channel, most, use, used, price }) => {
    const [what, of] = channel === null ? ['budget', unit] : [`${channel}`, ''];
    const worth =
      price === 0
        ? 'all that is worth it is done, one more would earn nothing'
        : `price ${formatShort(price)}: what one more ${channel === null ? 'unit of cost' : 'contact'} would earn`;
    return wrapped(
      `${what}: ${isExploring ? `${formatNumber(spentOf(tally.actions, use))} done, expected ` : ''}${formatNumber(used)} of ${formatNumber(most)}${of}; ${worth}`,
      '  ',
    );
  });
  const { next, limits } = spending;
  if (next === null) return ['', 'limits of all rows together', ...lines];
  const takes = next.use.map((one, j) => `${formatShort(one)} of ${limits[j]!.channel ?? 'the budget'}`);
  const line = `next in line: one more contact that takes ${takes.join(', ')} would earn ${formatShort(next.gain)} more`;
  return ['', 'limits of all rows together', ...lines, wrapped(line, '  ')];
}

function chargesLine({ charges, actions }: Scored): string[] {
  if (charges === null) return [];
  const each = actions.flatMap((action, i) =>
    charges[i]! > 0 ? [`${action} ${formatNumber(charges[i]!)}`] : [],
  );
  const line = `charged beside their values, as the model was trained to (a --budget or --capacity of this file would take its place): ${each.join(', ')}`;
  return [wrapped(line, '')];
}

/** @param scored what was done */
export function scoreText(scored: Scored, json: boolean): string {
  if (json) return JSON.stringify(documentOf(scored), null, 2);
  const { out, actions, tally, costs, currency, seconds, hash, isExploring } = scored;
  const { rows } = tally;
  const table = terminalTable(
    [
      ...[textColumn('action'), numberColumn('rows'), numberColumn('share')],
      ...(isExploring ? [numberColumn('expected rows')] : []),
    ],
    actions.map((action, i) => [
      ...[action, formatNumber(tally.actions[i]!), formatShare(tally.actions[i]! / rows)],
      ...(isExploring ? [formatShort(tally.expected[i]!)] : []),
    ]),
  );
  const spent =
    costs === null
      ? 'spent: not known, for the model does not say what contacts cost'
      : `spent: ${formatNumber(spentOf(tally.actions, costs))}${currency === null ? '' : ` ${currency}`}`;
  const barred = tally
    .barred()
    .map((one) => wrapped(`${one.action} in ${rowsOf(one.rows)}: ${one.reason}`, '  '));
  const unseen = tally
    .unseen()
    .map((one) =>
      wrapped(
        `${one.column} ${JSON.stringify(one.value)}: ${rowsOf(one.rows)}, the first ${one.place}`,
        '  ',
      ),
    );
  return [
    table,
    spent,
    ...(isExploring ? [`tried what is not best: ${rowsOf(tally.tried)}, drawn by seed ${scored.seed}`] : []),
    ...(scored.caution === null ? [] : [wrapped(`value over No Action: ${scored.caution}`, '')]),
    ...chargesLine(scored),
    ...limitLines(scored),
    ...companyLines(scored),
    ...historyLines(scored),
    ...(barred.length === 0 ? [] : ['', 'not to be done', ...some(barred)]),
    ...(unseen.length === 0 ? [] : ['', 'values that were not in the rows trained on', ...some(unseen)]),
    '',
    `${rowsOf(rows)} in ${formatSeconds(seconds)}, ${formatNumber(Math.round(rows / seconds))} rows/s, by model ${hash}`,
    `computed by ${scored.computedBy}`,
    `written: ${out}`,
  ].join('\n');
}
