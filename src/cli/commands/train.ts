/** `train`: on the simulator, or on a log; a new run, or the rest of one that was stopped. */
import { basename, join } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../core/errors';
import type { LoadedRows } from '../../dataset/load-logged-rows';
import type { Report } from '../../report/report';
import { reportSummary } from '../../report/summary';
import type { BackendInfo } from '../../tensor/backends/loader';
import { createRunFolder, openRunFolder, runPaths, type RunPaths } from '../../track/run-folder';
import { defineCommand } from '../command';
import { resumeCommand } from '../command-line';
import { createContext, type Context } from '../context';
import { finishedRun } from '../finished-run';
import { flagName } from '../flags';
import { newRun } from '../new-run';
import { expectSameVersion, readRunConfig, type RunConfig } from '../run-config';
import { backendFlag, gpuIdFlag, xlaFlag } from '../shared-flags';

const STOPPED = 130;

const flags = z.strictObject({
  environment: z.enum(['segment']).optional().describe('simulator to train in (default segment)'),
  data: z.string().optional().describe('CSV of logged contacts to train on instead of the simulator'),
  schema: z
    .string()
    .optional()
    .describe(
      'JSON file that says which columns of --data are what, such as {"state": ["age", "opens"], "action": "channel", "reward": "profit"} (default: columns State, Action and Reward)',
    ),
  preset: z
    .enum(['sales-channel'])
    .optional()
    .describe('a known schema with its settings instead of --schema'),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .optional()
    .describe('seed of every random number of the training (default 1)'),
  seeds: z
    .int()
    .positive()
    .optional()
    .describe('how many seeds to train, from --seed on; the report shows their spread (default 1)'),
  steps: z.int().positive().optional().describe('environment transitions to train for, over all lanes'),
  environments: z.int().positive().optional().describe('lanes stepped together'),
  set: z
    .array(z.string())
    .optional()
    .describe('change any setting: key=value, such as gamma=0.99; may be repeated'),
  config: z.string().optional().describe('JSON file of settings'),
  noActionReward: z.number().optional().describe('what leaving a logged customer alone pays (with --data)'),
  out: z.string().optional().describe("the run's folder (default models/<environment or data>-<time>)"),
  resume: z.string().optional().describe('continue the run in this folder where it stopped'),
  overwrite: z.boolean().default(false).describe('replace the run that --out holds'),
  backend: backendFlag.unwrap().optional().describe(`${backendFlag.description!} (default auto)`),
  gpuId: gpuIdFlag,
  requireGpu: z.boolean().default(false).describe('exit with 3 unless TensorFlow itself computes on a GPU'),
  xla: xlaFlag.unwrap().optional().describe(`${xlaFlag.description!} (default auto)`),
  quiet: z.boolean().default(false).describe('no progress, only warnings and the result'),
  json: z.boolean().default(false).describe('print report.json instead of the closing table'),
});

type Flags = z.output<typeof flags>;

/** Flags that a resumed run takes from its config.json. */
const FIXED_BY_RUN = [
  'environment',
  'data',
  'schema',
  'preset',
  'seed',
  'seeds',
  'steps',
  'environments',
  'set',
  'config',
  'noActionReward',
  'out',
  'backend',
  'xla',
] as const;

function expectNoConflict(given: Flags): void {
  const conflict = (one: string, other: string, reason: string) => {
    throw new InputError(`${one}: expected without ${other}, ${reason}`);
  };
  if (given.resume !== undefined) {
    const fixed = FIXED_BY_RUN.find((key) => given[key] !== undefined);
    if (fixed !== undefined)
      conflict(
        `--${flagName(fixed)}`,
        '--resume',
        "a run's settings are in its config.json; others make a new run",
      );
    if (given.overwrite) conflict('--overwrite', '--resume', 'one replaces the run, the other continues it');
  }
  if (given.data !== undefined && given.environment !== undefined) {
    conflict('--environment', '--data', 'a run trains on a simulator or on a log');
  }
  if (given.data === undefined) {
    if (given.schema !== undefined) conflict('--schema', 'a simulator', 'it describes the columns of --data');
    if (given.preset !== undefined) conflict('--preset', 'a simulator', 'it describes the columns of --data');
    if (given.noActionReward !== undefined)
      conflict('--no-action-reward', 'a simulator', 'it belongs to --data');
  }
}

function defaultFolder(given: Flags, context: Context): string {
  const name =
    given.data === undefined ? (given.environment ?? 'segment') : basename(given.data).replace(/\.csv$/i, '');
  const time = new Date(context.clock.now())
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\..*/, '')
    .replace('T', '-');
  return join('models', `${name}-${time}`);
}

async function trainRun(
  config: RunConfig,
  paths: RunPaths,
  backend: BackendInfo,
  context: Context,
  loaded: LoadedRows | null,
): Promise<Report | null> {
  if (config.kind === 'simulation') {
    const { trainSimulation } = await import('../train-simulation.js');
    return trainSimulation(config, paths, backend, context);
  }
  const { trainLogged } = await import('../train-logged.js');
  return trainLogged(config, paths, backend, context, loaded);
}

/** Loads the backend and says which one it is. */
async function announceBackend(
  requested: NonNullable<Flags['backend']>,
  { requireGpu, gpuId }: Pick<Flags, 'requireGpu' | 'gpuId'>,
  { compiled, prefersWasm }: { readonly compiled: boolean; readonly prefersWasm: boolean },
  context: Context,
): Promise<BackendInfo> {
  const { backendLadder, chooseBackend, slowStartNote, smallUpdatesLadder } =
    await import('../../tensor/backend.js');
  const ladder = prefersWasm && !requireGpu && gpuId === undefined ? smallUpdatesLadder : backendLadder;
  const choice = await chooseBackend(requested, { requireGpu, gpuId, compiled, ladder });
  const { info } = choice;
  const best =
    ladder === smallUpdatesLadder ? 'the best here for a net so small' : 'the best that works here';
  const why = requested === 'auto' ? `, ${best} (doctor says what else there is)` : '';
  context.logger.info(`backend ${info.name}: ${info.device}${why}`);
  const note = slowStartNote(choice);
  if (note !== null) context.logger.info(note);
  return info;
}

/** XLA is tried before a run depends on it. @throws InputError if the run needs it and it does not work */
async function withWorkingXla(config: RunConfig, needed: boolean, context: Context): Promise<RunConfig> {
  if (!config.xla) return config;
  const { xlaRefusal } = await import('../../tensor/xla-probe.js');
  const refusal = await xlaRefusal();
  if (refusal === null) return config;
  if (needed) throw new InputError(`--xla on: expected XLA to compile here, got ${refusal}`);
  context.logger.warn(`XLA does not compile here, updates run without it: ${refusal}`);
  return { ...config, xla: false };
}

async function prepareRun(given: Flags, context: Context) {
  if (given.resume !== undefined) {
    const config = readRunConfig(given.resume);
    expectSameVersion(given.resume, config);
    const backend = await announceBackend(
      config.backend,
      given,
      { compiled: config.xla, prefersWasm: false },
      context,
    );
    await withWorkingXla(config, true, context);
    return { config, backend, loaded: null, ...openRunFolder(given.resume, context.owner) };
  }
  const { configFor, prefersWasm, loaded } = await newRun(given, context);
  const compiled = configFor('tensorflow').xla;
  const options = { compiled, prefersWasm };
  const backend = await announceBackend(given.backend ?? 'auto', given, options, context);
  const config = await withWorkingXla(configFor(backend.name), given.xla === 'on', context);
  const out = given.out ?? defaultFolder(given, context);
  return {
    config,
    backend,
    loaded,
    ...createRunFolder(out, { overwrite: given.overwrite, config, owner: context.owner }),
  };
}

/** Prints what a run came to. */
async function printReport(
  report: Report,
  paths: RunPaths,
  { json }: Flags,
  context: Context,
): Promise<void> {
  const { reportJson } = await import('../../report/json.js');
  const files = [paths.model, paths.metrics, paths.reportJson, paths.reportMarkdown, paths.reportHtml];
  const written = ['written:', ...files.map((file) => `  ${file}`)].join('\n');
  context.print(json ? reportJson(report) : `${reportSummary(report)}\n${written}`);
}

async function run(given: Flags): Promise<number> {
  expectNoConflict(given);
  const context = createContext(given.quiet);
  const finished = given.resume === undefined ? null : finishedRun(given.resume, context);
  if (finished !== null) {
    await printReport(finished, runPaths(given.resume!), given, context);
    return 0;
  }
  const { config, backend, loaded, paths, release } = await prepareRun(given, context);
  try {
    const report = await trainRun(config, paths, backend, context, loaded);
    if (report === null) {
      context.logger.warn(`stopped; continue with: ${resumeCommand(paths.folder)}`);
      return STOPPED;
    }
    // Loaded here, because the chart library takes longer to start than the whole command line.
    const { writeReport } = await import('../../report/write-report.js');
    writeReport(paths.folder, report);
    await printReport(report, paths, given, context);
    return 0;
  } finally {
    release();
  }
}

export const train = defineCommand({
  name: 'train',
  description: 'Train a policy on the simulator or on a log, judge it and write a report',
  flags,
  examples: [
    ['$0 train', 'train on the segment simulator'],
    ['$0 train --set gamma=0.99 --set rewardScale=1e-6 --steps 60000', 'look further ahead'],
    [
      '$0 train --data data/sales-channel/prepared.csv --preset sales-channel --seeds 5',
      'train on a log, five seeds',
    ],
    ['$0 train --resume models/segment-20260101-120000', 'continue a run that was stopped'],
  ],
  run,
});
