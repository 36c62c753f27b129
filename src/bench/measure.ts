/** Everything that `bench` measures: how fast the environment, one update and a whole training run here. */
import { cpus } from 'node:os';
import type { DqnConfig } from '../agents/dqn/dqn-config';
import { InputError } from '../core/errors';
import type { Logger } from '../core/logger';
import { Random } from '../core/random';
import { version } from '../core/version';
import { chooseBackend } from '../tensor/backend';
import type { BackendName } from '../tensor/backends/loader';
import { worlds } from '../worlds/list';
import { benchEnvironment } from './environment';
import { benchLearner } from './learner';
import { publishedStudyBench } from './study';
import { benchTraining } from './training';

const TRAINING_MS = 4000;

export interface BenchRequest {
  readonly backend: BackendName | 'auto';
  readonly gpuId?: number | undefined;
  /** Whether updates are compiled by XLA. */
  readonly xla: boolean;
  /** Version of Node. */
  readonly node: string;
  /** The default training, whose time is shared out. */
  readonly training: { readonly environments: number; readonly dqn: DqnConfig };
}

/** @throws InputError if the backend cannot be had, or not with XLA */
export async function measure({ backend, gpuId, xla, node, training }: BenchRequest, logger: Logger) {
  const now = () => performance.now();
  const { info } = await chooseBackend(backend, { gpuId, compiled: xla });
  if (xla && info.name !== 'tensorflow')
    throw new InputError(`--xla on: expected the backend tensorflow, got ${info.name}`);
  const [first] = worlds;
  const world = first!.open({});
  logger.info('environment…');
  const environment = await benchEnvironment(first!.name, world, now);
  logger.info('learner…');
  const learner = await benchLearner(info.name, xla, now);
  logger.info('training…');
  const lanes = world.make(training.environments, Random.fromSeed(1));
  const dqn = { ...training.dqn, learningStarts: 256 };
  const speed = await benchTraining(lanes, dqn, xla, TRAINING_MS, now);
  const [processor] = cpus();
  return {
    version,
    machine: {
      node,
      processor: processor?.model ?? 'unknown',
      cores: cpus().length,
      backend: info,
    },
    xla,
    learner,
    environment,
    training: { ...speed, study: await publishedStudyBench(xla, TRAINING_MS, now) },
  };
}

/** What `--json` prints. */
export type Measured = Awaited<ReturnType<typeof measure>>;
