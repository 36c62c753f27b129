/**
 * What is learned from logs, held against the truth: `npm run study:logged` writes logs in the simulated company, learns from
 * each by every method and by d3rlpy's (needs Python), plays what was learned in that company, and writes
 * data/benchmarks/logged.json and the same as tables, logged.md, after every row. It goes on where it stopped.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import yargs from 'yargs';
import { readJsonFile, writeFileAtomically } from '../src/core/files';
import { version } from '../src/core/version';
import type { Policy } from '../src/policies/policy';
import type { OpenWorld } from '../src/worlds/world';
import { thisMachine } from './peers/machine';
import { decisionValues, writeDecisionLog, type DecisionLog } from './study-logged/one-decision';
import {
  behaviourOf,
  CUSTOMERS,
  GAMMA,
  logKinds,
  worlds,
  writeLog,
  type LogKind,
  type Shown,
} from './study-logged/logs';
import { bestInHiddenState, onlinePolicy, ONLINE_SEEDS } from './study-logged/online';
import { learnedFrom, type OurMethod } from './study-logged/ours';
import { loggedStudyPage, type LoggedStudy, type LogResult } from './study-logged/page';
import { peerOn, PEER_UPDATES } from './study-logged/peer-on-log';
import { peerAlgorithms, type PeerAlgorithm } from './study-logged/peers';
import { differenceOf, episodeValues, meanOf, shareOfWay } from './study-logged/true-values';
import { encoderOf, policyInWorld } from './study-logged/world-policy';

const EPISODES = 20_000;
const SEEDS = 5;
/** Enough to tell the level's share of claims from twice as many. */
const DECISION_SEEDS = { rare: 5, noise: 20 } as const;

/** Held back by nothing. */
const plain = { conservativeWeight: 0, relativeThreshold: 0 };

const ourMethods: readonly OurMethod[] = [
  { name: 'one-step', method: 'one-step', settings: { gamma: 'declared' } },
  { name: 'dqn', method: 'dqn', settings: { ...plain, gamma: 'declared' } },
  { name: 'dqn, gamma .9', method: 'dqn', settings: { ...plain, gamma: 0.9 } },
  { name: 'iql', method: 'iql', settings: { gamma: 'declared' } },
  // As the study of enriched logs has it; not shown to be better here, so that it is no default.
  {
    ...{ name: 'iql, networks apart', method: 'iql' },
    settings: { gamma: 'declared', network: { head: 'separate', weightDecay: 0.2 } },
  },
  { name: 'auto', method: 'auto', settings: {} },
];
const peerName = (algorithm: PeerAlgorithm) => `d3rlpy ${algorithm}`;
const simulationOf = (shown: Shown) => ({
  ...{ world: worlds[shown], gamma: GAMMA, episodes: EPISODES, seed: 1 },
});

async function inFolder<Value>(work: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), 'study-logged-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a method learned from a log, before it is played. */
interface Candidate extends Pick<LogResult, 'learningSeconds' | 'processorSeconds' | 'passes'> {
  readonly policy: Policy;
  readonly close: () => void;
}

async function ofOurs(
  method: OurMethod,
  log: Awaited<ReturnType<typeof writeLog>>,
  seed: number,
  world: OpenWorld,
  folder: string,
) {
  const { q, raw, actions, report, processorSeconds } = await learnedFrom(
    log,
    method,
    seed,
    join(folder, 'run'),
  );
  const { wallSeconds, environmentSteps } = report.training;
  const candidate: Candidate = {
    policy: policyInWorld(q, encoderOf(world, raw, actions), actions),
    ...{ learningSeconds: wallSeconds, processorSeconds, close: () => undefined },
    passes: environmentSteps / report.splits.train.rows,
  };
  return candidate;
}

async function ofPeer(
  algorithm: PeerAlgorithm,
  log: Awaited<ReturnType<typeof writeLog>>,
  seed: number,
  world: OpenWorld,
  folder: string,
) {
  const { peer, raw, actions, decisions } = await peerOn(log, algorithm, seed, join(folder, 'columns'));
  const { seconds, processorSeconds, batchSize } = peer.learned;
  const candidate: Candidate = {
    policy: policyInWorld(peer, encoderOf(world, raw, actions), actions),
    ...{ learningSeconds: seconds, processorSeconds, close: () => peer.close() },
    passes: (PEER_UPDATES * batchSize) / decisions,
  };
  return candidate;
}

function earlier(file: string): LoggedStudy {
  const nothing: LoggedStudy = {
    ...{ version, machine: thisMachine(), customers: CUSTOMERS, gamma: GAMMA, episodes: EPISODES },
    ...{ online: [], results: [], decisions: [] },
  };
  if (!existsSync(file)) return nothing;
  const found = readJsonFile(file) as LoggedStudy;
  if (found.version === version && found.episodes === EPISODES && found.customers === CUSTOMERS) return found;
  throw new Error(`${file}: expected results of this version and these sizes; move it away to begin anew`);
}

type Keep = (found: Partial<LoggedStudy>) => void;
const say = (line: string) => process.stderr.write(`${line}\n`);

/** [episodes] values of the best policy that is known. */
async function bestKnown(shown: Shown, keep: Keep): Promise<Float64Array> {
  const simulation = simulationOf(shown);
  if (shown === 'latent') return episodeValues(bestInHiddenState(GAMMA), simulation);
  const all: { readonly seed: number; readonly values: Float64Array }[] = [];
  for (const seed of ONLINE_SEEDS)
    all.push({ seed, values: await episodeValues(await onlinePolicy(seed), simulation) });
  keep({ online: all.map(({ seed, values }) => ({ seed, value: meanOf(values) })) });
  return all.reduce((one, other) => (meanOf(other.values).value > meanOf(one.values).value ? other : one))
    .values;
}

interface Work {
  readonly kind: LogKind;
  readonly seed: number;
  readonly methods: readonly string[];
}

/** The methods of one log, one after the other; each is kept when it is judged. */
async function oneLog({ kind, seed, methods }: Work, best: Float64Array, keepRow: (row: LogResult) => void) {
  const simulation = simulationOf(kind.shown);
  const behaviour = await episodeValues(await behaviourOf(kind, seed), simulation);
  await inFolder(async (folder) => {
    const log = await writeLog(kind, seed, folder);
    for (const name of methods) {
      const ours = ourMethods.find((method) => method.name === name);
      const { policy, close, ...effort } = await inFolder((own) =>
        ours === undefined
          ? ofPeer(
              peerAlgorithms.find((algorithm) => peerName(algorithm) === name)!,
              log,
              seed,
              simulation.world,
              own,
            )
          : ofOurs(ours, log, seed, simulation.world, own),
      );
      const values = await episodeValues(policy, simulation);
      close();
      keepRow({
        ...{ log: kind.name, seed, method: name, ours: ours !== undefined, value: meanOf(values) },
        ...{ behaviour: meanOf(behaviour), best: meanOf(best) },
        aboveBehaviour: differenceOf(values, behaviour),
        ...{ share: shareOfWay(values, behaviour, best), ...effort },
      });
    }
  });
}

async function oneDecisionLog(
  log: DecisionLog,
  seed: number,
  method: OurMethod,
  study: LoggedStudy,
  keep: Keep,
) {
  await inFolder(async (folder) => {
    const learned = await learnedFrom(writeDecisionLog(log, seed, folder), method, seed, join(folder, 'run'));
    const found = { log, seed, method: method.name, ...(await decisionValues(log, learned)) };
    say(JSON.stringify(found));
    keep({ decisions: [...study.decisions, { ...found, verdict: learned.report.verdict.decision }] });
  });
}

async function main(): Promise<void> {
  const names = [...ourMethods.map(({ name }) => name), ...peerAlgorithms.map(peerName)];
  const { out, seeds, method, log } = yargs(process.argv.slice(2))
    .usage('study-logged: learn from simulated logs and hold what was learned against the truth')
    .option('seeds', { type: 'number', default: SEEDS, describe: 'logs of each kind, from seed 1 on' })
    .option('method', { type: 'array', string: true, default: names, choices: names })
    .option('log', { type: 'string', describe: 'what begins so alone: uniform, biased, hidden, rare, noise' })
    .option('out', { type: 'string', default: join(__dirname, '../../data/benchmarks') })
    .strict()
    .parseSync();
  const file = join(out, 'logged.json');
  let study = earlier(file);
  const keep: Keep = (found) => {
    // Read again: another process may have written meanwhile.
    study = { ...earlier(file), ...found };
    writeFileAtomically(file, `${JSON.stringify(study, null, 2)}\n`);
    writeFileAtomically(join(out, 'logged.md'), loggedStudyPage(study));
  };
  const wanted = (name: string) => log === undefined || name.startsWith(log);
  for (const kind of ['rare', 'noise'] as const)
    for (let seed = 1; wanted(kind) && seed <= DECISION_SEEDS[kind]; seed += 1)
      if (!study.decisions.some((done) => done.log === kind && done.seed === seed))
        await oneDecisionLog(kind, seed, ourMethods[0]!, study, keep);
  const work = Array.from({ length: seeds }, (_, index) =>
    logKinds
      .filter(({ name }) => wanted(name))
      .map((kind) => {
        const isDone = (name: string) =>
          study.results.some((row) => row.log === kind.name && row.seed === index + 1 && row.method === name);
        return { kind, seed: index + 1, methods: method.filter((name) => !isDone(name)) };
      }),
  ).flat();
  const due = work.filter(({ methods }) => methods.length > 0);
  if (due.length === 0) return;
  const best = new Map<Shown, Float64Array>();
  for (const one of due) {
    const { shown } = one.kind;
    if (!best.has(shown)) best.set(shown, await bestKnown(shown, keep));
    await oneLog(one, best.get(shown)!, (row) => {
      say(JSON.stringify(row));
      keep({ results: [...earlier(file).results, row] });
    });
  }
}

void main();
