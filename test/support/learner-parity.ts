/** Every variant of the learner, run by programs that are to be compared, from the same state on the same batches. */
import * as fc from 'fast-check';
import { concatenate, Learner } from '../../src/agents/dqn/learner';
import { initialLearnerState, learnerTensors } from '../../src/agents/dqn/learner-step';
import { implicitQLearning, qLearning } from '../../src/agents/dqn/learning-method';
import { initialParameters } from '../../src/agents/dqn/network/initial-parameters';
import { networkSpec, type NetworkShape } from '../../src/agents/dqn/network/spec';
import { Random } from '../../src/core/random';
import type { Program } from '../../src/tensor/program';
import { linearSchedule } from '../../src/rl/schedules';
import type { TransitionBatch } from '../../src/replay/transition';
import { learnerSettings } from './learner-programs';
import type { MakeProgram } from './program-contract';
import { tape } from './tape';

/** More than three periods of the target. */
export const UPDATES = 25;
const BATCH = 10;
const task = { features: 4, actions: 3 };

export const learnerVariants = [true, false].flatMap((doubleQ) =>
  [true, false].flatMap((masked) =>
    [[5], [16, 8], [7, 7, 7]].flatMap((hiddenLayers) =>
      [
        { huberDelta: 1, maxGradientNorm: 10 },
        { huberDelta: 0.05, maxGradientNorm: 0.01 },
      ].map((limits) => ({ doubleQ, masked, hiddenLayers, ...limits })),
    ),
  ),
);
const headVariants = (['dueling', 'separate'] as const).flatMap((head) =>
  learnerVariants.filter(({ huberDelta }) => huberDelta === 1).map((variant) => ({ ...variant, head })),
);
/** As logs are learned from: by squared errors, conservatively or implicitly. */
const loggedVariants = [true, false].flatMap((masked) =>
  [{ conservativeWeight: 0 }, { conservativeWeight: 1.5 }, { expectile: 0.7 }].map((method) => ({
    ...{ doubleQ: true, masked, hiddenLayers: [16, 8], huberDelta: Infinity, maxGradientNorm: 10 },
    ...method,
  })),
);
/** A decay that takes half of the parameters over the updates, also where it falls with the learning rate. */
const decayVariants = (['plain', 'dueling', 'separate'] as const).flatMap((head) =>
  [{}, { learningRateEnd: 0 }, { expectile: 0.7 }].map((method) => ({
    ...{ doubleQ: true, masked: false, hiddenLayers: [16, 8], huberDelta: Infinity, maxGradientNorm: 10 },
    ...{ head, weightDecay: 3, ...method },
  })),
);
export type LearnerVariant = (typeof learnerVariants)[number] &
  Pick<NetworkShape, 'head'> & {
    readonly conservativeWeight?: number;
    readonly expectile?: number;
    readonly weightDecay?: number;
    /** Share of the learning rate that is left at the last update. */
    readonly learningRateEnd?: number;
  };

/** The variants with their names, for `it.each`. */
export const namedVariants = [...learnerVariants, ...headVariants, ...loggedVariants, ...decayVariants].map(
  (variant: LearnerVariant) => [JSON.stringify(variant), variant] as const,
);

/** The program of a variant; its target starts as another network, so that mixing the two up shows. */
function programOf(variant: LearnerVariant, make: MakeProgram): Program {
  const { hiddenLayers, head = 'plain', expectile } = variant;
  const spec = networkSpec({ ...task, hiddenLayers, head });
  const settings = { ...learnerSettings, ...variant };
  const { networks, steps } =
    expectile === undefined ? qLearning(spec, settings) : implicitQLearning(spec, { ...settings, expectile });
  const parameters = (seed: number) =>
    networks.map((one) => initialParameters(one, Random.fromSeed(seed))).reduce(concatenate);
  return make(steps, learnerTensors({ ...initialLearnerState(parameters(1)), target: parameters(2) }));
}

function learnerOf({ maxGradientNorm, learningRateEnd }: LearnerVariant, program: Program): Learner {
  const { learningRate } = learnerSettings;
  const learningRateAt = (update: number) =>
    learningRate * linearSchedule(1, learningRateEnd!, UPDATES, update);
  return new Learner(program, {
    ...{ maxGradientNorm, target: { period: 7, tau: 0.3 } },
    ...(learningRateEnd !== undefined && { learningRateAt }),
  });
}

/** State after all updates with a target update every 7, and what was measured. */
export async function learned(variant: LearnerVariant, make: MakeProgram, perCall = 8) {
  const program = programOf(variant, make);
  const learner = learnerOf(variant, program);
  for (let call = 0; learner.updates < UPDATES; call += 1) {
    const updates = Math.min(perCall, UPDATES - learner.updates);
    const batches = tape({ ...task, size: updates * BATCH, masked: variant.masked }, call);
    await learner.learn(batches, updates, perCall);
  }
  const result = {
    state: await program.readState(),
    measured: await learner.measure(),
    qValues: await learner.qValues(tape({ ...task, size: 6 }).observations, task.features),
  };
  learner.dispose();
  return result;
}

/** @param tolerance relative to the greatest magnitude of an entry of the state, or of the Q-values */
export function expectAlike(
  actual: Awaited<ReturnType<typeof learned>>,
  expected: Awaited<ReturnType<typeof learned>>,
  tolerance: number,
): void {
  const parts = Object.entries({ ...expected.state, qValues: expected.qValues });
  for (const [name, values] of parts) {
    const found = { ...actual.state, qValues: actual.qValues }[name]!;
    const scale = Math.max(...values.map(Math.abs), 1e-6);
    const apart = Math.max(...values.map((value, i) => Math.abs(found[i]! - value)));
    // NaN is not less than anything.
    expect({ [name]: apart / scale, alike: apart <= tolerance * scale }).toMatchObject({ alike: true });
  }
  expect(actual.measured.clippedShare).toBe(expected.measured.clippedShare);
  expect(actual.measured.loss! / expected.measured.loss!).toBeCloseTo(1, 4);
}

/** Batches `from` to `to - 1` of several that follow each other. */
function part(batches: TransitionBatch, from: number, to: number): TransitionBatch {
  const rows = <Column extends Float32Array | Int32Array>(values: Column, width = 1) =>
    values.slice(from * BATCH * width, to * BATCH * width) as Column;
  return {
    size: (to - from) * BATCH,
    observations: rows(batches.observations, task.features),
    nextObservations: rows(batches.nextObservations, task.features),
    actions: rows(batches.actions),
    rewards: rows(batches.rewards),
    discounts: rows(batches.discounts),
    nextAllowed: null,
  };
}

/**
 * Declares the test that it does not matter how updates are split into calls, nor whether the learner's state moves to
 * another program between them.
 */
export function itMayBeSplitAnywhere(make: MakeProgram): void {
  const variant = { doubleQ: true, masked: false, hiddenLayers: [5], huberDelta: 1, maxGradientNorm: 10 };

  async function run(batches: TransitionBatch, splits: readonly number[], moves: boolean) {
    let learner = learnerOf(variant, programOf(variant, make));
    let from = 0;
    for (const size of splits) {
      await learner.learn(part(batches, from, from + size), size, 4);
      from += size;
      if (!moves) continue;
      const state = await learner.state();
      learner.dispose();
      learner = learnerOf(variant, programOf(variant, make));
      learner.restore(state);
    }
    const result = await learner.state();
    learner.dispose();
    return result;
  }

  it('learns the same to the last bit for any split of the updates into calls, and into programs', async () => {
    const splits = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(splits, fc.boolean(), async (sizes, moves) => {
        const total = sizes.reduce((sum, size) => sum + size, 0);
        const batches = tape({ ...task, size: total * BATCH });
        const oneByOne = await run(batches, Array<number>(total).fill(1), false);
        expect(await run(batches, sizes, moves)).toEqual(oneByOne);
      }),
      { numRuns: 8 },
    );
  });
}
