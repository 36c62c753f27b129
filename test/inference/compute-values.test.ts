/** Which computes a saved model's values, where ONNX Runtime decides its example rows otherwise than they were decided. */
import { ModelQFunction } from '../../src/agents/dqn/model-q-function';
import type { Model } from '../../src/agents/model';
import { identityScaling } from '../../src/agents/scaling';
import { InputError } from '../../src/core/errors';
import { Random } from '../../src/core/random';
import { makeCases } from '../../src/decide/cases';
import { computeValues } from '../../src/inference/compute-values';
import type { RuntimeChoice } from '../../src/inference/on-onnx-runtime';
import type { LoadedModel } from '../../src/store/model-store';
import type { BackendChoice } from '../../src/tensor/backend';
import type { OnnxRuntime } from '../../src/tensor/onnx/session';
import { hearingHost } from '../support/hosts';
import { interpretedRuntime } from '../support/interpreted-runtime';

const MODEL: Model = {
  ...{ features: ['age', 'visits'], hiddenLayers: [1], head: 'plain', actions: ['none', 'contact'] },
  weights: Float32Array.of(1, 2, -1, 3, -1, 0, 10),
  scaling: identityScaling(2),
};
const own = {
  info: { name: 'cpu', device: 'one core', gpu: false },
  attempts: [],
} as unknown as BackendChoice;

/** Gives values that are a hundredth more than they are, and counts sessions that ended. */
function inexactRuntime(ended: string[]): OnnxRuntime {
  const exact = interpretedRuntime();
  return {
    ...exact,
    InferenceSession: {
      create: async (...given) => {
        const session = await exact.InferenceSession.create(...given);
        return {
          ...session,
          run: async (feeds) => {
            const found = await session.run(feeds);
            const { data, dims } = found.q_values!;
            const more = (data as Float32Array).map((value) => value + 0.01 * Math.abs(value) + 0.01);
            return { ...found, q_values: new exact.Tensor('float32', more, dims) };
          },
          release: () => Promise.resolve(void ended.push('ended')),
        };
      },
    },
  };
}

async function asked(choice: RuntimeChoice, runtime: OnnxRuntime | null) {
  const qFunction = new ModelQFunction(MODEL);
  const cases = await makeCases(
    { model: MODEL, raw: undefined, qFunction, tolerance: 1e-5 },
    Random.fromSeed(1),
  );
  const loaded = { model: MODEL, manifest: {}, cases, casesFile: 'cases.json' } as unknown as LoadedModel;
  const { logger, heard } = hearingHost();
  const values = computeValues(
    loaded,
    choice,
    () => Promise.resolve(own),
    logger,
    () => Promise.resolve(runtime),
  );
  return { values, warned: heard.warn };
}

it.each([
  ['auto', interpretedRuntime(), 'onnx'],
  ['onnx', interpretedRuntime(), 'onnx'],
  ['own', interpretedRuntime(), 'cpu'],
  ['auto', null, 'cpu'],
] as const)('%s', async (choice, runtime, computer) => {
  const { values, warned } = await asked(choice, runtime);
  expect((await values).computer).toBe(computer);
  expect(warned).toEqual([]);
});

it('auto: says that it decides otherwise, ends it, and is our own programs', async () => {
  const ended: string[] = [];
  const { values, warned } = await asked('auto', inexactRuntime(ended));
  expect(await values).toMatchObject({
    ...{ computer: 'cpu', computedBy: 'our own programs on the backend cpu: one core' },
  });
  expect([...(await (await values).qFunction.qValues(Float32Array.of(2, 1)))]).toEqual([9, 7]);
  expect(warned).toEqual([
    expect.stringMatching(
      /^ONNX Runtime 1\.2\.3 on the CPU is not used: cases\.json cases\.\d+: expected the value /,
    ),
  ]);
  expect(ended).toEqual(['ended']);
});

it('onnx: says what computed, and what else would', async () => {
  const ended: string[] = [];
  const { values } = await asked('onnx', inexactRuntime(ended));
  const error = await values.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InputError);
  expect((error as Error).message).toMatch(
    /^cases\.json cases\.\d+: .*; computed by ONNX Runtime 1\.2\.3 on the CPU; --runtime own uses our own programs$/,
  );
  expect(ended).toEqual(['ended']);
});
