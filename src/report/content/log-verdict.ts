/** The verdict on a log for who reads one sentence and three numbers. */
import type { Estimate } from '../../core/estimate';
import { formatEnds, formatNumber, formatShare, formatShort, formatValue } from '../format';
import type { LoggedReport } from '../report';
import type { LogValues, NamedResult, Standing } from './log-values';
import {
  knownDifference,
  knownMetric,
  LATER_COUNT_LESS,
  logValuesOf,
  namedInText,
  sentence,
} from './log-values';
import { currencyOf, thresholdsOf } from './thresholds';

/** What a verdict on a log is told from. */
export type JudgedLog = Pick<LoggedReport, 'audit' | 'offPolicy' | 'config' | 'verdict' | 'looks'> &
  Partial<Pick<LoggedReport, 'matchedActions' | 'splits'>>;

export interface KeyNumber {
  readonly label: string;
  readonly value: string;
  /** What it is held against; empty where there is nothing. */
  readonly note: string;
}

/** The first finding that makes every conclusion wrong, or else that leaves estimates nothing to stand on. */
function wrongLog({ audit, offPolicy }: JudgedLog, onlyBlocks: boolean): string | undefined {
  const codes = new Set((offPolicy.doubts ?? []).map((doubt) => doubt.replace(/^.*: /, '')));
  return audit?.findings.find(
    ({ code, severity }) => codes.has(code) && (!onlyBlocks || severity === 'block'),
  )?.message;
}

function unloggedReason({ identified, reasons, support, name }: NamedResult): string | undefined {
  if (identified || support === null) return undefined;
  return reasons[0]?.replace('the policy', namedInText(name));
}

function fewReason(values: LogValues, config: unknown): string | undefined {
  const { subject, offPolicy } = values;
  const { support, name } = subject;
  if (support === null) return undefined;
  const { fewestEffective = 0, largestShare = 1 } = thresholdsOf(config);
  const who = `${offPolicy.unit}s`;
  if (support.effectiveSampleSize < fewestEffective) {
    return (
      `too few ${who} were treated as ${namedInText(name)} would treat them (they count for ` +
      `${formatShort(support.effectiveSampleSize)}, and ${formatShort(fewestEffective)} are needed)`
    );
  }
  if (support.largestShare <= largestShare) return undefined;
  return `a single ${offPolicy.unit} decides ${formatShare(support.largestShare)} of the answer`;
}

/** The main reason in plain words: what makes all wrong, then what no log of this kind could tell, then too little of it. */
function mainReason(report: JudgedLog, values: LogValues): string | undefined {
  const { subject } = values;
  return (
    wrongLog(report, true) ??
    unloggedReason(subject) ??
    fewReason(values, report.config) ??
    wrongLog(report, false) ??
    report.verdict.reasons[0]
  );
}

function cannotTell(report: JudgedLog, values: LogValues, against: string): string {
  const reason =
    values.subject.support === null && values.subject.value === null
      ? values.subject.reasons[0]
      : mainReason(report, values);
  const subject = namedInText(values.subject.name);
  return `It cannot be told from this log whether ${subject} is better than ${against}${reason === undefined ? '' : `: ${reason}`}.`;
}

const levelOf = ({ level }: Estimate) => `${formatShare(level)} interval`;

/** A shift of sign, so that "less" is followed by numbers above 0. */
function turned({ value, low, high, level }: Estimate): Estimate {
  const minus = (one: number | null) => (one === null ? null : -one);
  return { value: minus(value), low: minus(high), high: minus(low), level };
}

/** The verdict as one sentence; with its interval, for a number alone would be believed to the last digit. */
export function logHeadline(report: JudgedLog): string {
  const values = logValuesOf(report);
  if (values === undefined) return 'It cannot be told from this log whether the model is better.';
  const { decision, baseline, margin = 0 } = report.verdict;
  const other = values.policies.find(({ name }) => name === (baseline ?? 'logged'));
  const against = namedInText(other?.name ?? 'logged');
  const difference = other && knownDifference(values, other);
  const ends = difference && formatEnds(difference);
  if (decision === 'cannot tell' || !difference || !ends) return cannotTell(report, values, against);
  const subject = sentence(namedInText(values.subject.name));
  const { per } = values;
  const money = currencyOf(report.config);
  const interval = `(${levelOf(difference)} ${ends.low} to ${ends.high})`;
  if (decision === 'better')
    return `${subject} earns ${ends.value}${money} more ${per} than ${against} ${interval}.`;
  if (decision === 'worse') {
    const less = formatEnds(turned(difference))!;
    return `${subject} earns ${less.value}${money} less ${per} than ${against} (${levelOf(difference)} ${less.low} to ${less.high}).`;
  }
  if (decision === 'as good as') {
    return (
      `${subject} is as good as ${against}: the difference ${per} is ${ends.value}${money} ${interval}, and up to ` +
      `${formatNumber(margin)}${money} is too little to matter.`
    );
  }
  return `${subject} is not shown to earn more ${per} than ${against}: the difference is ${ends.value}${money} ${interval}.`;
}

/** A number, its interval, and what it is held against. */
function keyNumber(
  label: string,
  estimate: Estimate | undefined,
  without: Standing,
  beside: string,
  isDifference = false,
): KeyNumber {
  const ends = estimate && formatEnds(estimate);
  if (!estimate || estimate.value === null) return { label, value: without, note: beside };
  const value = formatValue(estimate);
  const interval = ends && ends.low !== ends.high ? `${levelOf(estimate)} ${ends.low} to ${ends.high}` : '';
  return {
    label,
    value: isDifference && estimate.value > 0 && /[1-9]/.test(value) ? `+${value}` : value,
    note: [interval, beside].filter((text) => text !== '').join('; '),
  };
}

/** What is judged: its value, its lead, its contacts; empty of reports from before there were estimates. */
export function keyNumbers(report: JudgedLog): KeyNumber[] {
  const values = logValuesOf(report);
  if (values === undefined) return [];
  const { subject, per } = values;
  const other = values.policies.find(({ name }) => name === (report.verdict.baseline ?? 'logged'));
  const who = namedInText(subject.name);
  const against = namedInText(other?.name ?? 'logged');
  const beside = (estimate: Estimate | undefined) =>
    estimate === undefined ? '' : `${against}: ${formatValue(estimate)}`;
  const known = (policy: NamedResult | undefined) =>
    policy?.standing === 'known' ? policy.value?.interval : undefined;
  const contacts = (policy: NamedResult | undefined) => policy && knownMetric(policy, 'contacts');
  const { standing } = subject;
  const money = currencyOf(report.config);
  const unit = money === '' ? '' : `,${money}`;
  return [
    keyNumber(`Value of ${who} ${per}${unit}`, known(subject), standing, beside(known(other))),
    keyNumber(
      `Difference to ${against} ${per}${unit}`,
      other && knownDifference(values, other),
      'cannot tell',
      '',
      true,
    ),
    keyNumber(
      `Contacts of ${who} ${per}`,
      contacts(subject),
      standing,
      [beside(contacts(other)), ...(values.isDiscounted ? [LATER_COUNT_LESS] : [])]
        .filter((text) => text !== '')
        .join('; '),
    ),
  ];
}

/** Why the verdict is what it is; codes of the audit give way to what it found. */
export function verdictReasons({ verdict, audit }: Pick<JudgedLog, 'verdict' | 'audit'>): string[] {
  const messages = new Map(
    audit?.findings.map(({ code, message }) => [`the audit of the log: ${code}`, message]),
  );
  return verdict.reasons.map((reason) => messages.get(reason) ?? reason);
}
