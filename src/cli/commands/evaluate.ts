/** `evaluate`: a saved model beside every baseline, or one named baseline, in a simulator or against a log. */
import { join } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../core/errors';
import { expectWritableFolder, writeFileAtomically } from '../../core/files';
import { expectNotInput } from '../../core/input-paths';
import type { Verdict } from '../../report/report';
import type { Evaluation } from '../../runs/evaluation';
import { logSource, presetNames } from '../../runs/logged/log-source';
import { simulationSettings } from '../../runs/simulation/settings';
import { worldNames, worlds } from '../../runs/worlds';
import { defineCommand } from '../command';
import { createContext, type Context } from '../context';
import { backendFlag, noCacheFlag, gpuIdFlag } from '../shared-flags';

const GATE_CLOSED = 3;
const RESULT = 'evaluation.json';

/** What stands where neither a flag nor the model's run says otherwise. */
const { dqn, report } = simulationSettings(worlds[0]!).parse(worlds[0]!.defaults);

const flags = z.strictObject({
  model: z.string().optional().describe("a run's folder, or its model/ folder"),
  policy: z
    .string()
    .optional()
    .describe(
      'instead of a model: a baseline (no-action, always-email, uniform, threshold, look-alike, ...), or with --data rules in a .json or .yaml file',
    ),
  environment: z
    .enum(worldNames)
    .optional()
    .describe('judge in this simulator (default, unless --data is given)'),
  data: z
    .string()
    .optional()
    .describe('judge against this log of contacts: CSV or Parquet, one file or a pattern of several'),
  schema: z.string().optional().describe("schema of --data (default: that of the model's run)"),
  preset: z.enum(presetNames).optional().describe('a known schema instead'),
  split: z
    .enum(['all', 'test'])
    .optional()
    .describe(
      "rows of --data to judge on; test: those the model's run held out (default test on the file it was trained on, else all)",
    ),
  against: z
    .string()
    .optional()
    .describe('with --data: the policy that decides the verdict, and so --gate (default logged)'),
  margin: z
    .number()
    .nonnegative()
    .optional()
    .describe("with --data: differences up to this are none, in the reward's unit (default 0)"),
  episodes: z
    .int()
    .positive()
    .optional()
    .describe(
      `episodes per policy (default the model's run's, or ${report.episodes}); a baseline that plans, such as look-ahead, keeps to ${report.lookAheadEpisodes} unless --policy names it`,
    ),
  gamma: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe(`discount of discountedReward (default the model's, or ${dqn.gamma})`),
  seed: z
    .int()
    .nonnegative()
    .optional()
    .describe(`seed of the random numbers (default the model's run's, or ${report.evaluationSeed})`),
  config: z
    .string()
    .optional()
    .describe('JSON file of settings, for another segment environment with --policy'),
  set: z
    .array(z.string())
    .optional()
    .describe(
      'key=value of a setting: of the environment with --policy, of estimates (offPolicy.…) with --data',
    ),
  out: z.string().optional().describe('folder for evaluation.json'),
  gate: z.boolean().default(false).describe('exit with 3 unless the verdict is "better"'),
  gateNotWorse: z
    .boolean()
    .default(false)
    .describe('with --data: exit with 3 unless the interval lies above minus --margin'),
  requireGuarantee: z
    .boolean()
    .default(false)
    .describe('with --data: exit with 3 unless the guaranteed bound says "better" too'),
  backend: backendFlag,
  gpuId: gpuIdFlag,
  noCache: noCacheFlag,
  quiet: z.boolean().default(false).describe('no progress'),
  json: z.boolean().default(false).describe('print one JSON document'),
});

type EvaluateFlags = z.output<typeof flags>;

/** Flags that mean something on a log alone. */
const ofLogs = {
  against: '--against',
  margin: '--margin',
  gateNotWorse: '--gate-not-worse',
  requireGuarantee: '--require-guarantee',
} as const;

const isGiven = (value: unknown) => value !== undefined && value !== false;

function expectConsistent(given: EvaluateFlags): void {
  if ((given.model === undefined) === (given.policy === undefined)) {
    throw new InputError('evaluate: expected either --model or --policy');
  }
  if (given.data !== undefined && given.environment !== undefined) {
    throw new InputError('--environment: expected without --data');
  }
  if (given.data === undefined) {
    const ofData = (['schema', 'preset'] as const).find((key) => given[key] !== undefined);
    if (ofData !== undefined)
      throw new InputError(`--${ofData}: expected with --data, whose columns it describes`);
    if (given.split === 'test')
      throw new InputError('--split test: expected with --data, whose rows are split');
    const ofLog = Object.entries(ofLogs).find(([key]) => isGiven(given[key as keyof typeof ofLogs]));
    if (ofLog !== undefined) throw new InputError(`${ofLog[1]}: expected with --data, it belongs to a log`);
  } else {
    const ofSimulator = (['episodes', 'gamma', 'seed', 'config'] as const).find(
      (key) => given[key] !== undefined,
    );
    if (ofSimulator !== undefined)
      throw new InputError(`--${ofSimulator}: expected without --data, it belongs to the simulator`);
  }
  if (given.model === undefined && given.split === 'test') {
    throw new InputError('--split test: expected with --model, whose run says which rows it held out');
  }
  if (given.model === undefined && given.data === undefined && given.gate) {
    throw new InputError('--gate: expected with --model, a baseline alone has no verdict');
  }
  const ofEnvironment = given.config !== undefined || (given.set !== undefined && given.data === undefined);
  if (given.model !== undefined && ofEnvironment) {
    throw new InputError(
      "--config and --set: expected with --policy; a model is judged in its run's environment",
    );
  }
}

/** @throws InputError if --out can take no file, or would take the place of one that is read */
function expectOutput({ out, data, schema, config }: EvaluateFlags): void {
  if (out === undefined) return;
  const inputs = Object.entries({ data, schema, config }).flatMap(([flag, path]) =>
    path === undefined ? [] : [{ flag: `--${flag}`, path }],
  );
  expectNotInput([{ flag: '--out', path: join(out, RESULT) }], inputs);
  expectWritableFolder(out);
}

async function judge(given: EvaluateFlags, context: Context): Promise<Evaluation> {
  const request = { ...given, worlds };
  if (given.data === undefined) {
    const { evaluateInWorld } = await import('../../runs/simulation/evaluate.js');
    return evaluateInWorld(request, context);
  }
  const { evaluateOnLog } = await import('../../runs/logged/evaluate.js');
  return evaluateOnLog(request, logSource(given.data, given), context);
}

/** Whether every gate that was asked for lets the policy through. */
function isOpen(
  { gate, gateNotWorse, requireGuarantee, margin = 0 }: EvaluateFlags,
  verdict: Verdict | null,
): boolean {
  if (gate && verdict?.decision !== 'better') return false;
  if (requireGuarantee && verdict?.guaranteed !== true) return false;
  if (!gateNotWorse) return true;
  if (verdict === null || verdict.decision === 'cannot tell') return false;
  const low = verdict.comparisons.find(({ against }) => against === verdict.baseline)?.low ?? null;
  return low !== null && low > -margin;
}

export const evaluate = defineCommand({
  name: 'evaluate',
  description: 'Judge a saved model or a baseline, in the simulator or against a log',
  flags,
  examples: [
    ['$0 evaluate --model models/segment', 'the shipped model beside every baseline'],
    ['$0 evaluate --policy always-email --episodes 20000 --json', 'one baseline in the simulator'],
    [
      '$0 evaluate --model models/mine --data contacts.csv --schema mine.yaml --gate',
      'on the rows that were not trained on; exit 3 unless it beats what was done',
    ],
    [
      '$0 evaluate --policy rules.json --data contacts.csv --schema mine.yaml --against always-email',
      'rules that a person wrote, first match wins: [{"id": "young", "condition": {"age": {"lt": 40}}, "weights": {"email": 1}}, {"id": "rest", "weights": {"none": 1}}]',
    ],
  ],
  async run(given) {
    expectConsistent(given);
    const context = createContext(given.quiet, !given.noCache);
    expectOutput(given);
    const { document, text, verdict } = await judge(given, context);
    const json = `${JSON.stringify(document, null, 2)}\n`;
    if (given.out !== undefined) writeFileAtomically(join(given.out, RESULT), json);
    context.print(given.json ? json : text);
    if (isOpen(given, verdict)) return 0;
    context.logger.warn('a gate that was asked for is not passed: exit code 3');
    return GATE_CLOSED;
  },
});
