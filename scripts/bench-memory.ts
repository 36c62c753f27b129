/** Does anything grow? A learner's tensors and the process's memory over many updates, with acting in between. */
import * as tf from '@tensorflow/tfjs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import yargs from 'yargs';
import { makeTraining } from '../src/bench/training';
import { Random } from '../src/core/random';
import { textTable } from '../src/report/text-table';
import { chooseBackend } from '../src/tensor/backend';
import { backendNames } from '../src/tensor/backends/loader';
import { simulationSettings } from '../src/runs/simulation/settings';
import { segment } from '../src/worlds/segment/world';

const READINGS = 10;

// Memory that nothing refers to is no growth: it is collected before a reading.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

interface Reading {
  readonly updates: number;
  readonly tensors: number;
  /** JavaScript's heap. */
  readonly heapMegabytes: number;
  readonly residentMegabytes: number;
}

/** The default training without its evaluations, read ten times on the way. */
async function readings(updates: number): Promise<Reading[]> {
  const { dqn, environments } = simulationSettings(segment).parse(segment.defaults);
  const environment = segment.open({}).make(environments, Random.fromSeed(1));
  const { agent, loop } = makeTraining(environment, dqn);
  const found: Reading[] = [];
  for (let reading = 1; reading <= READINGS; reading += 1) {
    while (agent.updates < (reading * updates) / READINGS) await loop.next();
    // What the updates have left to be read back is read, so that every reading is taken at the same point.
    await agent.measure();
    collectGarbage();
    const { rss, heapUsed } = process.memoryUsage();
    found.push({
      updates: agent.updates,
      tensors: tf.memory().numTensors,
      heapMegabytes: Math.round((10 * heapUsed) / 2 ** 20) / 10,
      residentMegabytes: Math.round(rss / 2 ** 20),
    });
  }
  agent.dispose();
  return found;
}

async function main(): Promise<void> {
  const { backend, updates, json } = await yargs(process.argv.slice(2))
    .usage('bench:memory: tensors and memory over many updates of the default training')
    .options({
      backend: { choices: ['auto', ...backendNames] as const, default: 'auto' as const },
      updates: { type: 'number', default: 100_000 },
      json: { type: 'boolean', default: false },
    })
    .strict().argv;
  const { info } = await chooseBackend(backend);
  const found = await readings(updates);
  const columns = ['updates', 'tensors', 'heap MB', 'resident MB'].map((label) => ({
    label,
    align: 'right' as const,
  }));
  const rows = found.map((reading) => Object.values(reading).map(String));
  process.stdout.write(
    json
      ? `${JSON.stringify({ backend: info, readings: found })}\n`
      : `${info.name}\n${textTable(columns, rows, 80)}\n`,
  );
}

void main();
