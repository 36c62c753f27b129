/** What forbids a verdict on a log: reasons in words, each with its number and the threshold it is held against. */
import type { Finding } from '../../dataset/audit/finding';
import type { Estimand } from './estimator';
import type { Histories } from './histories';
import type { BehaviourSource, OffPolicy, OffPolicyResult } from './result';
import type { Responses } from './responses';
import type { OffPolicySettings } from './settings';
import type { Support } from './support';
import { named, number, percent } from './words';

/** What is drawn independently, for words. */
type Unit = OffPolicy['unit'];

/** Findings that leave a model of the logged actions nothing to stand on. */
const NOT_ESTIMABLE = ['action-in-state', 'no-overlap', 'little-overlap', 'propensities-not-estimable'];
/** Findings that, as warnings, say that which decisions are judged may hang on what came of them. */
const NOT_THE_DECISIONS = ['rewards-of-previous-rows'];
/** Findings that, whatever they weigh, leave logged probabilities in doubt: too little for a verdict to fall, enough for a guarantee. */
const NOT_SURE = ['propensity-means'];
/** Findings that say that logged probabilities are not those by which was chosen. */
const NOT_THE_LOGGED = ['propensities-miscalibrated', 'propensities-sum', 'propensity-meaning'];

function doubtsBy(findings: readonly Finding[], isDoubt: (finding: Finding) => boolean): string[] {
  const codes = new Set(findings.filter(isDoubt).map(({ code }) => code));
  return [...codes].map((code) => `the audit of the log: ${code}`);
}

/** Of every policy that is weighted: what takes away the probabilities that its weights are made of. */
export function propensityDoubts(findings: readonly Finding[], source: BehaviourSource): string[] {
  const fatal = source === 'estimated' ? NOT_ESTIMABLE : NOT_THE_LOGGED;
  return doubtsBy(
    findings,
    ({ code, severity }) => fatal.includes(code) || (severity === 'warn' && NOT_THE_DECISIONS.includes(code)),
  );
}

/** What no number of the judged decisions shows, and forbids to guarantee anything. @param untold decisions left out, for nobody came back to tell what they brought */
export function unsureOf(findings: readonly Finding[], untold: number, mayOverlap: boolean): string[] {
  return [
    ...(untold > 0
      ? ['which decisions are judged hangs on who came back, for rewards stand in later rows']
      : []),
    ...(mayOverlap ? ['the log may hold rows that the model was trained on'] : []),
    ...doubtsBy(findings, ({ code }) => NOT_SURE.includes(code)),
  ];
}

/** A history of which single rows were left out is none. */
export function historyDoubts(
  { units, starts, sampleWeights }: Pick<Histories, 'units' | 'starts' | 'sampleWeights'>,
  estimand: Estimand,
): string[] {
  if (estimand === 'decision') return [];
  for (let unit = 0; unit < units; unit += 1)
    for (let i = starts[unit]! + 1; i < starts[unit + 1]!; i += 1)
      if (sampleWeights[i] !== sampleWeights[i - 1])
        return ['rows of one customer stand for different numbers: the log kept rows, not histories'];
  return [];
}

/** Of the log as a whole. What blocks makes wrong whatever is concluded; some warnings take away what estimates stand on. */
export function logDoubts(findings: readonly Finding[], source: BehaviourSource): string[] {
  const blocks = doubtsBy(findings, ({ severity }) => severity === 'block');
  return [...new Set([...blocks, ...propensityDoubts(findings, source)])];
}

/**
 * Where next to nobody brings anything, few customers tell nothing: as many responses are asked for as the fewest customers
 * would bring at even odds, five of ten, as is usual for the normal approximation of a share.
 *
 * @see Cochran (1954), Some methods for strengthening the common χ² tests, https://doi.org/10.2307/3001616
 */
function rarityDoubt(
  name: string,
  { effectiveSampleSize: size }: Support,
  { share, usual }: Responses,
  { fewestEffective }: OffPolicySettings,
  unit: Unit,
): string[] {
  const [expected, fewest] = [share * size, fewestEffective / 2];
  if (size < fewestEffective || share === 0 || expected >= fewest) return [];
  return [
    `too few responses: of the ${number(size)} ${unit}s that count for ${named(name)} about ${number(expected)} would bring anything but ${number(usual)}, as in the log, and ${number(fewest)} are needed`,
  ];
}

function weightDoubt(
  name: string,
  { meanWeight, standardError, unloggedShare, effectiveSampleSize }: Support,
  { weightError, weightDistance, fewestEffective }: OffPolicySettings,
): string[] {
  // The mean of a few weights, and its error, say nothing.
  if (effectiveSampleSize < fewestEffective) return [];
  const off = Math.abs(meanWeight - (1 - unloggedShare));
  if (standardError === null || off <= weightDistance || off <= weightError * standardError) return [];
  return [
    `the probabilities are not those of the log: the mean weight of ${named(name)} is ${number(meanWeight)}, more than ${number(weightDistance)} and ${number(weightError)} standard errors from ${number(1 - unloggedShare)}`,
  ];
}

const treatedAlike = (name: string) => `treated as ${named(name)} would treat them`;

/** Of those whose rewards make up half of the variance. */
const varianceWords = (few: string, name: string, units: number, unit: Unit) =>
  `of the ${unit}s whose rewards move the result most, ${few} were ${treatedAlike(name)} (they count for ${number(units)}`;

/** Where next to nobody is left of those whose rewards say most, an interval stands on nothing, however many others are. */
function varianceDoubt(
  name: string,
  { effectiveSampleSize, varianceUnits }: Support,
  { fewestEffective, fewestVarianceUnits }: OffPolicySettings,
  unit: Unit,
): string[] {
  // Rewards that are all equal have no variance, and nobody makes it up.
  if (effectiveSampleSize < fewestEffective || varianceUnits === 0 || varianceUnits >= fewestVarianceUnits)
    return [];
  return [
    `a handful of ${unit}s could turn the result: ${varianceWords('too few', name, varianceUnits, unit)}, and ${number(fewestVarianceUnits)} are needed)`,
  ];
}

/** Of one policy: what forbids to conclude anything from its value. */
export function policyDoubts(
  name: string,
  { identified, reasons, support }: Pick<OffPolicyResult, 'identified' | 'reasons' | 'support'>,
  responses: Responses,
  settings: OffPolicySettings,
  unit: Unit = 'customer',
): string[] {
  if (support === null) return [];
  const { fewestEffective, largestShare } = settings;
  const { effectiveSampleSize, largestShare: share } = support;
  return [
    ...(effectiveSampleSize < fewestEffective
      ? [
          `too few ${unit}s were ${treatedAlike(name)}: they count for ${number(effectiveSampleSize)} (effective sample size), and ${number(fewestEffective)} are needed`,
        ]
      : []),
    ...(share > largestShare
      ? [
          `a single ${unit} decides ${percent(share)} of the answer on ${named(name)}, more than ${percent(largestShare)}`,
        ]
      : []),
    ...varianceDoubt(name, support, settings, unit),
    ...rarityDoubt(name, support, responses, settings, unit),
    ...weightDoubt(name, support, settings),
    ...(identified ? [] : [`${name} is not identified: ${reasons.join('; ')}`]),
  ];
}

/** What a verdict is to be read with. */
export function warningOf(
  name: string,
  { support }: Pick<OffPolicyResult, 'support'>,
  settings: OffPolicySettings,
  unit: Unit = 'customer',
): string[] {
  if (support === null) return [];
  const { fewestEffective, warnEffective, fewestVarianceUnits, warnVarianceUnits } = settings;
  const { effectiveSampleSize: size, varianceUnits } = support;
  const tooNarrow = 'the interval may be too narrow:';
  return [
    ...(size >= fewestEffective && size < warnEffective
      ? [
          `${tooNarrow} few ${unit}s were ${treatedAlike(name)} (they count for ${number(size)}; ${number(warnEffective)} would do)`,
        ]
      : []),
    ...(varianceUnits >= fewestVarianceUnits && varianceUnits < warnVarianceUnits
      ? [
          `${tooNarrow} ${varianceWords('few', name, varianceUnits, unit)}; ${number(warnVarianceUnits)} would do)`,
        ]
      : []),
  ];
}
