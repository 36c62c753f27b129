/** Keeps what was learned of customers' differences as far as it came true on the validation side. */
import { ModelQFunction } from '../../../agents/dqn/model-q-function';
import { shrunkAdvantages } from '../../../agents/dqn/shrunk-advantages';
import type { Model } from '../../../agents/model';
import type { ShrunkModel } from '../../task';
import type { Validation } from '../off-policy/validation';

/** @param model with its support filter; it stays as it is where nothing can be known of the differences */
export async function shrunkModel(
  model: Model,
  validation: Pick<Validation, 'calibration'>,
): Promise<ShrunkModel> {
  const unlogged = model.actions.filter((_, action) => model.support!.customers[action] === 0);
  if (unlogged.length > 0)
    return { model, calibration: { unknown: `the log never shows ${unlogged.join(', ')}` } };
  const qFunction = new ModelQFunction(model);
  const calibration = await validation.calibration(qFunction);
  qFunction.dispose();
  return { model: 'unknown' in calibration ? model : shrunkAdvantages(model, calibration), calibration };
}
