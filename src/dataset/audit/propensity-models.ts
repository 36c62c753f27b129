/** Whether probabilities that the log lacks can be estimated, and whether those that it has are as good as an estimate. */
import { moments } from '../../stats/moments';
import { lookedAt, type AuditInput } from './audit-input';
import type { Check, Finding } from './finding';
import { decimals, named, percent } from './words';
import { propensityModel, type PropensityModel } from './propensity-model';

/** The probability that all but a share of the decisions exceed, and the share below the floor: [actions] */
function overlapOf(
  { actions, probabilities }: PropensityModel,
  rows: number,
  { overlapFloor, overlapShare }: AuditInput['settings'],
) {
  return actions.map((action, place) => {
    const own = Float64Array.from(
      { length: rows },
      (_, i) => probabilities[i * actions.length + place]!,
    ).sort();
    return {
      action,
      usual: own[Math.floor(rows * overlapShare)]!,
      below: own.filter((probability) => probability < overlapFloor).length / rows,
    };
  });
}

/**
 * Without logged probabilities estimates rest on those that a model finds, which needs every action to be likely enough
 * wherever it is to be judged, and no reason for the choice outside the features.
 *
 * @see Rosenbaum & Rubin (1983), https://doi.org/10.1093/biomet/70.1.41
 */
function estimable(input: AuditInput, model: PropensityModel): Finding[] {
  const { log, settings, sample, decisions } = input;
  const overlap = overlapOf(model, sample.length, settings);
  const poor = overlap.filter(({ below }) => below >= settings.overlapShare);
  const least = overlap.reduce((a, b) => (b.usual < a.usual ? b : a));
  const features = `${decisions.features.length} ${decisions.features.length === 1 ? 'feature' : 'features'}`;
  if (poor.length === 0) {
    return [
      {
        ...{ code: 'propensities-estimable', severity: 'note', lines: [] },
        message:
          `the log has no propensities; they can be estimated: by a model of ${features} every action has at least ` +
          `${percent(least.usual)} in ${percent(1 - settings.overlapShare)} of the ${input.what}${lookedAt(input)}, if nothing outside the features decided`,
        values: { least: least.usual },
      },
    ];
  }
  poor.sort((a, b) => b.below - a.below);
  const listed = named(poor.map(({ action, below }) => `${log.actions[action]!} in ${percent(below)}`));
  return [
    {
      ...{ code: 'propensities-not-estimable', severity: 'warn', lines: [] },
      message:
        `the log has no propensities, and a model of ${features} expects actions with less than ` +
        `${percent(settings.overlapFloor)}: ${listed} of the ${input.what}${lookedAt(input)}; there nothing can be said ` +
        'of what they would earn',
      values: { actions: poor.length, largestShare: poor[0]!.below },
    },
  ];
}

/**
 * No probabilities foretell the logged actions better, on average over the log, than those by which they were chosen.
 *
 * @see Gneiting & Raftery (2007), Strictly proper scoring rules, https://doi.org/10.1198/016214506000001437
 */
function calibration(input: AuditInput, { actions, logged, probabilities }: PropensityModel): Finding[] {
  const { log, decisions, sample, settings } = input;
  const gains: number[] = [];
  sample.forEach((decision, place) => {
    const own = logged[place]!;
    if (own < 0) return;
    const given = log.propensities![decisions.rows[decision]!]!;
    gains.push(Math.log(probabilities[place * actions.length + own]!) - Math.log(given));
  });
  const { count, mean, variance } = moments(gains);
  if (count < settings.fewestUnits || !(mean > settings.propensityError * Math.sqrt(variance / count)))
    return [];
  return [
    {
      ...{ code: 'propensities-miscalibrated', severity: 'warn', lines: [] },
      message:
        `a model of the features foretells the logged actions better than the logged probabilities do (by ` +
        `${decimals(mean)} of log loss a row): they are not those by which the company chose; check how they were logged, or estimate them`,
      values: { gain: mean },
    },
  ];
}

/** What a cross-fitted model of the logged action says of propensities, logged or not. */
export const propensityModels: Check = (input) => {
  if (input.decisions.count < 2 * input.settings.fewestUnits) return [];
  // A feature that gives the action away would be all that a model sees.
  if (input.actionRules.some((rule) => rule !== null)) return [];
  const model = propensityModel(input);
  if (model === null) return [];
  return input.log.propensities === null ? estimable(input, model) : calibration(input, model);
};
