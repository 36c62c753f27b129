/** `predict`: what a saved model does with single states, and what it thinks of each action. */
import { z } from 'zod';
import { InputError, show } from '../../core/errors';
import { greedyActions } from '../../rl/action-probabilities';
import { formatNumber } from '../../report/format';
import { textTable } from '../../report/text-table';
import type { Model } from '../../agents/model';
import { defineCommand } from '../command';
import { createContext } from '../context';
import { backendFlag, gpuIdFlag } from '../shared-flags';

const flags = z.strictObject({
  model: z.string().describe("a run's folder, or its model/ folder"),
  state: z
    .array(z.string())
    .describe('the features of one customer or moment, such as "1500, 1200, 2300"; may be repeated'),
  backend: backendFlag,
  gpuId: gpuIdFlag,
  quiet: z.boolean().default(false).describe('only warnings beside the result'),
  json: z.boolean().default(false).describe('print one JSON document'),
});

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

export const predict = defineCommand({
  name: 'predict',
  description: 'Ask a saved model for the best action in single states',
  flags,
  examples: [
    [
      '$0 predict --model models/segment --state "1500, 1200, 2300"',
      'counts of active, semi-active and non-active customers',
    ],
    [
      '$0 predict --model models/segment --state "2500,1500,1000" --state "500,500,4000" --json',
      'several states',
    ],
  ],
  async run({ model: folder, state, backend, gpuId, quiet, json }) {
    const context = createContext(quiet || json);
    const { openModel } = await import('../open-model.js');
    const { model, qFunction } = await openModel(folder, { backend, gpuId }, context);
    const states = state.map((text) => parseState(text, model));
    const count = model.actions.length;
    const qValues = await qFunction.qValues(Float32Array.from(states.flat()));
    const best = greedyActions(qValues, count, null);
    const predictions = states.map((values, row) => ({
      state: Object.fromEntries(model.features.map((feature, i) => [feature, values[i]!])),
      action: model.actions[best[row]!]!,
      qValues: Object.fromEntries(model.actions.map((action, i) => [action, qValues[row * count + i]!])),
    }));
    const table = textTable(
      ['state', 'best action', ...model.actions].map((label, i) => ({
        label,
        align: i < 2 ? ('left' as const) : ('right' as const),
      })),
      predictions.map((one, row) => [
        states[row]!.map(String).join(', '),
        one.action,
        ...Object.values(one.qValues).map(formatNumber),
      ]),
      160,
    );
    context.print(json ? JSON.stringify({ actions: model.actions, predictions }, null, 2) : table);
    return 0;
  },
});
