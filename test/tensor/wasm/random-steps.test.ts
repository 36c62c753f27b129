/** Compiled steps against the same steps run operation by operation, on numbers that leave no room for rounding. */
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { Random } from '../../../src/core/random';
import { EagerProgram } from '../../../src/tensor/eager-program';
import type { Program, ProgramStep, Batches } from '../../../src/tensor/program';
import { WasmProgram } from '../../../src/tensor/wasm-program';
import { useBackend } from '../../support/backends';
import { history, plain, told } from '../../support/program-history';
import {
  inputSpecs,
  smallNumbers,
  stateSpecs,
  stepOfPlan,
  stepPlans,
  type StepPlan,
} from '../../support/random-steps';

useBackend();

it('a compiled step tells and keeps what its operations give one by one, run after run', async () => {
  await fc.assert(
    fc.asyncProperty(stepPlans, fc.nat(1000), async (plan, seed) => {
      const [steps, state] = [
        { step: stepOfPlan(plan) },
        () => smallNumbers(stateSpecs(plan), Random.fromSeed(seed).fork('state')),
      ];
      const eager = await history(new EagerProgram(steps, state()), plan, seed);
      expect(await history(new WasmProgram(steps, state()), plan, seed)).toEqual(eager);
    }),
    { numRuns: 100 },
  );
});

/** A call of one of some steps. */
interface Call {
  /** 0 is one that every program refuses. */
  readonly step: number;
  /** Of the inputs' first axis. */
  readonly length: number;
  /** Of the stacked inputs; null for a call that is no scan. */
  readonly rows: Batches | null;
}

const rows = fc
  .tuple(fc.nat(2), fc.integer({ min: 1, max: 2 }))
  .map(([from, count]) => ({ from, to: from + count }));
const call: fc.Arbitrary<Call> = fc.record({
  step: fc.nat(4),
  // Up to more than all memory that a program begins with.
  length: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 9 }) }, fc.constantFrom(50, 300)),
  rows: fc.option(rows),
});

const refused: ProgramStep = ({ a }) => ({ state: { a: tf.exp(tf.expandDims(a!, 0)) }, outputs: {} });

/** Everything that a program tells in some calls, and its state after the last. */
async function historyOfCalls(program: Program, [first]: readonly StepPlan[], calls: readonly Call[]) {
  const random = Random.fromSeed(calls.length);
  const runs: unknown[] = [];
  for (const { step, length, rows } of calls) {
    const specs = inputSpecs({ ...first!, lengths: [length, first!.lengths[1], first!.lengths[2]] });
    const stacked = Object.entries(specs).map(
      ([name, { shape, dtype }]) =>
        [name, { shape: rows === null ? shape : [rows.to, ...shape], dtype }] as const,
    );
    const inputs = smallNumbers(Object.fromEntries(stacked), random);
    const outputs = rows === null ? program.run(`${step}`, inputs) : program.scan(`${step}`, inputs, rows);
    runs.push(step === 0 ? await outputs.catch(() => 'refused') : told(await outputs));
    tf.dispose(Object.values(inputs));
  }
  const state = Object.entries(await program.readState());
  program.dispose();
  return [...runs, Object.fromEntries(state.map(([name, values]) => [name, plain(values)]))];
}

it('compiled steps over one state do so in any order, at any shapes and in scans, whatever is refused between', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(stepPlans, { minLength: 4, maxLength: 4 }),
      fc.array(call, { minLength: 10, maxLength: 20 }),
      async (plans, calls) => {
        const steps = Object.fromEntries([refused, ...plans.map(stepOfPlan)].map((step, at) => [at, step]));
        const state = () => smallNumbers(stateSpecs(plans[0]!), Random.fromSeed(7));
        const eager = await historyOfCalls(new EagerProgram(steps, state()), plans, calls);
        expect(await historyOfCalls(new WasmProgram(steps, state()), plans, calls)).toEqual(eager);
      },
    ),
    { numRuns: 12 },
  );
});
