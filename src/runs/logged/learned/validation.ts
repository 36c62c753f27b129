/** What chooses among ways of learning from a log, and makes the one that is chosen keep within what may be spent. */
import { isNoActionAssumed, withUnloggedValues, type UnloggedValues } from '../../../agents/unlogged-values';
import { supportedActions } from '../../../agents/supported-actions';
import type { SupportFilter } from '../../../agents/support-filter';
import { once } from '../../../core/once';
import type { Random } from '../../../core/random';
import { GreedyPolicy } from '../../../policies/greedy';
import type { QFunction } from '../../../policies/policy';
import type { Validate } from '../../../train/train-offline';
import type { OfflineTraining } from '../../task';
import type { Contacts, LoggedSplits } from '../loaded-log';
import { validationOn } from '../off-policy/validation';
import { choicesOn } from '../spending/choices';
import type { Limits } from '../spending/limits';
import { expectReachable, pricedModel, pricesOn } from '../spending/priced-model';
import type { LearnedSettings } from './settings';
import { shrunkModel } from './shrinkage';

/** What is asked of the validation side. */
export interface AskedOfValidation {
  readonly validate: (support: SupportFilter) => Validate;
  readonly shrunk: NonNullable<OfflineTraining['shrunk']>;
}

/**
 * Judges the policy of some values among supported actions, at the prices that keep it within its limits, on the validation
 * side, which is read when first asked. What cannot keep them has no value.
 */
export function validationBy(
  contacts: Contacts,
  splits: LoggedSplits,
  unlogged: UnloggedValues | undefined,
  limits: Limits | null,
  { offPolicy, noActionReward }: LearnedSettings,
  random: Random,
): AskedOfValidation {
  const open = once(async () => {
    const rows = splits.validation();
    const side = { rows, decisions: splits.decisions.validation };
    const validation = await validationOn(contacts, side, { offPolicy, noActionReward }, random);
    return { validation, side };
  });
  const validate = (support: SupportFilter) => async (q: QFunction) => {
    const { validation, side } = await open();
    const { actions } = side.rows;
    const supported = {
      qValues: async (observations: Float32Array) =>
        withUnloggedValues(unlogged, actions.length, await q.qValues(observations)),
      supportedActions: (observations: Float32Array, allowed: Uint8Array | null) =>
        supportedActions(support, observations, allowed, isNoActionAssumed(unlogged)),
    };
    const prices = limits && (await pricesOn(await choicesOn(supported, contacts, side), limits));
    const isKept = prices === null || !prices.isMet.includes(false);
    const priced = { ...supported, ...(prices !== null && { charges: prices.charges }) };
    const { name } = validation.estimator;
    return {
      value: isKept
        ? await validation.value(new GreedyPolicy(priced, actions))
        : { value: null, low: null, high: null, level: offPolicy.level },
      ...{ estimator: name, isRough: name === 'fqe' },
    };
  };
  return { validate, shrunk: async (model) => shrunkModel(model, (await open()).validation) };
}

/**
 * What makes a model keep within what may be spent; its prices are found on the validation side, which neither values nor
 * the verdict come from.
 *
 * @throws InputError for limits that cannot be kept whatever is learned
 */
export function pricedBy(
  limits: Limits | null,
  contacts: Contacts,
  splits: LoggedSplits,
  support: SupportFilter,
  unlogged: UnloggedValues | undefined,
): OfflineTraining['priced'] {
  if (limits === null) return undefined;
  const side = () => ({ rows: splits.validation(), decisions: splits.decisions.validation });
  expectReachable(limits, support, isNoActionAssumed(unlogged), contacts, side());
  return (model) => pricedModel(model, limits, contacts, side());
}
