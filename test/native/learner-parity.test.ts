/** Every variant of the learner, recorded and eager, from the same state on the same batches. */
import * as fc from 'fast-check';
import { Learner } from '../../src/agents/dqn/learner';
import { dqnSteps, initialLearnerState, learnerTensors } from '../../src/agents/dqn/learner-step';
import { initialParameters } from '../../src/agents/dqn/q-network';
import { Random } from '../../src/core/random';
import { tensorflowLoader } from '../../src/tensor/backends/tensorflow';
import { EagerProgram } from '../../src/tensor/eager-program';
import { GraphProgram } from '../../src/tensor/graph-program';
import type { Program } from '../../src/tensor/program';
import { useBackend } from '../support/backends';
import { learnerSettings } from '../support/learner-programs';
import { tape } from '../support/tape';

useBackend(tensorflowLoader);

const UPDATES = 50;
const PER_CALL = 8;
const BATCH = 10;

const variants = [true, false].flatMap((doubleQ) =>
  [true, false].flatMap((masked) =>
    [[5], [16, 8], [7, 7, 7]].flatMap((hiddenLayers) =>
      [
        { huberDelta: 1, maxGradientNorm: 10 },
        { huberDelta: 0.05, maxGradientNorm: 0.01 },
      ].map((limits) => ({ doubleQ, masked, hiddenLayers, ...limits })),
    ),
  ),
);
type Variant = (typeof variants)[number];

/** State after 50 updates with a target update every 7, and what was measured. */
async function learned(variant: Variant, kind: 'eager' | 'graph' | 'xla', perCall = PER_CALL) {
  const shape = { features: 4, hiddenLayers: variant.hiddenLayers, actions: 3 };
  const steps = dqnSteps(shape, { ...learnerSettings, ...variant });
  // A target that starts as another network, so that mixing the two up shows.
  const target = initialParameters(shape, Random.fromSeed(2));
  const state = learnerTensors({
    ...initialLearnerState(initialParameters(shape, Random.fromSeed(1))),
    target,
  });
  const compile = kind === 'xla' ? ['learn'] : [];
  const program: Program =
    kind === 'eager' ? new EagerProgram(steps, state) : new GraphProgram(steps, state, { compile });
  const learner = new Learner(program, {
    maxGradientNorm: variant.maxGradientNorm,
    target: { period: 7, tau: 0.3 },
  });
  for (let call = 0; learner.updates < UPDATES; call += 1) {
    const updates = Math.min(perCall, UPDATES - learner.updates);
    const batches = tape({ size: updates * BATCH, features: 4, actions: 3, masked: variant.masked }, call);
    await learner.learn(batches, updates, perCall);
  }
  const result = {
    state: await program.readState(),
    measured: await learner.measure(),
    qValues: await learner.qValues(tape({ size: 6, features: 4, actions: 3 }).observations, 4),
  };
  learner.dispose();
  return result;
}

it.each(variants.map((variant) => [JSON.stringify(variant), variant] as const))(
  'the graph of %s learns to the last bit what the operations one by one learn',
  async (_name, variant) => {
    expect(await learned(variant, 'graph')).toEqual(await learned(variant, 'eager'));
  },
);

it('one update per call, which needs no loop, learns the same to the last bit', async () => {
  const variant = variants.find(({ doubleQ, masked }) => doubleQ && masked)!;
  expect(await learned(variant, 'graph', 1)).toEqual(await learned(variant, 'eager', 1));
});

it.each(
  variants
    .filter(({ hiddenLayers, huberDelta }) => hiddenLayers.length === 2 && huberDelta === 1)
    .map((variant) => [JSON.stringify(variant), variant] as const),
)('compiled by XLA, %s learns the same to five digits', async (_name, variant) => {
  const [xla, eager] = [await learned(variant, 'xla'), await learned(variant, 'eager')];
  for (const [name, values] of Object.entries(eager.state)) {
    const scale = Math.max(...values.map(Math.abs));
    values.forEach((value, i) => {
      expect(Math.abs(xla.state[name]![i]! - value)).toBeLessThanOrEqual(1e-5 * Math.max(scale, 1e-6));
    });
  }
});

it('is the same graph for any split of the updates into calls', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
      async (sizes) => {
        const shape = { features: 4, hiddenLayers: [5], actions: 3 };
        const total = sizes.reduce((sum, size) => sum + size, 0);
        const batches = tape({ size: total * BATCH, features: 4, actions: 3 });
        const part = (from: number, to: number) => ({
          size: (to - from) * BATCH,
          observations: batches.observations.slice(from * BATCH * 4, to * BATCH * 4),
          nextObservations: batches.nextObservations.slice(from * BATCH * 4, to * BATCH * 4),
          actions: batches.actions.slice(from * BATCH, to * BATCH),
          rewards: batches.rewards.slice(from * BATCH, to * BATCH),
          discounts: batches.discounts.slice(from * BATCH, to * BATCH),
          nextAllowed: null,
        });
        const run = async (splits: readonly number[]) => {
          const state = learnerTensors(initialLearnerState(initialParameters(shape, Random.fromSeed(1))));
          const program = new GraphProgram(dqnSteps(shape, learnerSettings), state);
          const learner = new Learner(program, { maxGradientNorm: 10, target: { period: 3, tau: 1 } });
          let from = 0;
          for (const size of splits) {
            await learner.learn(part(from, from + size), size, 4);
            from += size;
          }
          const result = await program.readState();
          learner.dispose();
          return result;
        };
        expect(await run(sizes)).toEqual(await run(Array<number>(total).fill(1)));
      },
    ),
    { numRuns: 8 },
  );
});
