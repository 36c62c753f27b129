/** `evaluate`: a saved model beside every baseline, or one named baseline, in a simulator or against a log. */
import { z } from 'zod';
import { InputError } from '../../core/errors';
import type { Evaluation } from '../../runs/evaluation';
import { logSource, presetNames } from '../../runs/logged/log-source';
import { simulationSettings } from '../../runs/simulation/settings';
import { worldNames, worlds } from '../../runs/worlds';
import { defineCommand } from '../command';
import { createContext, type Context } from '../context';
import { expectOutput, jsonText, writeEvaluation } from '../evaluate-files';
import { closedGates } from '../evaluate-gates';
import { evaluateNotes } from '../evaluate-notes';
import { backendFlag, noCacheFlag, gpuIdFlag } from '../shared-flags';

const GATE_CLOSED = 3;

/** What stands where neither a flag nor the model's run says otherwise. */
const { dqn, report } = simulationSettings(worlds[0]!).parse(worlds[0]!.defaults);

const flags = z.strictObject({
  model: z.string().optional().describe("a run's folder, or its model/ folder"),
  policy: z
    .string()
    .optional()
    .describe(
      'instead of a model: a baseline by its name, or with --data rules in a .json or .yaml file; both are explained below',
    ),
  environment: z
    .enum(worldNames)
    .optional()
    .describe('judge in this simulator (default, unless --data is given)'),
  data: z
    .string()
    .optional()
    .describe('judge against this log of contacts: CSV or Parquet, one file or a pattern of several'),
  schema: z
    .string()
    .optional()
    .describe('schema of --data (default: that of the run of the model, or of its rules.json)'),
  preset: z.enum(presetNames).optional().describe('a known schema instead'),
  split: z
    .enum(['all', 'test'])
    .optional()
    .describe(
      'rows of --data to judge on; test: those held out by the run of the model, or of its rules.json (default test on the log it was trained on, in whatever file, else all)',
    ),
  against: z
    .string()
    .optional()
    .describe(
      'with --data: the policy, or rules in a file, that decides the verdict, and so --gate (default logged)',
    ),
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
  out: z
    .string()
    .optional()
    .describe('folder for evaluation.json, and with --data evaluation.md and evaluation.html, with charts'),
  overwrite: z.boolean().default(false).describe('replace the evaluation that --out holds'),
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

/** Words that make the evaluation again: the flags on which its numbers hang. */
function commandOf(given: EvaluateFlags): string[] {
  const { model, policy, data, schema, preset, split, against, margin, set = [] } = given;
  const flags = Object.entries({ model, policy, data, schema, preset, split, against, margin });
  return [
    'evaluate',
    ...flags.flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`, String(value)])),
    ...set.flatMap((assignment) => ['--set', assignment]),
  ];
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
    [
      '$0 evaluate --model models/mine --data contacts.csv --against rules.json',
      'whether the model is better than those rules',
    ],
  ],
  notes: evaluateNotes,
  async run(given) {
    expectConsistent(given);
    const context = createContext(given.quiet, !given.noCache);
    expectOutput(given);
    const endNoMore = context.endIfStopped();
    const evaluation = await judge(given, context).finally(endNoMore);
    if (given.out !== undefined) {
      const written = await writeEvaluation(given.out, evaluation, commandOf(given));
      context.logger.info(`written: ${written.join(', ')}`);
    }
    context.print(given.json ? jsonText(evaluation.document) : evaluation.text);
    const closed = closedGates(given, evaluation);
    for (const fault of closed) context.logger.warn(`${fault} (exit code ${GATE_CLOSED})`);
    return closed.length === 0 ? 0 : GATE_CLOSED;
  },
});
