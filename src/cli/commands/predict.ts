/** `predict`: what a saved model does with single states or rows, and what it thinks of each action. */
import { z } from 'zod';
import { defineCommand } from '../command';
import { createContext } from '../context';
import { predictionsText, writtenText } from '../predictions-text';
import { backendFlag, gpuIdFlag } from '../shared-flags';

const flags = z.strictObject({
  model: z.string().describe("a run's folder, or its model/ folder"),
  state: z
    .array(z.string())
    .optional()
    .describe('the features of one customer or moment, such as "1500, 1200, 2300"; may be repeated'),
  row: z
    .array(z.string())
    .optional()
    .describe('raw columns of one customer as JSON, null where not known; may be repeated'),
  data: z
    .string()
    .optional()
    .describe(
      'CSV or Parquet of raw columns, or a pattern of several files; where the model looks at earlier contacts, a log with customer, time and action',
    ),
  out: z
    .string()
    .optional()
    .describe(
      'CSV to write: customer and time where --data has them, row, action, the value of each action, empty where not allowed, and what it is charged, if anything; printed is then only how often each action is best',
    ),
  overwrite: z.boolean().default(false).describe('replace the file that --out names'),
  backend: backendFlag,
  gpuId: gpuIdFlag,
  quiet: z.boolean().default(false).describe('only warnings beside the result'),
  json: z.boolean().default(false).describe('print one JSON document'),
});

export const predict = defineCommand({
  name: 'predict',
  description: 'Ask a saved model for the best action in single states or rows',
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
    [
      `$0 predict --model models/mine --row '{"age": 41, "segment": "B"}'`,
      'raw columns, for a model that was trained on them',
    ],
    ['$0 predict --model models/mine --data now.csv --out decided.csv', 'a file of them'],
  ],
  async run({ model, state, row, data, out, overwrite, backend, gpuId, quiet, json }) {
    const context = createContext(quiet || json);
    const { predict: ask } = await import('../../runs/predict.js');
    const answer = await ask(
      model,
      { states: state, rows: row, data, out, overwrite, backend, gpuId },
      context,
    );
    context.print(out === undefined ? predictionsText(answer, json) : writtenText(answer, out, json));
    return 0;
  },
});
