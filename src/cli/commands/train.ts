/** `train`: in a simulator, or on a log; a new run, or the rest of one that was stopped. */
import { z } from 'zod';
import { InputError } from '../../core/errors';
import { reportSummary } from '../../report/summary';
import { logMethods } from '../../runs/logged/learned/settings';
import { logSource, presetNames } from '../../runs/logged/log-source';
import type { Subject } from '../../runs/plan';
import type { RunOutcome } from '../../runs/train-run';
import { worldNamed, worldNames, worlds } from '../../runs/worlds';
import { defineCommand } from '../command';
import { createContext, STOPPED, type Context } from '../context';
import { flagName } from '../flags';
import { backendFlag, noCacheFlag, gpuIdFlag, xlaFlag } from '../shared-flags';

const flags = z.strictObject({
  environment: z.enum(worldNames).optional().describe(`simulator to train in (default ${worldNames[0]!})`),
  data: z
    .string()
    .optional()
    .describe(
      'log of contacts to train on instead of the simulator: CSV or Parquet, one file or a pattern of several',
    ),
  schema: z
    .string()
    .optional()
    .describe(
      'YAML or JSON file that says which columns of --data are what (customer, time, action, reward, features, ...), as check-data --write-schema drafts it (default: columns State, Action and Reward)',
    ),
  preset: z.enum(presetNames).optional().describe('a known schema with its settings instead of --schema'),
  method: z
    .enum(logMethods)
    .optional()
    .describe(
      'how to learn from --data: one-step (the value of what was done, then the best action by it), dqn (double Q-learning), iql (implicit Q-learning), auto (whichever is best on customers held out for that; default with --schema), or replay-study (rows replayed as the published study does; default of three columns and presets)',
    ),
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
  noActionReward: z
    .number()
    .optional()
    .describe(
      'what leaving a customer alone is assumed to be worth (with --data), in the units of the reward: what one decision brings, or where the schema has a discount all that follows too; methods that learn from decisions ask for it where the log never shows it',
    ),
  price: z
    .number()
    .min(0)
    .optional()
    .describe(
      'what a unit of cost is charged beside what rewards hold, in the units of the reward (with --data and --method)',
    ),
  budget: z
    .string()
    .optional()
    .describe(
      'most that may be spent: 100 a day, or 0.05/decision; a price of cost that keeps it is found (with --data and --method)',
    ),
  capacity: z
    .array(z.string())
    .optional()
    .describe(
      'most contacts by a channel: call=200 a day, or call=0.02/decision; may be repeated (with --data and --method)',
    ),
  out: z.string().optional().describe("the run's folder (default models/<environment or data>-<time>)"),
  resume: z
    .string()
    .optional()
    .describe('continue the run in this folder where it stopped; --data says where its log lies now'),
  overwrite: z.boolean().default(false).describe('replace the run that --out holds'),
  backend: backendFlag.unwrap().optional().describe(`${backendFlag.description!} (default auto)`),
  gpuId: gpuIdFlag,
  requireGpu: z.boolean().default(false).describe('exit with 3 unless TensorFlow itself computes on a GPU'),
  xla: xlaFlag.unwrap().optional().describe(`${xlaFlag.description!} (default auto)`),
  explainProgram: z
    .enum(['learn', 'act', 'sync'])
    .optional()
    .describe(
      'print how a step of the learner is run, learn, act or sync (operations, shapes, memory, passes), and train nothing',
    ),
  noCache: noCacheFlag,
  quiet: z.boolean().default(false).describe('no progress, only warnings and the result'),
  json: z.boolean().default(false).describe('print report.json instead of the closing table'),
});

type Flags = z.output<typeof flags>;

/** Flags of what a policy may spend. */
const SPENDING = ['price', 'budget', 'capacity'] as const;

/** Flags that a resumed run takes from its config.json. */
const FIXED_BY_RUN = [
  'environment',
  'schema',
  'preset',
  'method',
  'seed',
  'seeds',
  'steps',
  'environments',
  'set',
  'config',
  'noActionReward',
  ...SPENDING,
  'out',
  'backend',
  'xla',
  'explainProgram',
] as const;

function expectNoConflict(given: Flags): void {
  const conflict: Conflict = (one, other, reason) => {
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
  if (given.resume === undefined) expectOneSubject(given, conflict);
}

type Conflict = (one: string, other: string, reason: string) => never;

/** A run trains on a simulator or on a log, and what describes a log comes with one. */
function expectOneSubject(given: Flags, conflict: Conflict): void {
  if (given.data !== undefined && given.environment !== undefined) {
    conflict('--environment', '--data', 'a run trains on a simulator or on a log');
  }
  if (given.data === undefined) {
    const described = (['schema', 'preset'] as const).find((key) => given[key] !== undefined);
    if (described !== undefined)
      throw new InputError(`--${described}: expected with --data, whose columns it describes`);
    if (given.method !== undefined)
      throw new InputError('--method: expected with --data, whose decisions it learns from');
    const spending = SPENDING.find((key) => given[key] !== undefined);
    if (spending !== undefined)
      throw new InputError(`--${spending}: expected with --data, whose decisions say what is spent`);
    if (given.noActionReward !== undefined)
      throw new InputError('--no-action-reward: expected with --data, whose customers are left alone');
  }
}

function subjectOf({ data, environment = worldNames[0], ...described }: Flags): Subject {
  return data === undefined ? worldNamed('--environment', environment, worlds) : logSource(data, described);
}

/** Trains, or continues. */
async function outcomeOf(given: Flags, context: Context): Promise<RunOutcome> {
  const { resumeRun, trainRun } = await import('../../runs/train-run.js');
  if (given.resume !== undefined) return resumeRun(given.resume, { ...given, worlds }, context);
  return trainRun(subjectOf(given), given, context);
}

async function run(given: Flags): Promise<number> {
  expectNoConflict(given);
  const context = createContext(given.quiet, !given.noCache);
  if (given.explainProgram !== undefined) {
    const { explainProgram } = await import('../../runs/explain-program.js');
    context.print(await explainProgram(subjectOf(given), given, given.explainProgram, context));
    return 0;
  }
  const endNoMore = context.endIfStopped();
  const { report, paths } = await outcomeOf(given, context).finally(endNoMore);
  if (report === null) return STOPPED;
  const { reportJson } = await import('../../report/json.js');
  const { model, metrics, rules, reportJson: json, reportMarkdown, reportHtml } = paths;
  const isReadable = report.kind === 'logged' && Boolean(report.readable?.rules);
  const files = [model, metrics, ...(isReadable ? [rules] : []), json, reportMarkdown, reportHtml];
  const written = ['written:', ...files.map((file) => `  ${file}`)].join('\n');
  context.print(given.json ? reportJson(report) : `${reportSummary(report)}\n${written}`);
  return 0;
}

export const train = defineCommand({
  name: 'train',
  description: 'Train a policy on the simulator or on a log, judge it and write a report',
  flags,
  examples: [
    ['$0 train', 'train on the segment simulator'],
    ['$0 train --set gamma=0.99 --set rewardScale=1e-6 --steps 60000', 'look further ahead'],
    [
      '$0 train --data data/company-log/contacts.csv --schema data/company-log/schema.yaml --out models/mine',
      "train on a company's log",
    ],
    [
      '$0 train --data data/sales-channel/prepared.csv --preset sales-channel --seeds 5',
      'on published rows, five seeds',
    ],
    ['$0 train --resume models/segment-20260101-120000', 'continue a run that was stopped'],
    ['$0 train --explain-program learn', 'how an update is run here'],
  ],
  run,
});
