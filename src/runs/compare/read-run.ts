/** What a comparison reads of a finished run: the keys of its report.json that it needs, whatever version wrote it. */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { InputError, parseInput } from '../../core/errors';
import { readJsonFile } from '../../core/files';
import { runPaths } from '../../track/run-folder';

const bound = z.number().nullable();
const estimate = z.object({ value: bound, low: bound, high: bound, level: z.number() });
const metrics = z.record(z.string(), estimate);

const common = {
  version: z.string(),
  seed: z.number(),
  config: z.looseObject({ settings: z.looseObject({}).default({}) }),
  configHash: z.string(),
  backend: z.object({ name: z.string(), device: z.string(), program: z.string() }),
  training: z.object({
    environmentSteps: z.number(),
    gradientUpdates: z.number(),
    wallSeconds: z.number(),
  }),
  learningCurve: z.array(
    z.object({ environmentSteps: z.number(), gradientUpdates: z.number(), value: estimate }),
  ),
  seeds: z.array(z.object({ values: z.record(z.string(), bound) })),
  verdict: z.object({
    decision: z.enum(['better', 'as good as', 'not shown better', 'worse', 'cannot tell']),
    reasons: z.array(z.string()),
    baseline: z.string().nullable(),
  }),
};

const simulationSchema = z.object({
  kind: z.literal('simulation'),
  ...common,
  environment: z.string(),
  gamma: z.number(),
  objective: z.string(),
  policies: z.array(
    z.object({ name: z.string(), role: z.string(), metrics, modelMinusPolicy: metrics.optional() }),
  ),
});

const intervals = z.object({ estimator: z.string(), interval: estimate });

const loggedSchema = z.object({
  kind: z.literal('logged'),
  ...common,
  data: z.string(),
  dataHash: z.string(),
  splits: z.object({
    test: z.object({
      policies: z.record(z.string(), z.object({ contacts: z.number(), cost: z.number() })),
    }),
  }),
  offPolicy: z.object({
    unit: z.enum(['customer', 'row']),
    // Reports from before there was an estimator determine no value, and have none of what is optional here.
    estimand: z.enum(['decision', 'history']).default('decision'),
    doubts: z.array(z.string()).default([]),
    policies: z.record(
      z.string(),
      z.object({
        role: z.enum(['model', 'logged', 'baseline']).default('baseline'),
        identified: z.boolean(),
        doubts: z.array(z.string()).default([]),
        support: z.looseObject({}).nullable().default(null),
        value: intervals.nullable().default(null),
        difference: intervals.nullable().default(null),
      }),
    ),
  }),
});

const headSchema = z.looseObject({ schemaVersion: z.literal(1), kind: z.enum(['simulation', 'logged']) });

export type SimulationRun = z.output<typeof simulationSchema>;
export type LoggedRun = z.output<typeof loggedSchema>;
export type RunReport = SimulationRun | LoggedRun;

/**
 * @param folder a run's
 * @throws InputError if it holds no report, or one that is no training's of a version that is known here
 */
export function readRunReport(folder: string): RunReport {
  const file = runPaths(folder).reportJson;
  if (!existsSync(file)) {
    const found = existsSync(folder) ? 'none in it' : 'no such folder';
    throw new InputError(
      `${folder}: expected the folder of a finished run, with its report.json, got ${found}`,
    );
  }
  const value = readJsonFile(file);
  const { kind } = parseInput(file, headSchema, value);
  return kind === 'simulation'
    ? parseInput(file, simulationSchema, value)
    : parseInput(file, loggedSchema, value);
}
