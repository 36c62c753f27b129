/** `prepare`: raw contact rows to state-action-reward rows. */
import { z } from 'zod';
import { textTable } from '../../report/text-table';
import { presetNames } from '../../runs/logged/log-source';
import { prepare as prepareRows } from '../../runs/prepare';
import { defineCommand } from '../command';
import { createContext } from '../context';

const flags = z.strictObject({
  data: z.string().describe('CSV of raw contacts'),
  preset: z.enum(presetNames).default('sales-channel').describe('how the rows are prepared'),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(42)
    .describe('seed of the undersampling; 42 gives the published rows'),
  pipeline: z
    .string()
    .optional()
    .describe('JSON of an earlier fit to scale and encode by; without it the fit is on the rows of --data'),
  out: z
    .string()
    .describe('CSV to write: State, Action, Reward; the fit is written beside it as OUT.pipeline.json'),
  overwrite: z.boolean().default(false).describe('replace the files that --out names'),
  quiet: z.boolean().default(false).describe('only warnings beside the result'),
  json: z.boolean().default(false).describe('print the steps as one JSON document'),
});

export const prepare = defineCommand({
  name: 'prepare',
  description: 'Turn raw contact rows into state-action-reward rows',
  flags,
  examples: [
    [
      '$0 prepare --preset sales-channel --data data/sales-channel/contacts.csv --out prepared.csv',
      'the 296 rows of the published study',
    ],
    [
      '$0 prepare --data later.csv --pipeline prepared.csv.pipeline.json --out later-prepared.csv',
      'later contacts, with the states that a model trained on prepared.csv knows',
    ],
  ],
  async run(given) {
    const context = createContext(given.quiet);
    const { data, seed, out } = given;
    const { steps, dataHash, pipeline } = await prepareRows(given, context);
    const table = textTable(
      [
        { label: 'step', align: 'left' },
        { label: 'rows', align: 'right' },
        { label: 'note', align: 'left' },
      ],
      steps.map(({ step, rows, note }) => [step, String(rows), note]),
      120,
    );
    context.print(
      given.json
        ? JSON.stringify({ data, dataHash, seed, out, pipeline, steps }, null, 2)
        : `${table}\nwritten: ${out}, ${pipeline}`,
    );
    return 0;
  },
});
