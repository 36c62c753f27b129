/** Whether logged propensities are those by which the company acted. */
import { actionCounts } from './action-counts';
import type { AuditInput } from './audit-input';
import { constantPolicies, withPropensity } from './constant-policies';
import type { Check, Finding } from './finding';
import { decimals, named } from './words';

interface Refuted {
  readonly action: number;
  /** Times what the probabilities say. */
  readonly ratio: number;
  readonly found: string;
}

/** With probabilities of all actions each must have been logged as often as its own say. */
function refutedByCounts(input: AuditInput): Refuted[] {
  const { log, decisions, settings } = input;
  const { actionPropensities } = log;
  if (actionPropensities === null) return [];
  const width = log.actions.length;
  const probabilityOf = (i: number, action: number) =>
    actionPropensities[decisions.rows[i]! * width + action]!;
  return actionCounts(input, withPropensity(input), probabilityOf)
    .filter(({ errors }) => errors > settings.propensityError)
    .map(({ action, observed, expected }) => ({
      ...{ action, ratio: observed / expected },
      found: `${log.actions[action]!} was logged ${decimals(observed)} times where ${decimals(expected)} are expected`,
    }));
}

/**
 * A mean weight above the share of decisions where the action was possible refutes probabilities: they are too small.
 * One below does not. Weights so rare that the log has none of them are missing from the mean and from its error alike,
 * and the probability of what was logged does not say where the others had no chance.
 */
function meansApart(input: AuditInput): { above: Refuted[]; below: Refuted[] } {
  const { log, settings } = input;
  const apart = constantPolicies(input).filter(
    ({ mean, possible, standardError, effectiveSampleSize }) =>
      effectiveSampleSize >= settings.fewestUnits &&
      Math.abs(mean - possible) > settings.propensityError * standardError,
  );
  const told = ({ action, mean, possible }: (typeof apart)[number]): Refuted => ({
    ...{ action, ratio: mean / possible },
    found: `the mean weight of always ${log.actions[action]!} is ${decimals(mean)} where ${decimals(possible)} is expected`,
  });
  return {
    above: apart.filter(({ mean, possible }) => mean > possible).map(told),
    below: apart.filter(({ mean, possible }) => mean < possible).map(told),
  };
}

/** Probabilities that the log itself refutes, and actions of which it does not show all chances. */
export const propensityMeans: Check = (input): Finding[] => {
  const { log, settings, decisions } = input;
  // With a calendar the probabilities are of rows alone, and No Action has none.
  if (decisions.made !== null || log.propensities === null) return [];
  const counted = refutedByCounts(input);
  const { above, below } = meansApart(input);
  const refuted = [
    ...counted,
    ...above.filter(({ action }) => counted.every((one) => one.action !== action)),
  ];
  // Probabilities of all actions say where each had a chance, and the counts whether it was taken.
  const unseen = log.actionPropensities === null ? below : [];
  const worstOf = (all: readonly Refuted[]) =>
    all.reduce((a, b) => (Math.abs(b.ratio - 1) > Math.abs(a.ratio - 1) ? b : a)).ratio;
  const listed = (all: readonly Refuted[]) => named(all.map(({ found }) => found));
  const isFar = refuted.some(({ ratio }) => Math.abs(ratio - 1) > settings.propensityBlock);
  return [
    ...(refuted.length === 0
      ? []
      : [
          {
            ...{
              code: 'propensity-means',
              severity: isFar ? ('block' as const) : ('warn' as const),
              lines: [],
            },
            message:
              `${listed(refuted)} (apart by more than ${settings.propensityError} standard errors): the logged ` +
              'probabilities are not those by which it was chosen; estimates by weights are off by as much',
            values: { actions: refuted.length, worst: worstOf(refuted) },
          },
        ]),
    ...(unseen.length === 0
      ? []
      : [
          {
            ...{ code: 'propensity-means', severity: 'warn' as const, lines: [] },
            message:
              `${listed(unseen)}: it had no chance somewhere, or one too rare to be seen, or the logged probabilities ` +
              'are too large; log those of all actions (propensities) or say what was allowed (eligible), and it can be told',
            values: { actions: unseen.length, worst: worstOf(unseen) },
          },
        ]),
  ];
};
