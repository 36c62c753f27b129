/**
 * Serve, log, check, train, gate, swap: the rounds of one company. The first log is that of a random test; each later
 * one is written by the service, which tries what is not best now and then.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { readJsonFile, readTextFile, writeFileAtomically } from '../../src/core/files';
import { Random } from '../../src/core/random';
import type { Policy } from '../../src/policies/policy';
import type { LoggedReport } from '../../src/report/report';
import { behaviourNamed } from '../../src/runs/simulate-log/behaviours';
import { playCampaign } from './campaign';
import { exitCodeOf, run, serve } from './commands';
import {
  campaignValues,
  decisionDifference,
  meanOf,
  modelPolicy,
  trying,
  type Mean,
  type Truth,
} from './truth';

/**
 * Chance per week that a customer of full interest buys without being asked, where the company's default is .2: of those
 * whom nobody has to ask there is little to be earned, and much noise.
 */
export const ORGANIC = 0.02;

export interface LoopSettings extends Truth {
  readonly seed: number;
  readonly rounds: number;
  /** New ones of every round. */
  readonly customers: number;
  /** Share of the service's decisions that are left to chance. */
  readonly epsilon: number;
  /** For logs, runs and the service's files. */
  readonly folder: string;
}

export interface RoundResult {
  readonly seed: number;
  readonly round: number;
  /** Who wrote the log that was learned from. */
  readonly loggedBy: 'a random test' | 'the service';
  readonly decisions: number;
  /** True value of a customer under who wrote the log, account currency. */
  readonly logged: Mean;
  /** The same under what was learned from it. */
  readonly model: Mean;
  /** What a decision of the model truly earns more than one of who wrote the log, where that one came to. */
  readonly trueDifference: Mean;
  /** The same as the report of the training has it; null where it cannot tell. */
  readonly reported: { readonly low: number; readonly high: number } | null;
  readonly verdict: string;
  /** Whether it was put into service. */
  readonly isServed: boolean;
}

interface WrittenLog {
  readonly data: string;
  readonly schema: string;
  readonly loggedBy: RoundResult['loggedBy'];
  readonly writer: Policy;
}

/** What is done before there is a model: every allowed action with the same chance. */
const TEST = 'uniform';

/** Each decision is learned from, and judged, by itself: of whole histories a log of this size tells too little. */
function withoutDiscount(schema: string): void {
  const { discount: _left, ...kept } = parse(readTextFile(schema)) as Record<string, unknown>;
  writeFileAtomically(schema, stringify(kept));
}

async function testLog(settings: LoopSettings, round: number): Promise<WrittenLog> {
  const { folder, customers, weeks, seed, world, gamma } = settings;
  const out = join(folder, `log-${round}`);
  const logSeed = seed * 1000 + round;
  run(
    ...['simulate-log', '--policy', TEST, '--customers', String(customers), '--periods', String(weeks)],
    ...['--seed', String(logSeed), '--truth-customers', '2', '--out', out, '--quiet'],
    ...['--set', `organic=${ORGANIC}`],
  );
  withoutDiscount(join(out, 'schema.yaml'));
  const random = Random.fromSeed(logSeed).fork('simulate-log').fork('policy');
  const writer = await behaviourNamed(TEST, world, { gamma, random });
  return {
    data: join(out, 'contacts.csv'),
    schema: join(out, 'schema.yaml'),
    loggedBy: 'a random test',
    writer,
  };
}

async function servedLog(
  settings: LoopSettings,
  round: number,
  models: readonly string[],
): Promise<WrittenLog> {
  const { folder, customers, weeks, seed, world, epsilon } = settings;
  const [model, previous = model] = models.toReversed() as [string, ...string[]];
  const [log, out] = [join(folder, `decisions-${round}`), join(folder, `log-${round}`)];
  mkdirSync(out, { recursive: true });
  const service = await serve(
    ...[
      '--model',
      previous,
      '--log',
      log,
      '--epsilon',
      String(epsilon),
      '--seed',
      String(seed * 1000 + round),
    ],
  );
  try {
    if (model !== previous) await service.post('/admin/model', { model });
    const random = Random.fromSeed(seed).fork(`campaign-${round}`);
    const start = new Date(Date.UTC(2025, 0, 6) + round * 91 * 86_400_000).toISOString().slice(0, 10);
    await playCampaign(service, { world, customers, weeks, start, prefix: `r${round}-c` }, random);
  } finally {
    await service.end();
  }
  const [data, schema] = [join(out, 'contacts.csv'), join(out, 'schema.yaml')];
  run('collect', '--log', log, '--out', data, '--schema', schema, '--quiet');
  return {
    data,
    schema,
    loggedBy: 'the service',
    writer: trying(await modelPolicy(model, settings), settings, epsilon),
  };
}

function reportedOf({ verdict }: LoggedReport): RoundResult['reported'] {
  const found = verdict.comparisons.find(({ against }) => against === 'logged');
  const { low = null, high = null } = found ?? {};
  return low === null || high === null ? null : { low, high };
}

/** @param say told of every round when it is over */
export async function playRounds(
  settings: LoopSettings,
  say: (result: RoundResult) => void,
): Promise<RoundResult[]> {
  const { seed, rounds, folder } = settings;
  const results: RoundResult[] = [];
  const served: string[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const log =
      served.length === 0 ? await testLog(settings, round) : await servedLog(settings, round, served);
    const { data, schema, loggedBy, writer } = log;
    run('check-data', '--data', data, '--schema', schema, '--gate');
    const out = join(folder, `run-${round}`);
    run('train', '--data', data, '--schema', schema, '--seed', String(seed), '--out', out, '--quiet');
    const isServed = exitCodeOf('evaluate', '--model', out, '--data', data, '--gate', '--quiet') === 0;
    const report = readJsonFile(join(out, 'report.json')) as LoggedReport;
    const learned = await modelPolicy(out, settings);
    const result: RoundResult = {
      ...{ seed, round, loggedBy, decisions: report.offPolicy.decisions, isServed },
      logged: meanOf(await campaignValues(writer, settings)),
      model: meanOf(await campaignValues(learned, settings)),
      trueDifference: await decisionDifference(learned, writer, settings),
      ...{ reported: reportedOf(report), verdict: report.verdict.decision },
    };
    results.push(result);
    say(result);
    if (isServed) served.push(out);
  }
  return results;
}
