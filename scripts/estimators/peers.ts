/** Our estimators beside those of Open Bandit Pipeline and scope-rl, on the same log with the same models. */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../src/core/random';
import { version } from '../../src/core/version';
import { estimators } from '../../src/evaluate/off-policy/estimators';
import type { JudgedPolicy } from '../../src/evaluate/off-policy/histories';
import { bootstrap, percentileInterval } from '../../src/stats/bootstrap';
import { measureProcess } from '../peers/contender';
import { thisMachine } from '../peers/machine';
import { pythonWith } from '../peers/python';
import { greedyOf, writePeerInputs, type PeerSettings } from './peer-inputs';

const root = join(__dirname, '../../..');
const say = (line: string) => process.stderr.write(`${line}\n`);

/** Seconds are those on all cores: other work on the machine does not count. */
export interface Judged {
  readonly value: number;
  readonly valueSeconds: number;
  /** The value, and what the resamples and their 95 % percentiles come to. */
  readonly low: number;
  readonly high: number;
  readonly intervalSeconds: number;
}

type PeerJudged = Judged & { readonly peer: string; readonly called: string };

export interface Compared {
  readonly estimator: string;
  readonly label: string;
  readonly ours: Judged;
  readonly theirs: PeerJudged;
  readonly relativeDifference: number;
}

/** @throws Error with the last line that Python said if it fails */
export async function judgedByPeers(judged: JudgedPolicy, settings: PeerSettings) {
  const python = pythonWith(
    {
      name: 'estimators',
      requirements: join(root, 'scripts/estimators/requirements.txt'),
      announcement: ['Open Bandit Pipeline, scope-rl and what their estimators need, 70 MB to download'],
      // Open Bandit Pipeline 0.5.7 says that it wants Python before 3.11, and works there.
      pipOptions: ['--ignore-requires-python'],
    },
    say,
  );
  const folder = mkdtempSync(join(tmpdir(), 'contact-dqn-estimators-'));
  try {
    writePeerInputs(folder, judged, settings);
    return await measureProcess<{ readonly estimators: Readonly<Record<string, PeerJudged>> }>([
      python,
      join(root, 'scripts/estimators/judge_peers.py'),
      ...['--inputs', folder],
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every decision a unit of its own, as Open Bandit Pipeline resamples them. */
function asRows(judged: JudgedPolicy): JudgedPolicy {
  const n = judged.rewards.length;
  const histories = {
    ...judged.histories,
    ...{ units: n, starts: Int32Array.from({ length: n + 1 }, (_, i) => i) },
    ...{ worths: new Float64Array(n).fill(1), discounts: new Float64Array(n) },
  };
  return { ...judged, histories, products: judged.ratios };
}

/** What the peers are given for an estimator: their replay takes a policy that is certain. */
export function givenToPeers(judged: JudgedPolicy, estimator: string): JudgedPolicy {
  if (estimator !== 'replay') return judged;
  return { ...judged, probabilities: greedyOf(judged.probabilities, judged.histories.actionCount) };
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function judgedByUs(name: string, judged: JudgedPolicy, settings: PeerSettings): Promise<Judged> {
  const { estimate } = estimators.find((one) => one.name === name)!;
  const seconds = Array.from({ length: settings.repeats }, () => {
    const started = processorSeconds();
    estimate(judged);
    return processorSeconds() - started;
  }).sort((a, b) => a - b);
  const started = processorSeconds();
  const statistic = estimate(judged);
  const random = Random.fromSeed(1);
  const [values] = await bootstrap([statistic], { resamples: settings.resamples, random });
  const { low, high } = percentileInterval(values!);
  const intervalSeconds = processorSeconds() - started;
  return {
    ...{ value: statistic.value, valueSeconds: seconds[Math.floor(seconds.length / 2)]! },
    ...{ low: low!, high: high!, intervalSeconds },
  };
}

/** Beyond rounding: theirs add 1e-10 to the sums that they divide by. */
export const TOLERANCE = 1e-6;

/** @throws Error if a value is another than ours, beyond rounding */
function expectEqual({ label, ours, theirs, relativeDifference }: Compared): void {
  if (!(relativeDifference <= TOLERANCE))
    throw new Error(
      `${label}: expected ${ours.value}, got ${theirs.value} of ${theirs.peer} ${theirs.called}`,
    );
}

/** @param judged histories of one length, with both models */
export async function besidePeers(judged: JudgedPolicy, settings: PeerSettings) {
  const before = loadavg()[0]!;
  const { estimators: found, versions } = await judgedByPeers(judged, settings);
  const rows = asRows(judged);
  const compared: Compared[] = [];
  for (const { name, label, estimand } of estimators.filter((one) => one.name in found)) {
    const theirs = found[name]!;
    const given = givenToPeers(estimand === 'decision' ? rows : judged, name);
    const ours = await judgedByUs(name, given, settings);
    const relativeDifference = Math.abs(theirs.value - ours.value) / Math.abs(ours.value);
    const row = { estimator: name, label, ours, theirs, relativeDifference };
    say(`${label}: ours ${ours.value}, ${theirs.peer} ${theirs.value}`);
    expectEqual(row);
    compared.push(row);
  }
  return {
    ...{ version, machine: thisMachine(), loadBefore: before, loadAfter: loadavg()[0]!, versions },
    ...{ date: new Date().toISOString().slice(0, 10), ...settings, estimators: compared },
  };
}
