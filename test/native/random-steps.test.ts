/** Graphs against the same steps run operation by operation, on numbers that leave no room for rounding. */
import * as fc from 'fast-check';
import { Random } from '../../src/core/random';
import { tensorflowLoader } from '../../src/tensor/backends/tensorflow';
import { EagerProgram } from '../../src/tensor/eager-program';
import { GraphProgram } from '../../src/tensor/graph-program';
import { useBackend } from '../support/backends';
import { history } from '../support/program-history';
import { smallNumbers, stateSpecs, stepOfPlan, stepPlans } from '../support/random-steps';

useBackend(tensorflowLoader);

it('a recorded step tells and keeps what its operations give one by one, run after run', async () => {
  await fc.assert(
    fc.asyncProperty(stepPlans, fc.nat(1000), async (plan, seed) => {
      const steps = { step: stepOfPlan(plan) };
      const state = () => smallNumbers(stateSpecs(plan), Random.fromSeed(seed).fork('state'));
      const eager = await history(new EagerProgram(steps, state()), plan, seed);
      expect(await history(new GraphProgram(steps, state()), plan, seed)).toEqual(eager);
    }),
    { numRuns: 100 },
  );
}, 60_000);
