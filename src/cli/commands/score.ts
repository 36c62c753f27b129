/** `score`: decisions for every row of a file, of any length. */
import { z } from 'zod';
import { InputError } from '../../core/errors';
import type { ScoreRequest } from '../../runs/score/request';
import { defineCommand } from '../command';
import { createContext, NOTHING_WRITTEN, STOPPED } from '../context';
import { scoreText } from '../score-text';
import { backendFlag, gpuIdFlag, runtimeFlag } from '../shared-flags';

const flags = z.strictObject({
  model: z.string().describe("a run's folder, or its model/ folder"),
  data: z
    .string()
    .optional()
    .describe(
      'CSV or Parquet of raw columns, a row for each customer, or a pattern of several files (with --company, default: all its customers whom its contact log does not call gone)',
    ),
  company: z
    .string()
    .optional()
    .describe(
      'company.yaml: columns that enrich added to the log trained on are made of its tables as of --as-of, by the customer models that travel with the model; those that --data has are taken as they are',
    ),
  out: z
    .string()
    .describe(
      'CSV or Parquet to write, by its ending: customer, row, action, its value over No Action (of a model with a conservative weight a score, no money), the value of each action, propensity if some is tried, reason, model',
    ),
  asOf: z
    .string()
    .optional()
    .describe('when all is decided, such as 2026-11-28 (default: what the column of times says)'),
  history: z
    .string()
    .optional()
    .describe(
      'log of earlier contacts as the model was trained on, for contact rules and features of the past; without it actions under such rules are barred',
    ),
  explore: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe(
      'share of decisions that is any allowed action, each alike, so that the next log tells of it; limits then hold on average, not to the last contact',
    ),
  exploreScale: z
    .number()
    .min(0)
    .optional()
    .describe(
      'inverse-gap weighting instead: each allowed action but the best has probability 1 / (K + scale * gap), K being how many are allowed',
    ),
  exploreFloor: z.number().min(0).max(1).optional().describe('least probability beside --explore-scale'),
  budget: z
    .string()
    .optional()
    .describe('most that may be spent on all rows together, such as 1000; on average with --explore'),
  capacity: z
    .array(z.string())
    .optional()
    .describe(
      'most contacts of a channel in all rows together, such as call=200; may be repeated; on average with --explore',
    ),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .optional()
    .describe(
      'of what is tried and who comes first among equals, both by the hash MurmurHash3 x86_32 of a customer; asked for with --explore and --explore-scale, another for each round, or the same customers are tried again (default else: 1)',
    ),
  overwrite: z.boolean().default(false).describe('replace the file that --out names'),
  threads: z
    .int()
    .min(0)
    .max(64)
    .optional()
    .describe(
      'that decide beside the one that writes, of ONNX Runtime, wasm and cpu; the same bytes whatever their number (default: as many as cores, up to 8, for files of 64 MB and more; else 0)',
    ),
  runtime: runtimeFlag,
  backend: backendFlag,
  gpuId: gpuIdFlag,
  quiet: z.boolean().default(false).describe('only warnings beside the result'),
  json: z.boolean().default(false).describe('print one JSON document'),
});

function explorationOf(
  epsilon: number | undefined,
  scale: number | undefined,
  floor: number | undefined,
): ScoreRequest['exploration'] {
  if (scale !== undefined && epsilon !== undefined)
    throw new InputError('--explore-scale: expected without --explore, one of the two');
  if (scale !== undefined) return { kind: 'inverse gap', scale, floor: floor ?? 0 };
  if (floor !== undefined)
    throw new InputError('--explore-floor: expected with --explore-scale, whose probabilities it bounds');
  return epsilon === undefined ? undefined : { kind: 'epsilon', epsilon };
}

export const score = defineCommand({
  name: 'score',
  description: 'Decide on every row of a file, and say why',
  flags,
  examples: [
    [
      '$0 score --model models/mine --data customers.csv --out actions.csv --as-of 2026-11-28 --history contacts.csv',
      'with rules that look at earlier contacts',
    ],
    [
      '$0 score --model models/mine --data customers.parquet --out actions.parquet --budget 1000 --capacity call=200',
      'within limits of all rows together',
    ],
    [
      '$0 score --model models/mine --data customers.csv --out actions.csv --explore 0.05 --seed 7',
      'a twentieth left to chance, with the probability of each action',
    ],
    [
      '$0 score --model models/mine --company company.yaml --as-of 2026-11-28 --out actions.csv',
      'all customers of a company, of whom its tables tell (a model that learned from what enrich wrote)',
    ],
  ],
  async run({ model, explore, exploreScale, exploreFloor, quiet, json, ...request }) {
    const exploration = explorationOf(explore, exploreScale, exploreFloor);
    const context = createContext(quiet || json);
    const { score: decideAll } = await import('../../runs/score/score.js');
    const scored = await decideAll(model, { ...request, exploration }, context);
    if (scored === null) {
      context.logger.warn(NOTHING_WRITTEN);
      return STOPPED;
    }
    context.print(scoreText(scored, json));
    return 0;
  },
});
