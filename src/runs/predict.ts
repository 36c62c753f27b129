/** What a saved model does with single states, and what it thinks of each action. */
import type { Model } from '../agents/model';
import { InputError, show } from '../core/errors';
import { greedyActions } from '../rl/action-probabilities';
import type { BackendRequest } from './backend';
import type { Host } from './host';
import { openModel } from './open-model';

export interface Prediction {
  readonly state: Readonly<Record<string, number>>;
  readonly action: string;
  readonly qValues: Readonly<Record<string, number>>;
}

/** Numbers between commas, brackets or not. */
function parseState(text: string, { features }: Model): number[] {
  const cells = text.replace(/^\s*\[|\]\s*$/g, '').split(',');
  const values = cells.map((cell) => (cell.trim() === '' ? NaN : Number(cell)));
  // The network computes in single precision.
  const wrong = values.findIndex((value) => !Number.isFinite(Math.fround(value)));
  if (wrong >= 0)
    throw new InputError(`--state: expected numbers between commas, got ${show(cells[wrong]!.trim())}`);
  if (values.length !== features.length) {
    throw new InputError(
      `--state: expected ${features.length} numbers (${features.join(', ')}), got ${values.length}`,
    );
  }
  return values;
}

/**
 * @param folder a run's folder, or its model/ folder
 * @param states each the numbers of one state between commas
 * @throws InputError if there is no model, or a state is not one of its
 */
export async function predict(
  folder: string,
  states: readonly string[],
  request: Pick<BackendRequest, 'backend' | 'gpuId'>,
  host: Pick<Host, 'logger'>,
): Promise<{ readonly actions: readonly string[]; readonly predictions: readonly Prediction[] }> {
  const { model, qFunction } = await openModel(folder, request, host);
  const rows = states.map((text) => parseState(text, model));
  const count = model.actions.length;
  const qValues = await qFunction.qValues(Float32Array.from(rows.flat()));
  qFunction.dispose();
  const overflow = qValues.findIndex((value) => !Number.isFinite(value));
  if (overflow >= 0) {
    const state = states[Math.floor(overflow / count)]!;
    throw new InputError(
      `--state: expected numbers of the size that the model was trained on, got ${show(state)}: its values are not finite`,
    );
  }
  const best = greedyActions(qValues, count, null);
  const predictions = rows.map((values, row) => ({
    state: Object.fromEntries(model.features.map((feature, i) => [feature, values[i]!])),
    action: model.actions[best[row]!]!,
    qValues: Object.fromEntries(model.actions.map((action, i) => [action, qValues[row * count + i]!])),
  }));
  return { actions: model.actions, predictions };
}
