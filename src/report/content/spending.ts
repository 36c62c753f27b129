/** What a policy may spend and what more would earn, in sentences. */
import type { Estimate } from '../../core/estimate';
import { formatEstimate, formatFixed, formatNumber, formatShort } from '../format';
import type { ReportData, Spending, SpendingLimit, SpendingPoint } from '../report';
import { logValuesOf, standingOf, type LogValues } from './log-values';
import { configAt, currencyOf } from './thresholds';

/** A point of the frontier that may be shown as known. */
export interface KnownPoint extends SpendingPoint {
  readonly value: Estimate;
}

export interface SpendingData {
  readonly spending: Spending;
  readonly values: LogValues;
  /** Of money, as the schema calls it; `unit of cost` where it does not. */
  readonly currency: string;
  /** Whether rewards hold what actions cost; undefined where the schema does not say. */
  readonly isNet: boolean | undefined;
  readonly known: readonly KnownPoint[];
}

function isKnown<Point extends SpendingPoint>(
  point: Point,
  { offPolicy }: LogValues,
): point is Point & KnownPoint {
  if ((point.value?.value ?? null) === null) return false;
  return standingOf({ ...point, role: 'model', support: {} }, offPolicy.doubts ?? []) === 'known';
}

/** Undefined of reports of before, and of logs that say nothing of costs where nothing was asked for. */
export function spendingOf(report: ReportData): SpendingData | undefined {
  const { spending, config } = report;
  const values = logValuesOf(report);
  if (spending === undefined || values === undefined) return undefined;
  return {
    ...{ spending, values, currency: currencyOf(config).trim() || 'unit of cost' },
    // Either way of saying it takes costs off: they are off already, or were taken off when the log was read.
    isNet: configAt(config, ['schema', 'rewardNetOfCost']) === undefined ? undefined : true,
    known: spending.frontier.filter((point) => isKnown(point, values)),
  };
}

/** `a day`, or `a decision` of a log without times. */
export const pace = ({ decisionsPerDay }: Spending) => (decisionsPerDay === null ? 'a decision' : 'a day');

/** What a point spends at that pace. */
export const spentAt = ({ spent, spentPerDay }: SpendingPoint) => spentPerDay ?? spent;

/** Whether the log says what contacts cost. */
const hasCosts = ({ frontier, perDecision }: Spending) => frontier.length > 1 || perDecision.cost.value! > 0;

/** What it spends and how often it contacts, as the log's decisions are. */
export function takenText({ spending, currency, values }: SpendingData): string {
  const { perDecision, perDay, decisionsPerDay } = spending;
  const { cost, contacts } = perDay ?? perDecision;
  const days =
    decisionsPerDay === null
      ? ''
      : `, at the ${formatShort(decisionsPerDay)} decisions a day that the whole log has`;
  const spends = hasCosts(spending) ? `spend ${formatEstimate(cost)} ${unitOf(currency)} and ` : '';
  return `On the ${formatNumber(values.offPolicy.decisions)} decisions held out, each as the log has it, the model would ${spends}make ${formatEstimate(contacts)} contacts ${pace(spending)}${days}.`;
}

const unitOf = (currency: string) => (currency === 'unit of cost' ? 'units of cost' : currency);

/** A number with the digits that it was typed with. */
function asTyped(amount: number): string {
  const [, decimals] = /^\d+\.(\d+)$/.exec(String(amount)) ?? [];
  return decimals === undefined ? formatNumber(amount) : formatFixed(amount, decimals.length);
}

/** `5 EUR a day`, `20 contacts by call a day` */
function amountText({ channel, asked }: SpendingLimit, currency: string): string {
  const what = channel === null ? unitOf(currency) : `contacts by ${channel}`;
  return `${asTyped(asked.amount)} ${what} a ${asked.per}`;
}

/** Of a limit that cannot be kept no price says anything. */
function priceText({ channel, price, isMet, asked: { per } }: SpendingLimit, currency: string): string {
  if (!isMet)
    return 'It cannot be kept: something has to be done, and what the limits leave together takes more.';
  if (price === 0)
    return 'The limit did not bind where prices were found, so that nothing is charged for it: more would have earned nothing there.';
  const one = channel === null ? `one more ${currency}` : `one more contact by ${channel}`;
  return `The limit binds: ${one} a ${per} would earn about ${formatShort(price)} more a ${per} by the model's values, valid for small changes.`;
}

const halfWidth = ({ low, high }: Estimate) => (low === null || high === null ? NaN : (high - low) / 2);

/** Of two sides without a customer in common the errors add up as squares; empty where one of them is not known. */
function differenceText({ foundInterval, heldOut }: SpendingLimit): string {
  if (foundInterval === undefined) return '';
  const noise = Math.hypot(halfWidth(foundInterval), halfWidth(heldOut));
  const gap = Math.abs((heldOut.value ?? NaN) - (foundInterval.value ?? NaN));
  if (Number.isNaN(gap - noise)) return '';
  return gap <= noise
    ? ' The two differ by no more than chance.'
    : ' The two differ by more than chance: those held out are others, or of another time.';
}

/** Held out, beside what was asked. Customers of whom nothing was known may ask for more. */
function keptText({ heldOut: { value, low, high }, asked: { amount }, isMet }: SpendingLimit): string {
  if (value === null || !isMet) return '';
  if (low !== null && low > amount)
    return ' Held out the limit is not kept, by more than chance: plan for that, or ask for less.';
  if (value > amount) return ' Held out that is above the limit, but by no more than chance.';
  const isClose = high !== null && high > amount;
  return ` Held out that is within the limit${isClose ? ', but by no more than chance' : ''}.`;
}

/** What was asked, what is taken on which side of the split, and what more would earn. */
export function limitText(limit: SpendingLimit, { spending, currency, values }: SpendingData): string {
  const { channel, found, foundInterval, heldOut } = limit;
  const verb = channel === null ? 'spends' : 'makes';
  return (
    `At most ${amountText(limit, currency)}: the model ${verb} ${foundInterval === undefined ? formatShort(found) : formatEstimate(foundInterval)} ` +
    `where prices were found (${formatNumber(spending.foundOn)} decisions for validation), and ${formatEstimate(heldOut)} held out ` +
    `(${formatNumber(values.offPolicy.decisions)} decisions for the test).${differenceText(limit)}${keptText(limit)} ${priceText(limit, currency)}`
  );
}

/** Empty where nobody said a price. */
export function givenPriceText({
  spending: { isPriceGiven, price },
  currency,
  isNet,
}: SpendingData): string[] {
  if (!isPriceGiven) return [];
  const beside = isNet === true ? ', beside the cost that rewards hold already' : '';
  return [`As was said, each ${currency} is charged ${formatShort(price)}${beside}.`];
}

/** Whoever is compared may do what the model may not; empty where the model is as free. */
export function othersText({ spending: { limits, isPriceGiven } }: SpendingData): string[] {
  if (limits.length === 0 && !isPriceGiven) return [];
  return [
    'Policies that the model is compared with know none of this: one that earns more may do so by spending more.',
  ];
}

/** Beside the best that the same values could have done, had the held-out decisions been known; empty where no limit binds. */
export function hindsightText({ spending, values, currency }: SpendingData): string[] {
  const { hindsight, limits } = spending;
  if (hindsight === null || limits.every(({ price }) => price === 0)) return [];
  const intro =
    'With prices that keep the limits on the held-out decisions themselves, which nobody knows beforehand,';
  if (!isKnown(hindsight, values)) return [`${intro} it cannot be told from this log what would be earned.`];
  const spent = hasCosts(spending)
    ? `, spending ${formatEstimate(spentAt(hindsight))} ${unitOf(currency)} ${pace(spending)}`
    : '';
  return [`${intro} the same values would earn ${formatEstimate(hindsight.value)} ${values.per}${spent}.`];
}
