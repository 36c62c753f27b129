/** Speed of one DQN update, beside the same update as tfjs examples write it: layers, autodiff, tf.train.adam. */
import * as tf from '@tensorflow/tfjs';
import { dqnConfigSchema } from '../agents/dqn/dqn-config';
import { Learner } from '../agents/dqn/learner';
import { dqnSteps, initialLearnerState, learnerTensors } from '../agents/dqn/learner-step';
import { initialParameters } from '../agents/dqn/network/initial-parameters';
import { networkSpec, type NetworkShape, type NetworkSpec } from '../agents/dqn/network/spec';
import { Random } from '../core/random';
import type { TransitionBatch } from '../replay/transition';
import { makeProgram } from '../tensor/create-program';
import type { Program } from '../tensor/program';
import { timeInTurns, type Now, type Timed } from './stopwatch';

export interface LearnerSpeed {
  readonly net: string;
  readonly batch: number;
  readonly backend: string;
  readonly program: Program['kind'];
  readonly xla: boolean;
  /** Updates that one call of the program runs. */
  readonly updatesPerCall: number;
  readonly millisecondsPerUpdate: number;
  /** Operations that are run, nodes of the graph without its constants, or tasks of the compiled step. */
  readonly operationsPerUpdate: number;
  /** The same update by layers, autodiff and tf.train.adam, in the same run. */
  readonly referenceMillisecondsPerUpdate: number;
  /** How many times faster than that. */
  readonly ratioToReference: number;
}

const small = networkSpec({ features: 3, hiddenLayers: [64, 64], actions: 5 });
const large = networkSpec({ features: 20, hiddenLayers: [512, 256], actions: 3 });
const NETS: readonly { readonly spec: NetworkSpec; readonly batch: number }[] = [
  { spec: small, batch: 64 },
  { spec: large, batch: 128 },
  { spec: large, batch: 1024 },
  { spec: small, batch: 4096 },
];
const STRETCH_MS = 300;
/**
 * Steps too small to learn by: a network that has learned its one batch by heart has gradients so small that processors
 * take many times longer over them.
 */
const LEARNING_RATE = 1e-8;

function randomBatch({ features, actions }: NetworkShape, size: number): TransitionBatch {
  const random = Random.fromSeed(1).fork('batch');
  const uniform = (length: number) => Float32Array.from({ length }, () => random.uniform());
  return {
    size,
    observations: uniform(size * features),
    nextObservations: uniform(size * features),
    actions: Int32Array.from({ length: size }, () => random.integer(actions)),
    rewards: uniform(size),
    discounts: new Float32Array(size).fill(0.9),
    nextAllowed: null,
  };
}

function layersNet({ features, hiddenLayers, actions }: NetworkShape): tf.Sequential {
  const layers = [...hiddenLayers, actions].map((units, i) =>
    tf.layers.dense({
      units,
      activation: i < hiddenLayers.length ? 'relu' : 'linear',
      ...(i === 0 ? { inputShape: [features] } : {}),
    }),
  );
  return tf.sequential({ layers });
}

interface Contender extends Timed {
  readonly dispose: () => void;
}

/** The plain version. */
function referenceUpdate(shape: NetworkShape, batch: TransitionBatch): Contender {
  const online = layersNet(shape);
  const target = layersNet(shape);
  const optimizer = tf.train.adam(LEARNING_RATE);
  const variables = online.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const update = () => {
    const tensors = {
      observations: tf.tensor2d(batch.observations, [batch.size, shape.features]),
      nextObservations: tf.tensor2d(batch.nextObservations, [batch.size, shape.features]),
      rewards: tf.tensor1d(batch.rewards),
      discounts: tf.tensor1d(batch.discounts),
      chosen: tf.cast(tf.oneHot(tf.tensor1d(batch.actions, 'int32'), shape.actions), 'float32'),
    };
    const picked = tf.argMax(online.predict(tensors.nextObservations) as tf.Tensor2D, 1);
    const nextQ = target.predict(tensors.nextObservations) as tf.Tensor2D;
    const nextValues = tf.sum(tf.mul(nextQ, tf.cast(tf.oneHot(picked, shape.actions), 'float32')), 1);
    const targets = tf.add(tensors.rewards, tf.mul(tensors.discounts, nextValues));
    const loss = () => {
      const values = tf.sum(tf.mul(online.apply(tensors.observations) as tf.Tensor2D, tensors.chosen), 1);
      return tf.losses.huberLoss(targets, values).asScalar();
    };
    const { grads } = tf.variableGrads(loss, variables);
    const norm = tf.sqrt(tf.addN(Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)))));
    const factor = tf.div(10, tf.maximum(norm, 10));
    const clipped = Object.entries(grads).map(([name, tensor]) => ({ name, tensor: tf.mul(tensor, factor) }));
    optimizer.applyGradients(clipped);
  };
  return {
    run: () => tf.tidy(update),
    finish: async () => void (await variables[0]!.data()),
    dispose: () => {
      optimizer.dispose();
      online.dispose();
      target.dispose();
    },
  };
}

async function operationsOf(spec: NetworkSpec, batch: TransitionBatch): Promise<number> {
  const { learn } = dqnSteps(spec, dqnConfigSchema.parse({}));
  const state = learnerTensors(initialLearnerState(initialParameters(spec, Random.fromSeed(1))));
  const inputs = {
    observations: tf.tensor2d(batch.observations, [batch.size, spec.features]),
    nextObservations: tf.tensor2d(batch.nextObservations, [batch.size, spec.features]),
    actions: tf.tensor1d(batch.actions, 'int32'),
    rewards: tf.tensor1d(batch.rewards),
    discounts: tf.tensor1d(batch.discounts),
  };
  const { kernels } = await tf.profile(() => {
    tf.tidy(() => void learn(state, inputs));
    return tf.scalar(0);
  });
  tf.dispose([state, inputs]);
  return kernels.length;
}

/** How an update may be run. */
interface Variant {
  readonly program: Program['kind'];
  readonly xla: boolean;
  /** Those that the defaults make due at once; one by one where every operation is a call. */
  readonly updatesPerCall: number;
}

const EAGER: Variant = { program: 'eager', xla: false, updatesPerCall: 1 };

function variantsOf(backend: string, xla: boolean): readonly Variant[] {
  const recorded = { xla, updatesPerCall: 8 };
  if (backend === 'wasm') return [{ program: 'wasm', ...recorded }];
  if (backend !== 'tensorflow') return [EAGER];
  return xla ? [{ program: 'graph', ...recorded }] : [{ program: 'graph', ...recorded }, EAGER];
}

type LearnerContender = Contender & { readonly operations: () => number | null };

function learnerUpdates(spec: NetworkSpec, size: number, variant: Variant): LearnerContender {
  const config = dqnConfigSchema.parse({ learningRate: LEARNING_RATE });
  const steps = dqnSteps(spec, config);
  const state = learnerTensors(initialLearnerState(initialParameters(spec, Random.fromSeed(1))));
  const { program: kind, xla, updatesPerCall } = variant;
  const compile = xla ? ['learn'] : [];
  const program = makeProgram(kind, steps, state, { compile });
  const learner = new Learner(program, config);
  const batches = randomBatch(spec, size * updatesPerCall);
  return {
    run: async () => void (await learner.learn(batches, updatesPerCall)),
    finish: async () => void (await learner.measure()),
    dispose: () => learner.dispose(),
    operations: () => (program.kind === 'eager' ? null : program.operationsOf('learn')),
  };
}

async function benchNet(
  { spec, batch }: (typeof NETS)[number],
  backend: string,
  xla: boolean,
  now: Now,
): Promise<LearnerSpeed[]> {
  const variants = variantsOf(backend, xla);
  const learners = variants.map((variant) => learnerUpdates(spec, batch, variant));
  const contenders: readonly Contender[] = [referenceUpdate(spec, randomBatch(spec, batch)), ...learners];
  const [reference, ...timings] = await timeInTurns(now, STRETCH_MS, contenders);
  const speeds: LearnerSpeed[] = [];
  for (const [i, variant] of variants.entries()) {
    const { millisecondsPerCall, timesFaster } = timings[i]!;
    speeds.push({
      net: [spec.features, ...spec.hiddenLayers, spec.actions].join('-'),
      ...{ batch, backend, ...variant },
      millisecondsPerUpdate: millisecondsPerCall / variant.updatesPerCall,
      operationsPerUpdate: learners[i]!.operations() ?? (await operationsOf(spec, randomBatch(spec, batch))),
      referenceMillisecondsPerUpdate: reference!.millisecondsPerCall,
      ratioToReference: timesFaster * variant.updatesPerCall,
    });
  }
  for (const { dispose } of contenders) dispose();
  return speeds;
}

/**
 * @param backend name of the active backend
 * @param xla     whether to measure compiled graphs instead of graphs and single operations
 */
export async function benchLearner(backend: string, xla: boolean, now: Now): Promise<LearnerSpeed[]> {
  const speeds: LearnerSpeed[] = [];
  for (const net of NETS) speeds.push(...(await benchNet(net, backend, xla, now)));
  return speeds;
}
