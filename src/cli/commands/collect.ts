/** `collect`: from the decision log of a service to a log to learn from. */
import { z } from 'zod';
import { defineCommand } from '../command';
import { createContext } from '../context';

const flags = z.strictObject({
  log: z
    .string()
    .describe(
      'folder of the decision log, as serve --log names it; of a model that takes a state, its features are the columns',
    ),
  outcomes: z
    .string()
    .optional()
    .describe(
      'CSV or Parquet with a column decision, of ids, and columns of what came of them; beside what POST /outcome told',
    ),
  out: z.string().describe('CSV to write'),
  schema: z.string().describe('schema file to write, for check-data and train'),
  untold: z
    .number()
    .optional()
    .describe('reward of a decision of which nobody told anything; without it such decisions are left out'),
  overwrite: z.boolean().default(false).describe('replace the files that --out and --schema name'),
  quiet: z.boolean().default(false).describe('only warnings beside the result'),
  json: z.boolean().default(false).describe('print one JSON document'),
});

export const collect = defineCommand({
  name: 'collect',
  description: "Make a log to learn from of a service's decisions and what came of them",
  flags,
  examples: [
    [
      '$0 collect --log decisions --outcomes sales.csv --out round.csv --schema round.yaml',
      'then check-data and train with --data round.csv --schema round.yaml',
    ],
  ],
  async run({ log, outcomes, out, schema, untold, overwrite, quiet, json }) {
    const context = createContext(quiet || json);
    const { collect: make } = await import('../../serve/collect/collect.js');
    const collected = await make({
      ...{ log, out, schema, overwrite },
      ...{ outcomes: outcomes ?? null, untold: untold ?? null },
    });
    for (const remark of collected.remarks) context.logger.warn(remark);
    const { rows, untold: left, strangeOutcomes, models } = collected;
    const text = [
      `${rows} decisions of ${models.length === 1 ? 'one model' : `${models.length} models`}`,
      ...(left > 0 ? [`${left} left out: nobody told what came of them`] : []),
      ...(strangeOutcomes > 0 ? [`${strangeOutcomes} outcomes are of no decision of this log`] : []),
      `written: ${out}, ${schema}`,
    ];
    context.print(json ? JSON.stringify(collected, null, 2) : text.join('\n'));
    return 0;
  },
});
