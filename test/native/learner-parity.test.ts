/** Every variant of the learner, recorded as a graph and run operation by operation. */
import { tensorflowLoader } from '../../src/tensor/backends/tensorflow';
import { EagerProgram } from '../../src/tensor/eager-program';
import { GraphProgram } from '../../src/tensor/graph-program';
import { useBackend } from '../support/backends';
import { expectAlike, itMayBeSplitAnywhere, learned, namedVariants } from '../support/learner-parity';
import type { MakeProgram } from '../support/program-contract';

useBackend(tensorflowLoader);

const eager: MakeProgram = (steps, state) => new EagerProgram(steps, state);
const graph: MakeProgram = (steps, state) => new GraphProgram(steps, state);
const compiled: MakeProgram = (steps, state) => new GraphProgram(steps, state, { compile: ['learn'] });

it.each(namedVariants)(
  'the graph of %s learns to the last bit what the operations one by one learn',
  async (_name, variant) => {
    expect(await learned(variant, graph)).toEqual(await learned(variant, eager));
  },
);

it('one update per call, which needs no loop, learns the same to the last bit', async () => {
  const [, variant] = namedVariants.find(([, { doubleQ, masked }]) => doubleQ && masked)!;
  expect(await learned(variant, graph, 1)).toEqual(await learned(variant, eager, 1));
});

it.each(
  namedVariants.filter(([, { hiddenLayers, huberDelta }]) => hiddenLayers.length === 2 && huberDelta >= 1),
)('compiled by XLA, %s learns the same to five digits', async (_name, variant) => {
  expectAlike(await learned(variant, compiled), await learned(variant, eager), 1e-5);
});

itMayBeSplitAnywhere(graph);
