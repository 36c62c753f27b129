/** `bench`: how fast the environment, one update and a whole training run here, each beside a reference. */
import { cpus } from 'node:os';
import { z } from 'zod';
import { dqnConfigSchema } from '../../agents/dqn/dqn-config';
import { benchEnvironment } from '../../bench/environment';
import { InputError } from '../../core/errors';
import { Random } from '../../core/random';
import { version } from '../../core/version';
import { segmentConfigSchema } from '../../worlds/segment/settings';
import { textTable } from '../../report/text-table';
import { simulationConfigSchema, simulationDefaults } from '../../train/train-config';
import { benchTables } from '../bench-tables';
import { defineCommand } from '../command';
import { createContext, type Context } from '../context';
import { makeSegment } from '../segment-policies';
import { backendFlag, gpuIdFlag } from '../shared-flags';

const TRAINING_MS = 4000;

const flags = z.strictObject({
  backend: backendFlag,
  gpuId: gpuIdFlag,
  xla: z
    .enum(['on', 'off'])
    .default('off')
    .describe('compile the updates, as train does (native TensorFlow only)'),
  quiet: z.boolean().default(false).describe('no progress'),
  json: z.boolean().default(false).describe('print one JSON document'),
});

async function measure(given: z.output<typeof flags>, context: Context) {
  const { backend, gpuId } = given;
  const xla = given.xla === 'on';
  const { chooseBackend } = await import('../../tensor/backend.js');
  const { benchLearner } = await import('../../bench/learner.js');
  const { benchTraining } = await import('../../bench/training.js');
  const { publishedStudyBench } = await import('../study-bench.js');
  const now = () => performance.now();
  const { info } = await chooseBackend(backend, { gpuId, compiled: xla });
  if (xla && info.name !== 'tensorflow')
    throw new InputError(`--xla on: expected the backend tensorflow, got ${info.name}`);
  const segment = segmentConfigSchema.parse({});
  context.logger.info('environment…');
  const environment = await benchEnvironment(segment, now);
  context.logger.info('learner…');
  const learner = await benchLearner(info.name, xla, now);
  context.logger.info('training…');
  const settings = simulationConfigSchema.parse(simulationDefaults);
  const lanes = makeSegment(segment, settings.environments, Random.fromSeed(1));
  const training = await benchTraining(
    lanes,
    dqnConfigSchema.parse({ ...settings.dqn, learningStarts: 256 }),
    xla,
    TRAINING_MS,
    now,
  );
  return {
    version,
    machine: {
      node: process.version,
      processor: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      backend: info,
    },
    xla,
    learner,
    environment,
    training: { ...training, study: await publishedStudyBench(xla, TRAINING_MS, now) },
  };
}

/** What `--json` prints. */
export type Measured = Awaited<ReturnType<typeof measure>>;

function tables(measured: Measured): string {
  const { processor, cores, node, backend } = measured.machine;
  const written = benchTables(measured).map(({ head, rows }) =>
    textTable(
      head.map((label, i) => ({ label, align: i === 0 ? ('left' as const) : ('right' as const) })),
      rows,
      120,
    ),
  );
  const compiled = measured.xla ? ', updates compiled by XLA' : '';
  return [`${processor}, ${cores} cores, Node ${node}, ${backend.device}${compiled}`, ...written].join(
    '\n\n',
  );
}

export const bench = defineCommand({
  name: 'bench',
  description: 'Measure the speed of environment, learner and training on this machine',
  flags,
  examples: [
    ['$0 bench', 'tables'],
    ['$0 bench --backend cpu --json', 'one backend, for a program'],
    ['$0 bench --backend tensorflow --xla on', 'native TensorFlow, its updates compiled'],
  ],
  async run(given) {
    const context = createContext(given.quiet || given.json);
    const measured = await measure(given, context);
    context.print(given.json ? JSON.stringify(measured, null, 2) : tables(measured));
    return 0;
  },
});
