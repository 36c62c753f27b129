/** The words of a report on a calibrated world, for pages and the terminal. */
import { dayText } from '../../core/moment-text';
import { ABSENT, formatDifference, formatNumber, formatShare, NOT_IDENTIFIED } from '../format';
import type { WorldCalibrationReport } from '../world-calibration';

const count = (n: number, noun: string) => `${formatNumber(n)} ${noun}${n === 1 ? '' : 's'}`;

export function calibrationHeadline({ world, verdict, check, segment }: WorldCalibrationReport): string {
  const whose = segment === null ? '' : ` of ${segment.name}`;
  const all = check.statistics.length;
  if (verdict.decision === 'reproduced')
    return `The ${world} world${whose} reproduces the log in all ${all} statistics that were looked at.`;
  return `The ${world} world${whose} does not reproduce the log in ${verdict.lines.length} of ${all} statistics.`;
}

export function checkWords({ check, periods }: WorldCalibrationReport): string {
  const raised =
    check.clips > 0
      ? ` In ${formatNumber(check.clips)} periods of a simulated log more customers were to leave a state than it had, and customers were made of nothing.`
      : '';
  return `${count(check.replications, 'log')} of ${count(periods, 'period')} simulated from the customers at the beginning, with the log's own shares of actions in each state and period. In ${formatShare(check.level)} of them all statistics lie within their bands at once. A spread is the standard deviation over the periods.${raised}`;
}

/** What a state is, how a customer's action and a state's money are read from the log, and what is assumed. */
export function definitionWords(report: WorldCalibrationReport): string {
  const { period, activeFor, lapsedAfter } = report;
  return (
    `At the beginning of a period of ${period} a customer is active with a purchase in the ${activeFor} before, semiActive with the last one up to ` +
    `${lapsedAfter} before, and nonActive with none since; nobody leaves: who is gone is nonActive. A customer arrives when something is known of them first. The action is that of the period's first contact; ` +
    'without one it is No Action. Where the log writes No Action down, nothing was decided on customers without a row in a period, such as those who are gone: a campaign of the world does not reach their share of a state, which moves as they did. Money is booked a period later, on the state that it led to, for the world pays before a campaign acts. Assumed: within a ' +
    'state, whom the log contacted does not hang on what else moves them; a contact acts within its period alone; and customers of a state are alike, however long they have been in it.'
  );
}

export function countWords({
  customerPeriods,
  customers,
  from,
  until,
  timeZone,
}: WorldCalibrationReport): string[] {
  const { all, withoutRow, severalKinds } = customerPeriods;
  const share = (part: number) => `${formatNumber(part)} (${formatShare(all === 0 ? null : part / all)})`;
  return [
    `${dayText(from, timeZone)} to ${dayText(until, timeZone)}: ${formatNumber(all)} customers' periods, ${formatNumber(customers)} customers at the end`,
    `${share(withoutRow)} have no row of the contact log`,
    `${share(severalKinds)} have contacts of several kinds: they count as the first of them`,
  ];
}

export const flowLabels = [
  'Action',
  'From',
  'To',
  'Customers',
  'Share',
  'Standard error',
  '95 % interval',
  "Minus No Action's",
  'Spread beyond chance',
];
export function flowCells({ flows, differences }: WorldCalibrationReport): string[][] {
  return flows.map(({ action, from, to, trials, share, standardError, low, high, spread }) => {
    const difference = differences.find((one) => one.action === action && one.from === from && one.to === to);
    return [
      ...[action, from, to, formatNumber(trials), formatNumber(share), formatNumber(standardError)],
      `${formatNumber(low)} to ${formatNumber(high)}`,
      difference === undefined ? ABSENT : formatDifference(difference),
      spread === null ? NOT_IDENTIFIED : formatNumber(spread),
    ];
  });
}

/** Names in a title; more of them are counted. */
const NAMED = 3;

/**
 * What a figure of shares by action shows: who moves most, where its interval is apart from the others'; else that it
 * cannot be told.
 *
 * @param rows of the figure, the largest share first
 */
export function flowTitle(
  move: string,
  rows: readonly Pick<WorldCalibrationReport['flows'][number], 'action' | 'share' | 'low' | 'high'>[],
): string {
  const [first, ...others] = rows;
  const beside = others.filter(({ high }) => high >= first!.low).map(({ action }) => action);
  if (others.length === 0) return `${move}: ${formatShare(first!.share)} a period with ${first!.action}`;
  if (beside.length === 0)
    return `${move}: the most with ${first!.action}, ${formatShare(first!.share)} a period`;
  const named = beside.slice(0, NAMED).join(', ');
  const more = beside.length > NAMED ? ` and ${count(beside.length - NAMED, 'other')}` : '';
  return `${move}: it cannot be told which action moves most, for the interval of ${first!.action} overlaps those of ${named}${more}`;
}

/** Contacts of none of whose shares the log shows that it differs from No Action's. */
export function unshownActions({ differences }: WorldCalibrationReport): string[] {
  const actions = [...new Set(differences.map(({ action }) => action))];
  return actions.filter((name) => !differences.some(({ action, shown }) => action === name && shown));
}

/** That the intervals of all differences are one family. */
export function differenceWords({ differences }: WorldCalibrationReport): string {
  const [first] = differences;
  if (first === undefined || differences.length < 2) return '';
  return `${formatNumber(differences.length)} shares are held against No Action's at once: each of these intervals has a level of ${Number((100 * first.level).toFixed(2))} %, so that all of them together hold in 95 of 100 such logs. The others have 95 % each.`;
}

const inCurrency = (label: string, { currency }: WorldCalibrationReport) =>
  currency === null ? label : `${label}, ${currency}`;

export const arrivalLabels = (report: WorldCalibrationReport): string[] => [
  ...['State', 'Arrivals', 'Standard error', 'Spread', 'In the world'],
  ...[inCurrency('Profit per customer', report), 'Reached'],
];
export function arrivalCells({ arrivals, revenue, reach }: WorldCalibrationReport): string[][] {
  return arrivals.map(({ state, mean, standardError, sd, given }, i) => [
    ...[state, formatNumber(mean), formatNumber(standardError), formatNumber(sd)],
    ...[formatNumber(given), formatNumber(revenue[i]!), formatShare(reach[i]!)],
  ]);
}

export const costLabels = (report: WorldCalibrationReport): string[] => [
  'Action',
  inCurrency('Cost per customer and period', report),
];
export const costCells = ({ costs }: WorldCalibrationReport): string[][] =>
  costs.map(({ action, cost }, i) => [
    action,
    i === 0 ? ABSENT : cost === null ? NOT_IDENTIFIED : formatNumber(cost),
  ]);

export const statisticLabels = ['Statistic', 'Log', 'Simulated', 'Band', 'Reproduced'];
export function statisticCells(report: WorldCalibrationReport): string[][] {
  return report.check.statistics.map(({ name, isMoney, logged, simulated, low, high, reproduced }) => [
    ...[isMoney ? inCurrency(name, report) : name, formatNumber(logged), formatNumber(simulated)],
    ...[`${formatNumber(low)} to ${formatNumber(high)}`, reproduced ? 'yes' : 'no'],
  ]);
}
