/** Reads the result of an experiment: by the group that customers were given, whatever was done to them. */
import { meanInterval } from '../../stats/intervals';
import { moments } from '../../stats/moments';
import { holmCorrected } from '../../stats/p-values';
import { count, percent } from '../off-policy/words';
import type { Decision } from '../verdict';
import { compareGroups, unknownComparison, type MeasuredComparison } from './compare-groups';
import { FEWEST_CUSTOMERS } from './fewest-customers';
import { levelOfLook, pOfLook } from './looks';
import { comparisonReasons } from './reasons';
import type {
  ExperimentData,
  ExperimentGroup,
  ExperimentResult,
  ExperimentSettings,
  GroupComparison,
} from './result';
import { checkSplit } from './split';

/** Below it an interval is called rough. The house's limit for weights. */
const FEW_CUSTOMERS = 50;

/** From this share of a group's variance on, one customer makes its interval. */
const LARGEST_SHARE = 0.2;

interface MeasuredGroup {
  readonly name: string;
  readonly share: number;
  /** [customers of the group] */
  readonly totals: Float64Array;
  readonly withOutcomes: number;
}

function measuredGroups({ groups, groupOf, totals, rows }: ExperimentData): MeasuredGroup[] {
  return groups.map(({ name, share }, index) => {
    const own = totals.filter((_, customer) => groupOf[customer] === index);
    let withOutcomes = 0;
    for (let i = 0; i < totals.length; i += 1) if (groupOf[i] === index && rows[i]! > 0) withOutcomes += 1;
    return { name, share, totals: own, withOutcomes };
  });
}

/** Why nothing can be said of a group beside the control; empty where something can. */
function doubtsOf(group: MeasuredGroup, control: MeasuredGroup): string[] {
  const few = [group, control].filter(({ totals }) => totals.length < FEWEST_CUSTOMERS);
  if (few.length > 0)
    return few.map(
      ({ name, totals }) =>
        `${name} has ${count(totals.length)} customers, and ${FEWEST_CUSTOMERS} are the fewest of whom anything is said`,
    );
  const [first] = group.totals;
  const isSame = [group, control].every(({ totals }) => totals.every((total) => total === first));
  return isSame
    ? [`every customer of ${group.name} and ${control.name} has the same outcome, ${first!}`]
    : [];
}

function warningsOf({ name, totals }: MeasuredGroup): string[] {
  const { mean, variance } = moments(totals);
  const squares = variance * (totals.length - 1);
  const largest = totals.reduce((most, total) => Math.max(most, (total - mean) ** 2), 0) / squares;
  return [
    ...(totals.length < FEW_CUSTOMERS
      ? [`${name} has ${totals.length} customers only: its interval is rough`]
      : []),
    ...(squares > 0 && largest > LARGEST_SHARE
      ? [`one customer makes ${percent(largest)} of the variance of ${name}: t intervals are rough`]
      : []),
  ];
}

/** By the corrected p-value; with a margin first whether the difference is too little to matter, by the corrected interval. */
export function decisionOf(
  {
    difference,
    correctedDifference,
    pValue,
  }: Pick<MeasuredComparison, 'difference' | 'correctedDifference' | 'pValue'>,
  correctedP: number | null,
  margin: number,
): Decision {
  const { value, level } = difference;
  const { low, high } = correctedDifference;
  if (pValue === null || correctedP === null) return 'cannot tell';
  if (margin > 0 && low! >= -margin && high! <= margin) return 'as good as';
  // Without the dust of the subtraction: .05, not .0500…04.
  if (correctedP > Number((1 - level).toPrecision(12))) return 'not shown better';
  return value! > 0 ? 'better' : 'worse';
}

/** null stays null: what is not tested is of no family. */
function holmOf(pValues: readonly (number | null)[]): (number | null)[] {
  const corrected = holmCorrected(pValues.filter((p) => p !== null));
  return pValues.map((p) => (p === null ? null : corrected.shift()!));
}

function comparisonsOf(
  groups: readonly MeasuredGroup[],
  isBroken: boolean,
  lookLevel: number,
  { control: name, margin, range, level, look }: ExperimentSettings,
): GroupComparison[] {
  const control = groups.find((group) => group.name === name)!;
  const others = groups.filter((group) => group !== control);
  const doubts = others.map((group) => (isBroken ? ['the split is broken'] : doubtsOf(group, control)));
  const compared = doubts.filter((reasons) => reasons.length === 0).length;
  const shared = (whole: number) => 1 - (1 - whole) / Math.max(1, compared);
  const levels = { look: lookLevel, corrected: shared(lookLevel), anytime: shared(level) };
  const measured = others.map((group, i) =>
    doubts[i]!.length > 0
      ? unknownComparison(levels, range !== null)
      : compareGroups(group.totals, control.totals, range, levels),
  );
  const corrected = holmOf(measured.map(({ pValue }) => pValue));
  const family = corrected.filter((p) => p !== null).length;
  return others.map((group, i) => {
    const decision = decisionOf(measured[i]!, corrected[i]!, margin);
    const correctedP = corrected[i]!;
    const decidingP = correctedP === null || look === null ? correctedP : pOfLook(correctedP, look);
    const comparison = { ...measured[i]!, group: group.name, decision, correctedP, decidingP };
    const customers = [group.totals.length, control.totals.length] as const;
    const warnings = doubts[i]!.length > 0 ? doubts[i]! : [group, control].flatMap(warningsOf);
    return {
      ...comparison,
      reasons: comparisonReasons({ comparison, control: name, customers, family, look, margin, warnings }),
    };
  });
}

/**
 * Differences of every group to the control per customer, by the group that each was given (intention to treat): who was
 * never reached, or has no outcome, counts with 0. Where the groups are not as they were drawn, no number is given.
 *
 * @throws RangeError if the control is no group, or an outcome lies outside the declared range
 */
export function readExperiment(data: ExperimentData, settings: ExperimentSettings): ExperimentResult {
  const { control, look, margin, range } = settings;
  if (!data.groups.some(({ name }) => name === control))
    throw new RangeError(`control: expected one of the groups, got ${control}`);
  const groups = measuredGroups(data);
  const counts = groups.map(({ totals, ...group }) => ({ ...group, customers: totals.length }));
  const split = checkSplit(counts, settings.wrongGroups);
  const lookLevel = levelOfLook(settings.level, look);
  return {
    ...{ control, level: settings.level, lookLevel, look, margin, range, split },
    groups: groups.map(({ name, share, totals, withOutcomes }): ExperimentGroup => ({
      ...{ name, share, customers: totals.length, expected: share * data.totals.length, withOutcomes },
      mean: split.isBroken
        ? { value: null, low: null, high: null, level: lookLevel }
        : meanInterval(totals, lookLevel),
    })),
    comparisons: comparisonsOf(groups, split.isBroken, lookLevel, settings),
  };
}
