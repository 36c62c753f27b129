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
import { startServed, trainedModel } from './serving/served-process';
import { swapsAndStop, type Swaps } from './serving/swaps';

export interface ServeBenchmark {
  readonly machine: { readonly processor: string; readonly cores: number; readonly node: string };
  /** Processes that wanted a processor in the minute before and in the last one: above 0 at the start, others computed too. */
  readonly loadAverage: { readonly before: number; readonly after: number };
  readonly net: string;
  readonly loads: readonly Load[];
  readonly swaps: Swaps;
  readonly growth: Growth | null;
}

/** Decisions per second that are promised. */
const PROMISED = 5_000;

async function loads(models: readonly string[], folder: string, seconds: number): Promise<readonly Load[]> {
  const [model] = models;
  const customers = askedCustomers(500);
  const plain = await startServed(['--model', model!]);
  const found: Load[] = [];
  try {
    await measured('warming up', plain, customers, { seconds: 2, connections: 16 });
    found.push(
      await measured('one decision each, as fast as it goes', plain, customers, { seconds, connections: 64 }),
      await measured(`one decision each, ${PROMISED} per second`, plain, customers, {
        ...{ seconds, connections: 64, rate: PROMISED },
      }),
      await measured('100 decisions each', plain, customers, { seconds, connections: 8, together: 100 }),
    );
  } finally {
    await plain.stop();
  }
  const state = ['--log', join(folder, 'log'), '--store', join(folder, 'contacts.jsonl'), '--epsilon', '0.1'];
  const writing = await startServed(['--model', model!, ...state]);
  try {
    await measured('warming up', writing, customers, { seconds: 2, connections: 16, named: true });
    found.push(
      await measured('one decision each, tried, logged and kept', writing, customers, {
        ...{ seconds, connections: 64, named: true },
      }),
    );
  } finally {
    await writing.stop();
  }
  return found;
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
  const { seconds, requests, out } = await yargs(process.argv.slice(2))
    .usage('bench:serve: a service under load, on this machine alone')
    .options({
      seconds: { type: 'number', default: 10, describe: 'of each load' },
      requests: { type: 'number', default: 0, describe: 'over which memory is watched; 0 leaves that out' },
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
      loads: await loads(models, folder, seconds),
      swaps: await swapsAndStop(models, askedCustomers(20)),
      growth: requests === 0 ? null : await growth(models[0]!, askedCustomers(500), requests),
    };
    process.stdout.write(`${table(result.loads)}\n${JSON.stringify(result.swaps)}\n`);
    if (result.growth !== null) process.stdout.write(`${JSON.stringify(result.growth)}\n`);
    const loadAverage = { before, after: loadavg()[0]! };
    if (out !== undefined)
      writeFileAtomically(out, `${JSON.stringify({ ...result, loadAverage }, null, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
