/** Memory that is shared by what is not needed at the same time, checked by playing a plan with the owner of each number. */
import * as fc from 'fast-check';
import { dqnSteps } from '../../../src/agents/dqn/learner-step';
import { networkSpec } from '../../../src/agents/dqn/network/spec';
import type { ProgramStep, TensorSpec } from '../../../src/tensor/program';
import { bytesOf, layoutOf, needsOf } from '../../../src/tensor/wasm/layout';
import { expectTensor } from '../../../src/tensor/wasm/limits';
import { planOf } from '../../../src/tensor/wasm/planner';
import { sizeOf } from '../../../src/tensor/recorded/shapes';
import { passOf, type Place, type Plan, type Region, type Task } from '../../../src/tensor/wasm/plan';
import { recordStep } from '../../../src/tensor/recorded/recorder';
import { useBackend } from '../../support/backends';
import { learnerSettings } from '../../support/learner-programs';
import { inputSpecs, stateSpecs, stepOfPlan, stepPlans } from '../../support/random-steps';

useBackend();

type Specs = Readonly<Record<string, TensorSpec>>;
/** Numbers that a task touches. */
type Stretch = readonly [Place, number];

/** Where the work begins; the state lies before it. */
const BASE = 1 << 16;

function laidOut(step: ProgramStep, state: Specs, inputs: Specs) {
  const regions = new Map(
    Object.entries(state).map(([name, spec]): [string, Region] => [name, { kind: 'state', size: sizeOf(spec) }]),
  );
  const graph = recordStep(step, state, inputs, expectTensor);
  const plan = planOf(graph, regions);
  const addresses = new Map<Region, number>();
  let end = 0;
  for (const region of regions.values()) {
    addresses.set(region, end);
    end += bytesOf(region);
  }
  expect(end).toBeLessThanOrEqual(BASE);
  const needs = needsOf(plan);
  const layout = layoutOf(needs, addresses, BASE, BASE + needs.constantBytes);
  return { graph, plan, needs, layout, regions: [...regions.values()] };
} // prettier-ignore

function touchedBy(plan: Plan, task: Task): { readonly reads: readonly Stretch[]; readonly writes: readonly Stretch[] } {
  const stretch = (at: number): Stretch => [plan.places.get(at)!, sizeOf(plan.nodes[at]!)];
  const packed = ({ target }: { readonly target: Place }): Stretch => [target, target.region.size];
  switch (task.kind) {
    case 'map': {
      // Passes go on for a whole vector.
      const writes = task.nodes.map((at): Stretch => [plan.places.get(at)!, Math.ceil(sizeOf(plan.nodes[at]!) / 4) * 4]);
      return { reads: passOf(plan, task).found.map(stretch), writes };
    }
    case 'reduce':
      return { reads: passOf(plan, task).found.map(stretch), writes: [stretch(task.node)] };
    case 'pack':
      return { reads: [stretch(task.source)], writes: [packed(task)] };
    case 'product': {
      const bias = task.bias === null ? [] : [task.bias];
      return { reads: [packed(task.left), packed(task.right), ...bias.map(stretch)], writes: [stretch(task.node)] };
    }
    case 'copy': {
      const stretches = ({ region, offset }: Place, stride: number) =>
        Array.from({ length: task.stretches }, (_, i): Stretch => [{ region, offset: offset + i * stride }, task.size]);
      return { reads: stretches(task.from, task.fromStride), writes: stretches(task.to, task.toStride) };
    }
  }
} // prettier-ignore

/** Plays a plan; every number that is read, told or kept must have been written last by its own region. */
function expectOwnNumbers({ graph, plan, layout, regions: state }: ReturnType<typeof laidOut>): void {
  const owners = new Map<number, Region>();
  const words = ([place, size]: Stretch) =>
    Array.from({ length: size }, (_, i) => layout.address(place) / 4 + i);
  const write = (stretch: Stretch) => words(stretch).forEach((word) => owners.set(word, stretch[0].region));
  const strangers = (stretch: Stretch) =>
    words(stretch).filter((word) => owners.get(word) !== stretch[0].region).length;
  const whole = (region: Region): Stretch => [{ region, offset: 0 }, region.size];

  [...state, ...plan.constants.keys(), ...Object.values(plan.inputs)].forEach((region) => write(whole(region)));
  for (const task of plan.tasks) {
    const { reads, writes } = touchedBy(plan, task);
    expect([task.kind, ...reads.map(strangers)]).toEqual([task.kind, ...reads.map(() => 0)]);
    writes.forEach(write);
  }
  const kept = [...state, ...plan.constants.keys()].map(whole);
  const told = Object.entries(plan.outputs).map(
    ([name, place]): Stretch => [place, sizeOf(plan.nodes[graph.outputs[name]!]!)],
  );
  expect([...kept, ...told].map(strangers)).toEqual([...kept, ...told].map(() => 0));
} // prettier-ignore

it('gives a number to nobody else before it was last read: random steps', () => {
  fc.assert(
    fc.property(stepPlans, (random) => {
      expectOwnNumbers(laidOut(stepOfPlan(random), stateSpecs(random), inputSpecs(random)));
    }),
    { numRuns: 100 },
  );
});

describe('of the learner', () => {
  const spec = networkSpec({ features: 3, hiddenLayers: [16, 12], actions: 5 });
  const parameters: TensorSpec = { shape: [spec.parameterCount], dtype: 'float32' };
  const scalar: TensorSpec = { shape: [], dtype: 'float32' };
  const state = {
    ...{ online: parameters, target: parameters, firstMoment: parameters, secondMoment: parameters },
    ...{ beta1Power: scalar, beta2Power: scalar },
  };
  const column = (...of: number[]): TensorSpec => ({ shape: [10, ...of], dtype: 'float32' });
  const inputs = {
    ...{ observations: column(3), nextObservations: column(3), rewards: column(), discounts: column() },
    actions: { shape: [10], dtype: 'int32' },
  } satisfies Specs;
  const learn = () => laidOut(dqnSteps(spec, learnerSettings).learn, state, inputs);

  it('gives a number to nobody else before it was last read', () => {
    expectOwnNumbers(learn());
  });

  it('writes the parameters and their moments over the old ones, without copies', () => {
    const { plan } = learn();
    expect(plan.tasks.filter(({ kind }) => kind === 'copy')).toEqual([]);
  });

  it('shares memory: all work takes less than the sum of its parts', () => {
    const { plan, needs } = learn();
    const work = new Set(
      [...plan.places.values()].map(({ region }) => region).filter(({ kind }) => kind === 'work'),
    );
    const apart = [...work].reduce((sum, region) => sum + bytesOf(region), 0);
    expect(needs.workBytes).toBeLessThan(apart);
  });
});
