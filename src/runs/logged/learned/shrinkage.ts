/** Keeps what was learned of customers' differences as far as it came true on the validation side. */
import { ModelQFunction } from '../../../agents/dqn/model-q-function';
import { shrunkAdvantages } from '../../../agents/dqn/shrunk-advantages';
import type { Model } from '../../../agents/model';
import type { ShrunkModel } from '../../task';
import type { Validation } from '../off-policy/validation';

/**
 * @param model with its support filter
 * @returns null where nothing can be known of the differences: an action was never logged, or nothing tells what follows is worth
 */
export async function shrunkModel(
  model: Model,
  validation: Pick<Validation, 'calibration'>,
): Promise<ShrunkModel | null> {
  if (model.support!.customers.includes(0)) return null;
  const qFunction = new ModelQFunction(model);
  const calibration = await validation.calibration(qFunction);
  qFunction.dispose();
  return calibration && { model: shrunkAdvantages(model, calibration), calibration };
}
