/** What a log says of policies, as the sections see it: best first, and nothing shown as known that is not. */
import type { Estimate } from '../../core/estimate';
import { NOT_IDENTIFIED } from '../format';
import type { Comparison, OffPolicy, OffPolicyResult, ReportData } from '../report';
import { configAt } from './thresholds';

/** What may be said of a policy's value. */
export type Standing = 'known' | 'cannot tell' | typeof NOT_IDENTIFIED;

export interface NamedResult extends OffPolicyResult {
  readonly name: string;
  readonly standing: Standing;
}

export interface LogValues {
  readonly offPolicy: OffPolicy;
  /** What a value is of: `per decision`, `per customer`. */
  readonly per: string;
  /** Whether what a customer's later decisions bring counts less: money, and contacts, cost and outcomes too. */
  readonly isDiscounted: boolean;
  /** What is judged. */
  readonly subject: NamedResult;
  /** What was done. */
  readonly logged: NamedResult | undefined;
  /** Best first; what has no value last. */
  readonly policies: readonly NamedResult[];
  readonly comparisons: readonly Comparison[];
  /** Of the intervals. */
  readonly level: number;
}

/** Whatever stands on too little, or on a log that is wrong, has a number in report.json and none on a page. */
export function standingOf(
  result: Pick<OffPolicyResult, 'role' | 'identified' | 'doubts'> & {
    readonly value: object | null;
    readonly support: object | null;
  },
  doubts: readonly string[],
): Standing {
  const { role, identified, value, support } = result;
  if (!identified && support !== null) return NOT_IDENTIFIED;
  if (value === null || !identified) return 'cannot tell';
  return result.doubts.length > 0 || (doubts.length > 0 && role !== 'logged') ? 'cannot tell' : 'known';
}

const merit = ({ standing, value }: NamedResult): number =>
  standing === 'known' ? (value?.interval.value ?? -Infinity) : -Infinity;

/** Known ones by value, then in the order of their names: the order must not hang on that of the keys. */
function bestFirst(a: NamedResult, b: NamedResult): number {
  const [first, second] = [merit(a), merit(b)];
  return first === second ? (a.name < b.name ? -1 : 1) : second - first;
}

export function perOf({ estimand, unit }: Pick<OffPolicy, 'estimand' | 'unit'>): string {
  return estimand === 'history' ? `per ${unit}` : 'per decision';
}

/** Said of contacts, cost and outcomes wherever they stand, for whoever counts them counts more. */
export const LATER_COUNT_LESS = 'later ones count less, by the discount';

/** Reports whose settings do not say are taken for discounted: a history without a discount is rare. */
const isDiscounted = ({ estimand }: OffPolicy, config: unknown): boolean =>
  estimand === 'history' && configAt(config, ['schema', 'discount', 'gamma']) !== 1;

/** @param comparisons those of the verdict @param config of the run, which has the schema */
export function logValues(
  offPolicy: OffPolicy,
  comparisons: readonly Comparison[],
  config: unknown,
): LogValues | undefined {
  const policies = Object.entries(offPolicy.policies)
    .map(([name, result]): NamedResult => {
      return { ...result, name, standing: standingOf(result, offPolicy.doubts ?? []) };
    })
    .sort(bestFirst);
  const subject = policies.find(({ name }) => name === offPolicy.subject);
  if (subject === undefined) return undefined;
  const logged = policies.find(({ role }) => role === 'logged');
  const known = policies.find(({ value }) => value !== null)?.value?.interval.level;
  // Reports of before there were guarantees had no other level to say.
  const level = known ?? offPolicy.guarantee?.level ?? 0.95;
  return {
    ...{ offPolicy, per: perOf(offPolicy), isDiscounted: isDiscounted(offPolicy, config) },
    ...{ subject, logged, policies, comparisons, level },
  };
}

/** Undefined of a simulation, and of reports from before there were estimates. */
export function logValuesOf({
  offPolicy,
  verdict,
  config,
}: Pick<ReportData, 'offPolicy' | 'verdict' | 'config'>): LogValues | undefined {
  if (offPolicy?.estimand === undefined) return undefined;
  return logValues(offPolicy, verdict.comparisons, config);
}

/** What is judged minus a policy; undefined where either is not known. */
export function knownDifference({ subject }: LogValues, policy: NamedResult): Estimate | undefined {
  const isKnown = subject.standing === 'known' && policy.standing === 'known';
  return isKnown ? policy.difference?.interval : undefined;
}

/** A metric of a policy that is known. */
export function knownMetric({ standing, metrics }: NamedResult, metric: string): Estimate | undefined {
  return standing === 'known' ? metrics[metric] : undefined;
}

/** What is judged, as a sentence names it: `the model`, or a policy by its name. */
export function namedInText(name: string): string {
  if (name === 'logged') return 'what was done';
  return name === 'model' ? 'the model' : name;
}

/** A sentence begins with a capital letter, but for the name of a file: another letter would be another file. */
export function sentence(text: string): string {
  if (/^\S+\.(json|ya?ml)\b/i.test(text)) return text;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
