/** Whether probabilities that the log lacks can be estimated, and whether those that it has are as good as an estimate. */
import { lookedAt, type AuditInput } from './audit-input';
import type { Check, Finding } from './finding';
import { decimals, named, percent } from './words';
import { propensityModel, type PropensityModel } from './propensity-model';

/**
 * The probability that all but a share of the decisions exceed, and the share below the floor, among decisions where the
 * action is allowed: [actions]
 */
function overlapOf(
  { actions, probabilities }: PropensityModel,
  { sample, decisions, log, settings }: AuditInput,
) {
  const { allowed } = decisions;
  const width = log.actions.length;
  return actions.flatMap((action, index) => {
    const own = Float64Array.from(sample.keys(), (place) => probabilities[place * actions.length + index]!)
      .filter((_, place) => allowed === null || allowed[sample[place]! * width + action] === 1)
      .sort();
    if (own.length === 0) return [];
    const below = own.filter((probability) => probability < settings.overlapFloor).length / own.length;
    return [{ action, below, usual: own[Math.floor(own.length * settings.overlapShare)]! }];
  });
}

/**
 * Without logged probabilities estimates rest on those that a model finds, which needs every action to be likely enough
 * wherever it is to be judged, and no reason for the choice outside the features.
 *
 * @see Rosenbaum & Rubin (1983), https://doi.org/10.1093/biomet/70.1.41
 */
function estimable(input: AuditInput, model: PropensityModel): Finding[] {
  const { log, settings, decisions } = input;
  const overlap = overlapOf(model, input);
  const poor = overlap.filter(({ below }) => below >= settings.overlapShare);
  const least = overlap.reduce((a, b) => (b.usual < a.usual ? b : a));
  const features = `${decisions.features.length} ${decisions.features.length === 1 ? 'feature' : 'features'}`;
  const where = decisions.allowed === null ? '' : ' where it is allowed';
  if (poor.length === 0) {
    return [
      {
        ...{ code: 'propensities-estimable', severity: 'note', lines: [] },
        message:
          `the log has no propensities; they can be estimated: by a model of ${features} every action has at least ` +
          `${percent(least.usual)} in ${percent(1 - settings.overlapShare)} of the ${input.what}${where}${lookedAt(input)}, if nothing outside the features decided`,
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
        `${percent(settings.overlapFloor)}: ${listed} of the ${input.what}${where}${lookedAt(input)}; there nothing can be said ` +
        'of what they would earn',
      values: { actions: poor.length, largestShare: poor[0]!.below },
    },
  ];
}

/** Mean over decisions, each as many as it stands for, with its error by customer. */
function meanGain({ sample, independent, weights }: AuditInput, gains: Float64Array) {
  const units: { weight: number; gain: number }[] = [];
  let last = -1;
  sample.forEach((decision, place) => {
    if (independent[decision] !== last) units.push({ weight: 0, gain: 0 });
    last = independent[decision]!;
    units.at(-1)!.weight += weights[decision]!;
    units.at(-1)!.gain += weights[decision]! * gains[place]!;
  });
  const total = units.reduce((sum, { weight }) => sum + weight, 0);
  const mean = units.reduce((sum, { gain }) => sum + gain, 0) / total;
  const squares = units.reduce((sum, { weight, gain }) => sum + (gain - mean * weight) ** 2, 0);
  return { units: units.length, mean, standardError: Math.sqrt(squares) / total };
}

/**
 * No probabilities foretell the logged actions better, on average over the log, than those by which they were chosen.
 *
 * @see Gneiting & Raftery (2007), Strictly proper scoring rules, https://doi.org/10.1198/016214506000001437
 */
function calibration(input: AuditInput, { logged }: PropensityModel): Finding[] {
  const { log, decisions, sample, settings } = input;
  const gains = logged.map(
    (guessed, place) => Math.log(guessed) - Math.log(log.propensities![decisions.rows[sample[place]!]!]!),
  );
  const { units, mean, standardError } = meanGain(input, gains);
  if (units < settings.fewestUnits || !(mean > settings.propensityError * standardError)) return [];
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
