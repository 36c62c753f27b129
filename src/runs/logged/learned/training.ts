/** Learning from the decisions of a log, before it begins: columns, support, and the ways that are tried. */
import { identityScaling, fitScaling } from '../../../agents/scaling';
import type { OfflineMethod } from '../../../agents/dqn/offline-learner';
import type { Scaling } from '../../../agents/model';
import { supportedActions } from '../../../agents/supported-actions';
import type { SupportFilter } from '../../../agents/support-filter';
import { Random } from '../../../core/random';
import type { LoggedRows } from '../../../dataset/logged-rows';
import type { DecisionColumns } from '../../../replay/logged-decisions';
import { valueBound } from '../../../rl/value-bound';
import type { Validate } from '../../../train/train-offline';
import type { TrainingResult } from '../../../train/training-result';
import type { LearnedRunConfig } from '../../run-config';
import type { OfflineCandidate, OfflineTraining } from '../../task';
import type { Contacts, LoggedSplits } from '../loaded-log';
import { limitsOf } from '../spending/limits';
import type { RowsOfLog } from '../off-policy/log-to-judge';
import { supportOf } from '../support';
import { waysOn, type Candidate } from './candidates';
import { decisionColumns, rewardSpread } from './columns';
import { gammaOf, learnerConfig, updatesOf } from './learner-config';
import { isShrunk, type LearnedSettings } from './settings';
import { unloggedValuesOf } from './unlogged';
import { pricedBy, validationBy } from './validation';
import { learnedRows } from './winsorise';

/** Decisions that a network is asked about at once. */
const DECISIONS_PER_CALL = 4096;

const ON_VALUES_ALONE =
  'along whole histories too few customers were treated as any policy would treat them: the model was chosen by fitted Q evaluation, a model of values alone';

/** Features that were encoded from raw columns are scaled already. */
function scalingOf({ features, observations, rewards }: LoggedRows, isEncoded: boolean): Scaling {
  const scaling = isEncoded ? identityScaling(features.length) : fitScaling(observations, features.length, 0);
  return { ...scaling, rewardScale: 1 / rewardSpread(rewards) };
}

function methodOf(
  { method, conservativeWeight }: Candidate,
  { network: { doubleQ }, traces, expectile }: LearnedSettings,
): OfflineMethod {
  if (method === 'iql') return { kind: 'iql', expectile };
  // Of returns nothing is bootstrapped: it is a regression.
  return {
    ...{ kind: 'dqn', doubleQ, conservativeWeight: conservativeWeight ?? 0 },
    traces: method === 'dqn' ? traces : 0,
  };
}

/** Decisions of the longest history. */
function longestHistory({ next }: DecisionColumns): number {
  let [longest, length] = [1, 1];
  for (let i = 0; i < next.length; i += 1) {
    length = next[i] === -1 ? 1 : length + 1;
    longest = Math.max(longest, length);
  }
  return longest;
}

const largest = (rewards: Float32Array) =>
  rewards.reduce((most, reward) => Math.max(most, Math.abs(reward)), 0);

/** What the candidates of a run share. */
interface LearningSide {
  readonly config: LearnedRunConfig;
  readonly contacts: Contacts;
  /** Rows that are learned from. */
  readonly side: RowsOfLog;
  readonly scaling: Scaling;
  readonly support: SupportFilter;
  readonly validate: (support: SupportFilter) => Validate;
}

/** What one candidate learns from and how; columns are made when its turn has come. */
function offlineCandidate(
  candidate: Candidate,
  { config: { settings, xla, schema }, contacts, side, scaling, support: all, validate }: LearningSide,
  seed: number,
): OfflineCandidate {
  const { rows } = side;
  const count = rows.loggedActions.length;
  const support = { ...all, leastOfLikeliest: candidate.relativeThreshold };
  const gamma = candidate.method === 'one-step' ? 0 : gammaOf(candidate, schema);
  return {
    support,
    validate: validate(support),
    learner: {
      ...{ config: learnerConfig(settings, count), method: methodOf(candidate, settings), scaling },
      ...{ features: rows.features, actions: rows.actions, decisionsPerCall: DECISIONS_PER_CALL, xla },
      trainingUpdates: updatesOf(settings, count),
    },
    decisions: () => {
      // Without what is assumed: no target holds it.
      const allowed = supportedActions(support, rows.observations, rows.allowed ?? null);
      return decisionColumns(contacts, side, allowed, candidate, scaling);
    },
    // A regression on returns is its own bound: rewards are then returns.
    valueBound: (columns) =>
      valueBound({
        largestReward: largest(columns.rewards) / scaling.rewardScale,
        ...{ gamma, longestHistory: longestHistory(columns) },
      }),
    random: Random.fromSeed(seed),
  };
}

/** What speaks against what was learned. */
function remarksOf({ selection, learningCurve }: TrainingResult): string[] {
  const { divergence } = selection!.candidates[selection!.chosen]!;
  return [
    ...(learningCurve[0]?.estimator === 'fqe' ? [ON_VALUES_ALONE] : []),
    ...(divergence === null ? [] : [`learning diverged: ${divergence}`]),
  ];
}

/**
 * The support is the same for every seed, as is the validation: seeds differ by what is learned alone.
 *
 * @param ways of learning that are tried. @default those of the settings
 */
export function learnedTraining(
  config: LearnedRunConfig,
  contacts: Contacts,
  splits: LoggedSplits,
  seed: number,
  ways: readonly Candidate[] = waysOn(contacts, config.settings),
): OfflineTraining {
  const { settings, schema } = config;
  const { decisions, raw } = splits;
  const rows = learnedRows(splits.train, settings);
  const shared = Random.fromSeed(config.seed).fork('log');
  const side = { rows, decisions: decisions.train };
  const support = supportOf(contacts, side, settings.support, shared.fork('support'));
  const scaling = scalingOf(rows, raw !== null);
  const { least, most, patience } = settings.passes;
  const unlogged = unloggedValuesOf(settings, rows.actions, schema.noAction);
  const limits = settings.spending === undefined ? null : limitsOf(settings.spending, contacts);
  const random = shared.fork('validation');
  const { validate, shrunk } = validationBy(contacts, splits, unlogged, limits, settings, random);
  const learning = { config, contacts, side, scaling, support, validate };
  return {
    budget: { leastPasses: least ?? most, mostPasses: most, patience },
    rows: rows.loggedActions.length,
    candidates: ways.map((candidate) => offlineCandidate(candidate, learning, seed)),
    unlogged,
    shrunk: isShrunk(settings, schema) ? shrunk : undefined,
    priced: pricedBy(limits, contacts, splits, support, unlogged),
    remarks: remarksOf,
  };
}
