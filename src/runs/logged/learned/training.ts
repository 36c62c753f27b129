/** Learning from the decisions of a log, before it begins: columns, support, and what chooses the model. */
import { identityScaling, fitScaling } from '../../../agents/scaling';
import type { OfflineMethod } from '../../../agents/dqn/offline-learner';
import type { Scaling } from '../../../agents/model';
import { supportedActions } from '../../../agents/supported-actions';
import type { SupportFilter } from '../../../agents/support-filter';
import { once } from '../../../core/once';
import { Random } from '../../../core/random';
import type { LoggedRows } from '../../../dataset/logged-rows';
import { GreedyPolicy } from '../../../policies/greedy';
import type { DecisionColumns } from '../../../replay/logged-decisions';
import { valueBound } from '../../../rl/value-bound';
import type { Validate } from '../../../train/train-offline';
import type { LearnedRunConfig } from '../../run-config';
import type { OfflineTraining } from '../../task';
import type { Contacts, LoggedSplits } from '../loaded-log';
import { validationOn } from '../off-policy/validation';
import { supportOf } from '../support';
import { decisionColumns, rewardSpread } from './columns';
import { learnedGamma, learnerConfig, updatesOf } from './learner-config';
import type { LearnedSettings } from './settings';

/** Decisions that a network is asked about at once. */
const DECISIONS_PER_CALL = 4096;

const ON_VALUES_ALONE =
  'along whole histories too few customers were treated as any policy would treat them: the model was chosen by fitted Q evaluation, a model of values alone';

/** Features that were encoded from raw columns are scaled already. */
function scalingOf({ features, observations, rewards }: LoggedRows, isEncoded: boolean): Scaling {
  const scaling = isEncoded ? identityScaling(features.length) : fitScaling(observations, features.length, 0);
  return { ...scaling, rewardScale: 1 / rewardSpread(rewards) };
}

function methodOf({
  method,
  network,
  conservativeWeight,
  traces,
  expectile,
}: LearnedSettings): OfflineMethod {
  if (method === 'iql') return { kind: 'iql', expectile };
  // Of returns nothing is bootstrapped: it is a regression.
  return {
    ...{ kind: 'dqn', doubleQ: network.doubleQ },
    conservativeWeight: method === 'dqn' ? conservativeWeight : 0,
    traces: method === 'dqn' ? traces : 0,
  };
}

/** The policy of some values among supported actions, judged on the validation side, which is read when first asked. */
function validationBy(
  contacts: Contacts,
  splits: LoggedSplits,
  support: SupportFilter,
  { offPolicy }: LearnedSettings,
  random: Random,
): { readonly validate: Validate; readonly remarks: () => readonly string[] } {
  let chosenBy: string | null = null;
  const open = once(async () => {
    const rows = splits.validation();
    const side = { rows, decisions: splits.decisions.validation };
    const validation = await validationOn(contacts, side, offPolicy, random);
    chosenBy = validation.estimator.name === 'fqe' ? ON_VALUES_ALONE : null;
    return { validation, actions: rows.actions };
  });
  return {
    remarks: () => (chosenBy === null ? [] : [chosenBy]),
    validate: async (q) => {
      const { validation, actions } = await open();
      const supported = {
        qValues: (observations: Float32Array) => q.qValues(observations),
        supportedActions: (observations: Float32Array, allowed: Uint8Array | null) =>
          supportedActions(support, observations, allowed),
      };
      return validation.value(new GreedyPolicy(supported, actions));
    },
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

/** The model's support is the same for every seed, as is the validation: seeds differ by what is learned alone. */
export function learnedTraining(
  { settings, xla, schema, seed: first }: LearnedRunConfig,
  contacts: Contacts,
  splits: LoggedSplits,
  seed: number,
): OfflineTraining {
  const { train: rows, decisions, raw } = splits;
  const side = { rows, decisions: decisions.train };
  const shared = Random.fromSeed(first).fork('log');
  const support = supportOf(contacts, side, settings.support, shared.fork('support'));
  const scaling = scalingOf(rows, raw !== null);
  const allowed = supportedActions(support, rows.observations, rows.allowed ?? null);
  const columns = decisionColumns(contacts, side, allowed, settings, scaling);
  const config = learnerConfig(settings, rows.loggedActions.length);
  const trainingUpdates = updatesOf(settings, rows.loggedActions.length);
  return {
    budget: {
      leastPasses: settings.passes.least ?? settings.passes.most,
      mostPasses: settings.passes.most,
      patience: settings.passes.patience,
    },
    decisions: columns,
    learner: {
      ...{ config, method: methodOf(settings), scaling, features: rows.features, actions: rows.actions },
      ...{ decisionsPerCall: DECISIONS_PER_CALL, xla, trainingUpdates },
    },
    support,
    ...validationBy(contacts, splits, support, settings, shared.fork('validation')),
    valueBound: valueBound({
      largestReward:
        columns.rewards.reduce((most, reward) => Math.max(most, Math.abs(reward)), 0) / scaling.rewardScale,
      gamma: settings.method === 'one-step' ? 0 : learnedGamma(settings, schema),
      longestHistory: longestHistory(columns),
    }),
    random: Random.fromSeed(seed),
  };
}
