/** A model that keeps within its limits: prices are found for its values, and become part of it. */
import { ModelQFunction } from '../../../agents/dqn/model-q-function';
import type { Model } from '../../../agents/model';
import { supportedActions } from '../../../agents/supported-actions';
import type { SupportFilter } from '../../../agents/support-filter';
import { InputError } from '../../../core/errors';
import { shapeOfHistories } from '../../../evaluate/off-policy/histories-of';
import { leastUse, type Choices } from '../../../rl/choices';
import { shadowPrices, type ShadowPrices } from '../../../rl/shadow-prices';
import { formatShort } from '../../../report/format';
import type { Contacts } from '../loaded-log';
import type { RowsOfLog } from '../off-policy/log-to-judge';
import { choicesOn } from './choices';
import type { AskedLimit, Limits } from './limits';

/** Prices that keep these choices within limits; a price that was given is not one of them. */
export function pricesOn(choices: Choices, { limits, costs, price }: Limits): Promise<ShadowPrices> {
  return shadowPrices(
    choices,
    limits,
    costs.map((cost) => (price ?? 0) * cost),
  );
}

/** `--budget: expected at least 3.5 a day …` */
function tooLittle({ channel, asked: { amount, per }, decisions }: AskedLimit, least: number): string {
  const flag = channel === null ? '--budget' : '--capacity';
  return `${flag}: expected at least ${formatShort(least * decisions)} per ${per}${channel === null ? '' : ` of ${channel}`}, for at some decisions nothing that takes less is allowed and supported, got ${amount}`;
}

/**
 * Before anything is learned: of a limit that cannot be kept whatever is learned.
 *
 * @param isNoActionAssumed whether leaving alone is open though the log never shows it
 * @param side decisions that prices are to be found on
 */
export function expectReachable(
  { limits }: Limits,
  support: SupportFilter,
  isNoActionAssumed: boolean,
  { log, decisions }: Contacts,
  { rows, decisions: some }: RowsOfLog,
): void {
  if (limits.length === 0) return;
  const allowed = supportedActions(support, rows.observations, rows.allowed ?? null, isNoActionAssumed);
  const { sampleWeights: weights } = shapeOfHistories(log, decisions, some);
  for (const limit of limits) {
    const least = leastUse({ allowed, weights }, limit.use);
    if (least > limit.most * (1 + 1e-9)) throw new InputError(tooLittle(limit, least));
  }
}

/**
 * The values stay as they were learned: of later decisions they hold what is earned there without a price.
 *
 * @param side decisions that nothing was learned from, and nothing is judged on
 */
export async function pricedModel(
  model: Model,
  limits: Limits,
  contacts: Contacts,
  side: RowsOfLog,
): Promise<Model> {
  const qFunction = new ModelQFunction(model);
  const choices = await choicesOn(qFunction, contacts, side);
  qFunction.dispose();
  const { charges } = await pricesOn(choices, limits);
  return charges.some((charge) => charge > 0) ? { ...model, charges } : model;
}
