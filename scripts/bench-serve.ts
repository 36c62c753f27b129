/**
 * A service under load, on this machine alone: decisions per second and their latency, memory over many requests, and
 * whether swaps of the model and SIGTERM lose or spoil an answer.
 *
 *   npm run bench:serve -- --seconds 10 --requests 1000000 --out data/benchmarks/serve.json
 */
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import yargs from 'yargs';
import { writeFileAtomically } from '../src/core/files';
import { textTable } from '../src/report/text-table';
import { readManifest } from '../src/store/manifest';
import { askedCustomers } from './serving/customers';
import { growth, type Growth } from './serving/growth';
import { measured, type Load } from './serving/load';
import { peerVersions, sameActions, startPeer } from './serving/peer';
import { startServed, trainedModel } from './serving/served-process';
import { swapsAndStop, type Swaps } from './serving/swaps';

/** FastAPI around ONNX Runtime, of the same net, under the same loads. */
export interface Peer {
  readonly versions: readonly string[];
  /** Customers that both were asked about, and how many of them both do the same with. */
  readonly asked: number;
  readonly sameActions: number;
  readonly loads: readonly Load[];
}

export interface ServeBenchmark {
  readonly machine: { readonly processor: string; readonly cores: number; readonly node: string };
  /** Processes that wanted a processor in the minute before and in the last one: above 0 at the start, others computed too. */
  readonly loadAverage: { readonly before: number; readonly after: number };
  readonly net: string;
  /** What computed our values, in words. */
  readonly computedBy: string;
  readonly loads: readonly Load[];
  /** null where it was not asked for. */
  readonly peer: Peer | null;
  readonly swaps: Swaps;
  readonly growth: Growth | null;
}

/** Decisions per second that are promised. */
const PROMISED = 5_000;

type Customers = ReturnType<typeof askedCustomers>;

/** Of a service that writes nothing down. */
async function plainLoads(
  served: Parameters<typeof measured>[1],
  customers: Customers,
  seconds: number,
): Promise<readonly Load[]> {
  await measured('warming up', served, customers, { seconds: 2, connections: 16 });
  return [
    await measured('one decision each, as fast as it goes', served, customers, { seconds, connections: 64 }),
    await measured(`one decision each, ${PROMISED} per second`, served, customers, {
      ...{ seconds, connections: 64, rate: PROMISED },
    }),
    await measured('100 decisions each', served, customers, { seconds, connections: 8, together: 100 }),
  ];
}

/** One that tries, logs and keeps contacts. */
async function writingLoad(
  model: string,
  folder: string,
  customers: Customers,
  seconds: number,
): Promise<Load> {
  const state = ['--log', join(folder, 'log'), '--store', join(folder, 'contacts.jsonl'), '--epsilon', '0.1'];
  const served = await startServed(['--model', model, ...state]);
  try {
    await measured('warming up', served, customers, { seconds: 2, connections: 16, named: true });
    return await measured('one decision each, tried, logged and kept', served, customers, {
      ...{ seconds, connections: 64, named: true },
    });
  } finally {
    await served.stop();
  }
}

/** @param hasPeer whether the peer is measured beside it, in the same way */
async function loads(
  model: string,
  folder: string,
  seconds: number,
  hasPeer: boolean,
): Promise<Pick<ServeBenchmark, 'computedBy' | 'loads' | 'peer'>> {
  const customers = askedCustomers(500);
  const ours = await startServed(['--model', model]);
  try {
    const plain = await plainLoads(ours, customers, seconds);
    const peer = hasPeer ? await peerOf(model, folder, ours.url, customers, seconds) : null;
    const all = [...plain, await writingLoad(model, folder, customers, seconds)];
    return { computedBy: ours.computedBy, loads: all, peer };
  } finally {
    await ours.stop();
  }
}

async function peerOf(
  model: string,
  folder: string,
  ours: string,
  customers: Customers,
  seconds: number,
): Promise<Peer> {
  const served = await startPeer(model, join(folder, 'export'), (line) => process.stderr.write(`${line}\n`));
  try {
    const same = await sameActions([ours, served.url], customers);
    const found = await plainLoads(served, customers, seconds);
    return { versions: peerVersions(), asked: customers.length, sameActions: same, loads: found };
  } finally {
    await served.stop();
  }
}

/** Units of each layer, from features to actions. */
function netOf(model: string): string {
  const { features, hiddenLayers, actions } = readManifest(join(model, 'model/manifest.json'));
  return [features.length, ...hiddenLayers, actions.length].join('-');
}

const LOAD_HEADER = ['load', 'decisions per second', 'median ms', '99 % ms', 'CPU µs per decision', 'failed'];

function table(found: readonly Load[]): string {
  const [name, ...numbers] = LOAD_HEADER;
  return textTable(
    [{ label: name!, align: 'left' }, ...numbers.map((label) => ({ label, align: 'right' }) as const)],
    found.map(({ name: load, perSecond, medianMs, p99Ms, cpuMicroseconds, failed }) => [
      ...[load, perSecond, medianMs, p99Ms, cpuMicroseconds, failed].map(String),
    ]),
    140,
  );
}

async function main(): Promise<void> {
  const { seconds, requests, peer, out } = await yargs(process.argv.slice(2))
    .usage('bench:serve: a service under load, on this machine alone')
    .options({
      seconds: { type: 'number', default: 10, describe: 'of each load' },
      requests: { type: 'number', default: 0, describe: 'over which memory is watched; 0 leaves that out' },
      peer: {
        ...{ type: 'boolean', default: false },
        describe: 'also a service of FastAPI and ONNX Runtime, which pip brings once',
      },
      out: { type: 'string', describe: 'JSON file to write' },
    })
    .strict().argv;
  const folder = mkdtempSync(join(tmpdir(), 'contact-dqn-bench-'));
  try {
    const models = [1, 2].map((seed) => trainedModel(join(folder, `model-${seed}`), seed));
    const before = loadavg()[0]!;
    const result: Omit<ServeBenchmark, 'loadAverage'> = {
      machine: { processor: cpus()[0]!.model, cores: availableParallelism(), node: process.version },
      net: netOf(models[0]!),
      ...(await loads(models[0]!, folder, seconds, peer)),
      swaps: await swapsAndStop(models, askedCustomers(20)),
      growth: requests === 0 ? null : await growth(models[0]!, askedCustomers(500), requests),
    };
    process.stdout.write(`computed by ${result.computedBy}\n${table(result.loads)}\n`);
    if (result.peer !== null) process.stdout.write(`the peer\n${table(result.peer.loads)}\n`);
    process.stdout.write(`${JSON.stringify(result.swaps)}\n`);
    if (result.growth !== null) process.stdout.write(`${JSON.stringify(result.growth)}\n`);
    const loadAverage = { before, after: loadavg()[0]! };
    if (out !== undefined)
      writeFileAtomically(out, `${JSON.stringify({ ...result, loadAverage }, null, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
