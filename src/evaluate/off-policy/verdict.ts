/** Whether a policy is better than what was done, by a log: from paired intervals, where their conditions hold. */
import type { Finding } from '../../dataset/audit/finding';
import { holmCorrected } from '../../stats/p-values';
import { normalProbability, normalQuantile } from '../../stats/normal';
import type { Decision, Verdict } from '../verdict';
import { logDoubts, warningOf } from './doubts';
import type { Intervals, OffPolicy } from './result';
import type { OffPolicySettings } from './settings';
import { wayOut } from './way-out';
import { estimators } from './estimators';
import { named, roughlyMore, words, wordsLike } from './words';

export interface VerdictRequest {
  /** Name of the policy that decides. */
  readonly against: string;
  /** Differences up to this are no difference, in the reward's unit; 0 for none. */
  readonly margin: number;
  readonly settings: OffPolicySettings;
  readonly findings: readonly Finding[];
  /** Others that were named beforehand, each a question of its own. @default none */
  readonly planned?: readonly string[] | undefined;
}

/** What is judged against one policy. */
interface Lead {
  readonly name: string;
  readonly difference: Intervals | null;
  readonly doubts: readonly string[];
  /** Of "what is judged is behind", one-sided; null where no verdict is given. */
  readonly pValue: number | null;
}

/** The chance of a difference as low as this if there were none, by the standard error that its interval shows. */
function pValueBehind({ interval: { value, low, high, level } }: Intervals): number | null {
  if (value === null || low === null || high === null) return null;
  if (high === low) return value < 0 ? 0 : 1;
  const standardError = (high - low) / (2 * normalQuantile((1 + level) / 2));
  return normalProbability(value / standardError);
}

function leadOf(name: string, { subject, policies }: OffPolicy): Lead {
  const { difference } = policies[name]!;
  const doubts = [...new Set([...policies[subject]!.doubts, ...policies[name]!.doubts])];
  return {
    ...{ name, difference, doubts },
    pValue: doubts.length > 0 || difference === null ? null : pValueBehind(difference),
  };
}

function decide({ difference, pValue }: Lead, corrected: number | null, margin: number): Decision {
  if (pValue === null || corrected === null || difference === null) return 'cannot tell';
  const { low, high, level } = difference.interval;
  if (low! >= -margin && high! <= margin && margin > 0) return 'as good as';
  if (low! > 0) return 'better';
  return high! < 0 && corrected <= (1 - level) / 2 ? 'worse' : 'not shown better';
}

/**
 * Holm's correction over all others that have a p-value: among many policies one is ahead by chance. The one that was
 * named beforehand is held at its own level.
 */
function correctedOf(leads: readonly Lead[], declaredNames: readonly string[]): Map<Lead, number> {
  const tested = leads.filter(({ pValue }) => pValue !== null);
  const others = tested.filter(({ name }) => !declaredNames.includes(name));
  const corrected = holmCorrected(others.map(({ pValue }) => pValue!));
  const declared = tested.filter(({ name }) => declaredNames.includes(name));
  return new Map([
    ...declared.map((lead) => [lead, lead.pValue!] as const),
    ...others.map((lead, i) => [lead, corrected[i]!] as const),
  ]);
}

/** As people call an estimator, within a sentence. */
function labelOf(estimator: string): string {
  const label = estimators.find(({ name }) => name === estimator)?.label ?? estimator;
  return `${label[0]!.toLowerCase()}${label.slice(1)}`;
}

const unitOf = ({ estimand, unit }: OffPolicy) =>
  estimand === 'history' ? `per ${unit === 'customer' ? 'customer' : 'row'}` : 'per decision';

/** Whom a difference is of. */
function unitsText(name: string, { units, unit, heldBack, subject }: OffPolicy): string {
  const all = `${words(units)} ${unit}s`;
  const isApart = [name, subject].some((one) => heldBack?.policies.includes(one));
  return isApart ? `${all} and ${words(heldBack!.units)} who were kept from contacts` : all;
}

function differenceReason({ name, difference, doubts }: Lead, offPolicy: OffPolicy): string[] {
  // A number beside "cannot tell" would be taken for an answer.
  if (difference === null || doubts.length > 0) return [];
  const { value, low, high, level } = difference.interval;
  if (value === null || low === null || high === null) return [];
  return [
    `${named(offPolicy.subject)} minus ${name === 'logged' ? 'what was done' : named(name)} is ${wordsLike(value, { low, high })} ${unitOf(offPolicy)} (${100 * level} % interval ` +
      `${wordsLike(low, { low, high })} to ${wordsLike(high, { low, high })}, ${unitsText(name, offPolicy)}, ${labelOf(difference.estimator)})`,
  ];
}

/**
 * The interval shrinks with the root of the number of customers: how many more would put its lower end at 0, were the
 * difference to stay what it is.
 */
export function furtherUnits(value: number | null, low: number | null, units: number): number | null {
  if (value === null || low === null || value <= 0 || low > 0) return null;
  return Math.ceil(units * ((value - low) / value) ** 2) - units;
}

function furtherReason(lead: Lead, decision: Decision, { units, unit }: OffPolicy): string[] {
  if (decision !== 'not shown better' || lead.difference === null) return [];
  const { value, low } = lead.difference.interval;
  const further = furtherUnits(value, low, units);
  return further === null
    ? []
    : [`at this difference ${roughlyMore(further, unit)} would be needed for an even chance to show it`];
}

/** Whether the bounds agree; null where there are none. */
function isGuaranteed(decision: Decision, { guarantee: { low } }: OffPolicy): boolean | null {
  return low === null || decision === 'cannot tell' ? null : decision === 'better' && low > 0;
}

function guaranteeReason(lead: Lead, decision: Decision, offPolicy: OffPolicy): string[] {
  const { guarantee, units, unit, decisions, estimand } = offPolicy;
  if (decision === 'cannot tell') return [];
  const { low, reason } = guarantee;
  if (low === null) return [`no guarantee beyond the interval: ${reason}`];
  if (decision !== 'better') return [];
  if (low > 0)
    return [
      `guaranteed however heavy the weights: if the logged probabilities are right, ${unit}s independent, and what is judged fixed before this log was seen`,
    ];
  const value = lead.difference?.interval.value ?? 0;
  // The bound is of sums per unit; how far it lies below them shrinks as the root of their number does.
  const perUnit = estimand === 'history' ? value : (value * decisions) / units;
  const further = furtherUnits(perUnit, low, units);
  const more = further === null ? '' : `, ${roughlyMore(further, unit)} would be needed at this difference`;
  return [`guaranteed however heavy the weights: not yet${more}`];
}

/** What no log can show: whether something that is no feature decided too. */
function unseenReason(lead: Lead, decision: Decision, { behaviour, sensitivity }: OffPolicy): string[] {
  if (decision === 'cannot tell' || behaviour?.source !== 'estimated') return [];
  const isClear = decision === 'better' || decision === 'worse';
  const { flips = null, limit = 0 } = (lead.name === 'logged' && isClear ? sensitivity : null) ?? {};
  const odds = (factor: number) => `what moves the odds of an action ${words(factor)} times unseen`;
  const turned =
    flips === null
      ? ''
      : flips < limit
        ? `, and turned by ${odds(flips)}`
        : `, and not turned by ${odds(limit)}`;
  return [
    `the probabilities of the logged actions are estimated: right if nothing but the features decided${turned}`,
  ];
}

function reasonsOf(lead: Lead, decision: Decision, offPolicy: OffPolicy, request: VerdictRequest): string[] {
  const { margin, settings } = request;
  const { policies, subject } = offPolicy;
  return [
    ...lead.doubts,
    ...(decision === 'cannot tell' ? wayOut(offPolicy, settings) : []),
    ...(lead.doubts.length === 0 && lead.pValue === null
      ? [`no interval is to be had of ${subject} minus ${lead.name}`]
      : []),
    // A number that nothing speaks for would be read all the same.
    ...(decision === 'cannot tell' ? [] : differenceReason(lead, offPolicy)),
    ...(margin > 0 ? [`a difference of up to ${words(margin)} is too little to matter, as declared`] : []),
    ...furtherReason(lead, decision, offPolicy),
    ...unseenReason(lead, decision, offPolicy),
    ...guaranteeReason(lead, decision, offPolicy),
    ...(decision === 'cannot tell'
      ? []
      : [subject, lead.name].flatMap((name) => warningOf(name, policies[name]!, settings, offPolicy.unit))),
  ];
}

/**
 * The decision is that against one policy, as a rule what was done; every other has its own. Of a log that its audit says
 * to be wrong nothing is concluded.
 *
 * @throws RangeError if `against` is none of the policies, or the one that is judged
 */
export function offPolicyVerdict(offPolicy: OffPolicy, request: VerdictRequest): Verdict {
  const { against, margin, findings, planned = [] } = request;
  const { subject, policies, behaviour } = offPolicy;
  const names = Object.keys(policies).filter((name) => name !== subject);
  if (!names.includes(against)) {
    throw new RangeError(`against: expected one of ${names.join(', ')}, got ${against}`);
  }
  const ofLog = logDoubts(findings, behaviour?.source ?? 'logged');
  const leads = names.map((name): Lead => {
    const lead = leadOf(name, offPolicy);
    return ofLog.length === 0
      ? lead
      : { ...lead, doubts: [...new Set([...ofLog, ...lead.doubts])], pValue: null };
  });
  const corrected = correctedOf(leads, [against, ...planned]);
  const decisions = leads.map((lead) => decide(lead, corrected.get(lead) ?? null, margin));
  const decisive = names.indexOf(against);
  return {
    decision: decisions[decisive]!,
    reasons: reasonsOf(leads[decisive]!, decisions[decisive]!, offPolicy, request),
    baseline: against,
    guaranteed: isGuaranteed(decisions[decisive]!, offPolicy),
    margin,
    comparisons: leads.map(({ name, difference }, i) => ({
      ...{ against: name, decision: decisions[i]! },
      low: decisions[i] === 'cannot tell' ? null : (difference?.interval.low ?? null),
      high: decisions[i] === 'cannot tell' ? null : (difference?.interval.high ?? null),
    })),
  };
}
