import fs, {
  cpSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { headNames, type HeadName } from '../../src/agents/dqn/network/head-names';
import { ModelQFunction } from '../../src/agents/dqn/model-q-function';
import { networkSpec } from '../../src/agents/dqn/network/spec';
import type { Model } from '../../src/agents/model';
import { ShapeError } from '../../src/core/errors';
import { canonicalJson, sha256 } from '../../src/core/hashes';
import type { ModelDetails } from '../../src/store/model-store';
import { loadModel, saveModel } from '../../src/store/model-store';
import { bits } from '../support/bits';
import { useFreshFolders } from '../support/fresh-folders';
import { inputError } from '../support/input-error';
import { killAtCall } from '../support/kill';
import { referenceQ } from '../support/reference-network';

const freshFolder = useFreshFolders();
beforeAll(() => tf.setBackend('cpu'));
afterEach(() => jest.restoreAllMocks());

const DETAILS: ModelDetails = {
  version: '0.1.0',
  createdAt: '2026-01-02T03:04:05.000Z',
  configHash: 'c0ffee',
  dataHash: null,
  environment: 'segment',
  gamma: 0.99,
  objective: 'rewardPerPeriod',
  seed: 0,
  training: { environmentSteps: 1000, gradientUpdates: 250 },
};

/** Two features, a hidden layer of two, two actions; small enough to work out by hand. */
const SMALL: Model = {
  features: ['prospects', 'customers'],
  actions: ['No Action', 'Email'],
  hiddenLayers: [2],
  head: 'plain',
  scaling: { observationOffset: [10, 0], observationScale: [0.5, 0.1], rewardScale: 2 },
  // hidden kernel [[1, -1], [2, 3]], bias [0.5, -0.5]; output kernel [[1, 2], [3, 4]], bias [0, -1]
  weights: Float32Array.of(1, -1, 2, 3, 0.5, -0.5, 1, 2, 3, 4, 0, -1),
};

/** A run's folder with the small model in it. */
async function savedRun(): Promise<string> {
  const folder = freshFolder();
  await saveModel(folder, SMALL, DETAILS);
  return folder;
}

/** As a browser would load it. */
function layersModel(folder: string): Promise<tf.LayersModel> {
  const json = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as tf.io.ModelJSON;
  const { buffer, byteOffset, byteLength } = readFileSync(join(folder, json.weightsManifest[0]!.paths[0]!));
  return tf.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: json.modelTopology,
      weightSpecs: json.weightsManifest[0]!.weights,
      weightData: buffer.slice(byteOffset, byteOffset + byteLength),
    }),
  );
}

/** Q-values of one scaled observation, by the definition of a dense network. */
function forward(model: Model, scaled: readonly number[]): number[] {
  const units = [...model.hiddenLayers, model.actions.length];
  let offset = 0;
  return units.reduce<number[]>(
    (inputs, width, layer) => {
      const kernel = model.weights.subarray(offset, (offset += inputs.length * width));
      const bias = model.weights.subarray(offset, (offset += width));
      return Array.from({ length: width }, (_, unit) => {
        const sum = inputs.reduce(
          (total, input, i) => total + input * kernel[i * width + unit]!,
          bias[unit]!,
        );
        return layer < units.length - 1 ? Math.max(0, sum) : sum;
      });
    },
    [...scaled],
  );
}

/** Any network of up to three hidden layers with any finite weights. */
const models: fc.Arbitrary<Model> = fc
  .record({
    features: fc.integer({ min: 1, max: 4 }),
    hiddenLayers: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }),
    actions: fc.integer({ min: 1, max: 4 }),
    head: fc.constantFrom(...headNames),
  })
  .chain(({ features, hiddenLayers, actions, head }) => {
    const count = networkSpec({ features, hiddenLayers, actions, head }).parameterCount;
    const offset = fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => value + 0);
    const scale = fc.double({ min: 0, minExcluded: true, noDefaultInfinity: true, noNaN: true });
    return fc.record({
      features: fc.constant(Array.from({ length: features }, (_, i) => `feature ${i}`)),
      actions: fc.constant(Array.from({ length: actions }, (_, i) => `action ${i}`)),
      hiddenLayers: fc.constant(hiddenLayers),
      head: fc.constant(head),
      scaling: fc.record({
        observationOffset: fc.array(offset, { minLength: features, maxLength: features }),
        observationScale: fc.array(scale, { minLength: features, maxLength: features }),
        rewardScale: scale,
      }),
      weights: fc.float32Array({
        minLength: count,
        maxLength: count,
        noDefaultInfinity: true,
        noNaN: true,
      }),
    });
  });

describe('a saved model', () => {
  it('comes back bit by bit, from the run or its model/ folder, whatever its layers', async () => {
    await fc.assert(
      fc.asyncProperty(models, async (model) => {
        const folder = freshFolder();
        await saveModel(folder, model, DETAILS);
        const fromRun = await loadModel(folder);
        const fromModel = await loadModel(join(folder, 'model'));
        const { features, actions, hiddenLayers, head, scaling, weights } = model;
        const expected = bits({ features, actions, hiddenLayers, head, scaling, weights });
        expect(bits(fromRun.model)).toBe(expected);
        expect(bits(fromModel.model)).toBe(expected);
      }),
      { numRuns: 15 },
    );
  });

  it('gives in TensorFlow.js what the network gives by hand', async () => {
    const network = await layersModel(join(await savedRun(), 'model'));
    // hidden: relu(1 + 2 * -1 + .5) = 0, relu(-1 + 3 * -1 - .5) = 0: only the biases of the output are left;
    // hidden: relu(1 + 2 + .5) = 3.5, relu(-1 + 3 - .5) = 1.5: [3.5 + 4.5, 7 + 6 - 1]
    const values = tf.tidy(() =>
      (
        network.predict(
          tf.tensor2d([
            [1, -1],
            [1, 1],
          ]),
        ) as tf.Tensor
      ).arraySync(),
    );
    expect(values).toEqual([
      [0, -1],
      [8, 12],
    ]);
    network.dispose();
  });

  it('gives in TensorFlow.js the Q-values of the definition, for a deeper network', async () => {
    const widths = [3, 8, 5, 4];
    const count = widths.slice(1).reduce((sum, width, i) => sum + (widths[i]! + 1) * width, 0);
    const model: Model = {
      features: ['a', 'b', 'c'],
      actions: ['No Action', 'x', 'y', 'z'],
      hiddenLayers: [8, 5],
      head: 'plain',
      scaling: { observationOffset: [0, 0, 0], observationScale: [1, 1, 1], rewardScale: 1 },
      weights: Float32Array.from({ length: count }, (_, i) => Math.sin(i * i)),
    };
    const folder = freshFolder();
    await saveModel(folder, model, DETAILS);
    const network = await layersModel(join(folder, 'model'));
    const inputs = Array.from({ length: 20 }, (_, row) => [0, 1, 2].map((i) => Math.cos(7 * row + i)));
    const found = tf.tidy(() => (network.predict(tf.tensor2d(inputs)) as tf.Tensor2D).arraySync());
    const expected = inputs.map((input) => forward(model, input));
    const gaps = expected.flatMap((row, i) => row.map((value, j) => Math.abs(value - found[i]![j]!)));
    expect(Math.max(...gaps)).toBeLessThan(1e-5); // float32 sums of at most 8 terms below 10
    network.dispose();
  });

  it.each<[HeadName, number[]]>([
    ['dueling', [8, 5]],
    ['dueling', [6]],
    ['dueling', []],
    ['separate', [8, 5]],
  ])(
    'gives in TensorFlow.js the Q-values of its %s network, hidden layers %j',
    async (head, hiddenLayers) => {
      const shape = { features: 3, actions: 4, hiddenLayers, head };
      const model: Model = {
        features: ['a', 'b', 'c'],
        actions: ['No Action', 'x', 'y', 'z'],
        hiddenLayers,
        head,
        scaling: { observationOffset: [0, 0, 0], observationScale: [1, 1, 1], rewardScale: 1 },
        weights: Float32Array.from({ length: networkSpec(shape).parameterCount }, (_, i) => Math.sin(i * i)),
      };
      const folder = freshFolder();
      await saveModel(folder, model, DETAILS);
      const { model: loaded, manifest } = await loadModel(folder);
      expect(manifest.head).toBe(head);
      expect(bits(loaded)).toBe(bits(model));
      const network = await layersModel(join(folder, 'model'));
      const inputs = Float32Array.from({ length: 60 }, (_, i) => Math.cos(7 * i));
      const found = tf.tidy(() => (network.predict(tf.tensor2d(inputs, [20, 3])) as tf.Tensor).dataSync());
      const reference = tf.tidy(() =>
        referenceQ(shape, tf.tensor1d(model.weights), tf.tensor2d(inputs, [20, 3])).dataSync(),
      );
      const qFunction = new ModelQFunction(loaded);
      const ours = await qFunction.qValues(inputs);
      for (const expected of [reference, ours])
        expect(Math.max(...expected.map((value, i) => Math.abs(value - found[i]!)))).toBeLessThan(1e-5);
      qFunction.dispose();
      network.dispose();
    },
  );

  it('says in its manifest what it is and where it came from', async () => {
    const folder = await savedRun();
    const { manifest } = await loadModel(folder);
    const { features, actions, hiddenLayers, head, scaling } = SMALL;
    const fields = { ...DETAILS, ...{ schemaVersion: 2, features, actions, hiddenLayers, head, scaling } };
    const checksums = {
      model: sha256(readFileSync(join(folder, 'model', 'model.json'))),
      weights: sha256(new Uint8Array(SMALL.weights.buffer)),
    };
    const own = sha256(canonicalJson({ ...fields, sha256: checksums }));
    expect(manifest).toEqual({ ...fields, sha256: { ...checksums, manifest: own } });
  });

  it('has the same bytes whenever and however often it is saved', async () => {
    const read = (folder: string) =>
      ['model.json', 'weights.bin', 'manifest.json'].map((name) => readFileSync(join(folder, 'model', name)));
    expect(read(await savedRun())).toEqual(read(await savedRun()));
  });

  it('leaves no tensor behind, saved or loaded', async () => {
    await savedRun();
    const before = tf.memory().numTensors;
    await loadModel(await savedRun());
    await expect(saveModel(join(freshFolder(), 'missing\0'), SMALL, DETAILS)).rejects.toThrow();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('replaces an older one, and leaves nothing beside it', async () => {
    const folder = await savedRun();
    const newer = { ...SMALL, weights: SMALL.weights.map((weight) => -weight) };
    await saveModel(folder, newer, { ...DETAILS, seed: 5 });
    const { model, manifest } = await loadModel(folder);
    expect([bits(model.weights), manifest.seed]).toEqual([bits(newer.weights), 5]);
    expect(readdirSync(folder)).toEqual(['model']);
  });

  it('is the old or the new one, at whatever call a process dies that replaces it', async () => {
    const old = await savedRun();
    const found: number[] = [];
    for (let call = 1, killed = true; killed; call += 1) {
      const folder = join(freshFolder(), 'run');
      cpSync(old, folder, { recursive: true });
      const revive = killAtCall(call);
      await saveModel(folder, SMALL, { ...DETAILS, seed: 1 }).catch(() => 'dead');
      killed = revive();
      const seeds = await Promise.all(
        [folder, join(folder, 'model')].map(async (place) => (await loadModel(place)).manifest.seed),
      );
      expect(seeds[0]).toBe(seeds[1]);
      found.push(seeds[0]!);
    }
    expect(new Set(found)).toEqual(new Set([0, 1]));
    expect(found).toEqual([...found].sort((a, b) => a - b));
  });

  it('is found where a killed process had set it aside, and cleared away by the next save', async () => {
    const folder = await savedRun();
    renameSync(join(folder, 'model'), join(folder, 'model.previous'));
    expect((await loadModel(folder)).manifest.seed).toBe(0);
    await saveModel(folder, SMALL, { ...DETAILS, seed: 1 });
    expect((await loadModel(folder)).manifest.seed).toBe(1);
    expect(readdirSync(folder)).toEqual(['model']);
  });
});

describe('saveModel', () => {
  it('refuses weights that do not fit the layers', async () => {
    const weights = SMALL.weights.subarray(1);
    await expect(saveModel(freshFolder(), { ...SMALL, weights }, DETAILS)).rejects.toThrow(
      new ShapeError('weights: expected 12 elements, got 11'),
    );
  });

  it('keeps the older model when training has diverged', async () => {
    const folder = await savedRun();
    const weights = SMALL.weights.with(3, NaN);
    await expect(saveModel(folder, { ...SMALL, weights }, DETAILS)).rejects.toThrow(
      inputError(`${folder}: cannot save the model: expected finite weights, got NaN at index 3`),
    );
    expect(bits((await loadModel(folder)).model.weights)).toBe(bits(SMALL.weights));
  });

  it('refuses details that no manifest may hold, and a scaling of other features', async () => {
    const folder = freshFolder();
    await expect(saveModel(folder, SMALL, { ...DETAILS, gamma: 2 })).rejects.toThrow(/gamma/);
    const scaling = { ...SMALL.scaling, observationScale: [1] };
    await expect(saveModel(folder, { ...SMALL, scaling }, DETAILS)).rejects.toThrow(
      /expected one offset and one scale per feature/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('names the folder that cannot be written or replaced', async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'file'), '');
    await expect(saveModel(join(folder, 'file'), SMALL, DETAILS)).rejects.toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringMatching(
          /cannot make the folder: a part of the path is not a folder$/,
        ) as string,
      }) as Error,
    );
    const run = await savedRun();
    const { renameSync: rename } = fs;
    jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      if (to === join(run, 'model')) throw Object.assign(new Error('busy'), { code: 'EBUSY' });
      rename(from, to);
    });
    await expect(saveModel(run, SMALL, { ...DETAILS, seed: 1 })).rejects.toThrow(
      inputError(`${run}/model: cannot replace: EBUSY`),
    );
    jest.restoreAllMocks();
    expect((await loadModel(run)).manifest.seed).toBe(0);
    expect(readdirSync(run)).toEqual(['model.previous']);
  });
});

describe('loadModel', () => {
  type Json = Record<string, unknown>;

  function editText(path: string, from: string | RegExp, to: string): void {
    const text = readFileSync(path, 'utf8');
    expect(text).toMatch(from);
    writeFileSync(path, text.replace(from, to));
  }

  function editWeights(folder: string, edit: (weights: Float32Array) => void): void {
    const weights = SMALL.weights.slice();
    edit(weights);
    writeFileSync(join(folder, 'weights.bin'), new Uint8Array(weights.buffer));
  }

  /** As another program would have written it, with checksums that are right. */
  function signAgain(folder: string): void {
    const path = join(folder, 'manifest.json');
    const fields = JSON.parse(readFileSync(path, 'utf8')) as Json;
    const checksums = {
      model: sha256(readFileSync(join(folder, 'model.json'))),
      weights: sha256(readFileSync(join(folder, 'weights.bin'))),
    };
    const manifest = sha256(canonicalJson({ ...fields, sha256: checksums }));
    writeFileSync(path, JSON.stringify({ ...fields, sha256: { ...checksums, manifest } }));
  }

  function editManifest(folder: string, from: string | RegExp, to: string): void {
    editText(join(folder, 'manifest.json'), from, to);
  }

  it.each<[string, (model: string) => void, string | RegExp]>([
    ['is not there', (m) => rmSync(join(m, '..'), { recursive: true }), 'RUN: no such folder'],
    [
      'is a file',
      (m) => {
        rmSync(join(m, '..'), { recursive: true });
        writeFileSync(join(m, '..'), '');
      },
      'RUN: expected a folder, got a file',
    ],
    [
      'has no model',
      (m) => rmSync(m, { recursive: true }),
      "RUN: expected a run's folder or its model/ folder, found no model.json there",
    ],
    ...['config.json', 'checkpoint'].map((part): [string, (model: string) => void, string] => [
      `is a run's that was stopped before it saved a model, as ${part} shows`,
      (m) => {
        rmSync(m, { recursive: true });
        writeFileSync(join(m, '..', part), '');
      },
      'RUN: this run has no model yet: it is being trained, or was stopped before it saved one (train --resume continues it)',
    ]),
    [
      'has a model.json that is no JSON',
      (m) => truncateSync(join(m, 'model.json'), 30),
      /^RUN\/model\/model\.json:2: expected JSON, /,
    ],
    [
      'has a model.json of a graph model',
      (m) => editText(join(m, 'model.json'), 'layers-model', 'graph-model'),
      'RUN/model/model.json format: expected "layers-model", got "graph-model"',
    ],
    [
      'has some other JSON in model.json',
      (m) => writeFileSync(join(m, 'model.json'), '[]'),
      /^RUN\/model\/model\.json: expected an object in braces, got \[\]$/,
    ],
    [
      'has a convolution',
      (m) => editText(join(m, 'model.json'), '"Dense"', '"Conv2D"'),
      'RUN/model/model.json modelTopology.config.layers.0.class_name: expected "Dense", got "Conv2D"',
    ],
    [
      'has another activation',
      (m) => editText(join(m, 'model.json'), '"relu"', '"tanh"'),
      /^RUN\/model\/model\.json modelTopology\.config\.layers\.0\.config\.activation: .*, got "tanh"$/,
    ],
    [
      'has ReLU where the output should be linear',
      (m) => editText(join(m, 'model.json'), '"linear"', '"relu"'),
      'RUN/model/model.json layers: expected 2 to 2 relu, 2 to 2 linear by manifest.json, got 2 to 2 relu, 2 to 2 relu',
    ],
    [
      'has other hidden layers than its manifest says',
      (m) => {
        editManifest(m, /"hiddenLayers": \[\s*2\s*\]/, '"hiddenLayers": [3]');
        signAgain(m);
      },
      'RUN/model/model.json layers: expected 2 to 3 relu, 3 to 2 linear by manifest.json, got 2 to 2 relu, 2 to 2 linear',
    ],
    [
      'does not say how wide its input is',
      (m) => editText(join(m, 'model.json'), /"batch_input_shape": \[\s*null,\s*2\s*\],/, ''),
      /layers: expected 2 to 2 relu, 2 to 2 linear by manifest\.json, got 0 to 2 relu, 2 to 2 linear$/,
    ],
    [
      'has fewer actions than its manifest says',
      (m) => {
        editManifest(m, '"Email"', '"Email", "Call"');
        signAgain(m);
      },
      /layers: expected 2 to 2 relu, 2 to 3 linear by manifest\.json, got/,
    ],
    [
      'has its weights in another order',
      (m) => editText(join(m, 'model.json'), 'hidden_1/bias', 'q_values/bias'),
      /^RUN\/model\/model\.json weights: expected hidden_1\/kernel \[2, 2\], hidden_1\/bias \[2\], /,
    ],
    [
      'has no manifest',
      (m) => rmSync(join(m, 'manifest.json')),
      'RUN/model/manifest.json: cannot read: no such file or folder',
    ],
    [
      'has a manifest without a seed',
      (m) => editText(join(m, 'manifest.json'), '"seed": 0,', ''),
      /^RUN\/model\/manifest\.json seed: expected .*, got nothing$/,
    ],
    [
      'has its actions swapped',
      (m) => editManifest(m, /"No Action",\s*"Email"/, '"Email", "No Action"'),
      /^RUN\/model\/manifest\.json: damaged or edited: expected sha-256 \w{64} by its sha256\.manifest, got \w{64}$/,
    ],
    [
      'has another scale than was saved',
      (m) => editManifest(m, '"rewardScale": 2', '"rewardScale": 3'),
      /^RUN\/model\/manifest\.json: damaged or edited: /,
    ],
    [
      'has a checksum in its manifest that is of another file',
      (m) => editManifest(m, /"weights": "\w{64}"/, `"weights": "${sha256('other')}"`),
      /^RUN\/model\/manifest\.json: damaged or edited: /,
    ],
    [
      'has a manifest without a checksum of its own',
      (m) => editManifest(m, /,\s*"manifest": "\w{64}"/, ''),
      /^RUN\/model\/manifest\.json sha256\.manifest: expected .*, got nothing$/,
    ],
    ...['0', '-1', '1e999'].flatMap((scale): [string, (model: string) => void, RegExp][] => [
      [
        `has the reward scale ${scale}`,
        (m) => {
          editManifest(m, '"rewardScale": 2', `"rewardScale": ${scale}`);
        },
        /^RUN\/model\/manifest\.json scaling\.rewardScale: .*expected a number( > 0)?, got (-1|0|null)$/,
      ],
      [
        `has the observation scale ${scale}`,
        (m) => {
          editManifest(m, '0.5,', `${scale},`);
        },
        /^RUN\/model\/manifest\.json scaling\.observationScale\.0: .*expected a number( > 0)?, got (-1|0|null)$/,
      ],
    ]),
    [
      'was written by a later version',
      (m) => editText(join(m, 'manifest.json'), '"schemaVersion": 2', '"schemaVersion": 5'),
      'RUN/model/manifest.json schemaVersion: expected at most 4, got 5: a later contact-dqn wrote it',
    ],
    [
      'has weights cut short',
      (m) => truncateSync(join(m, 'weights.bin'), 44),
      'RUN/model/weights.bin: expected 48 bytes, got 44',
    ],
    [
      'has no weights',
      (m) => rmSync(join(m, 'weights.bin')),
      'RUN/model/weights.bin: cannot read: no such file or folder',
    ],
    [
      'has a wrong bit in its weights',
      (m) => editWeights(m, (weights) => weights.set([1.0000001], 0)),
      /^RUN\/model\/weights\.bin: damaged: expected sha-256 \w{64} by manifest\.json, got \w{64}$/,
    ],
    [
      'has a model.json that was touched',
      (m) => editText(join(m, 'model.json'), '"q_network"', '"other"'),
      /^RUN\/model\/model\.json: damaged: expected sha-256 \w{64} by manifest\.json, got \w{64}$/,
    ],
    [
      'has a weight that is no number',
      (m) => {
        editWeights(m, (weights) => weights.set([-Infinity], 7));
        signAgain(m);
      },
      'RUN/model/weights.bin: expected finite weights, got -Infinity at index 7',
    ],
  ])('refuses in one line a folder that %s', async (_what, damage, message) => {
    const folder = await savedRun();
    damage(join(folder, 'model'));
    const error = await loadModel(folder).then(
      () => new Error('it was loaded'),
      (reason: unknown) => reason as Error,
    );
    expect(error.name).toBe('InputError');
    const found = error.message.replaceAll(folder, 'RUN');
    expect(found).not.toContain('\n');
    if (typeof message === 'string') expect(found).toBe(message);
    else expect(found).toMatch(message);
  });

  it.each<[string, (model: string) => void, string | RegExp]>([
    [
      'takes the value from the advantage',
      (m) => editText(join(m, 'model.json'), /"value_hidden_1"(?=,\s*0,\s*0)/, '"advantage_hidden_1"'),
      /^RUN\/model\/model\.json layers: expected .*, value 1 linear of value_hidden_1, .* got .*, value 1 linear of advantage_hidden_1, /,
    ],
    [
      'is said to be plain',
      (m) => {
        editManifest(m, '"head": "dueling"', '"head": "plain"');
        signAgain(m);
      },
      /^RUN\/model\/model\.json layers: expected 2 to 2 relu, 2 to 2 linear by manifest\.json, got /,
    ],
    [
      'is said to have a head that nobody knows',
      (m) => {
        editManifest(m, '"head": "dueling"', '"head": "quantile"');
        signAgain(m);
      },
      /^RUN\/model\/manifest\.json head: .*, got "quantile"$/,
    ],
    [
      'combines its streams in another way',
      (m) => {
        const path = join(m, 'weights.bin');
        const bytes = readFileSync(path);
        bytes.writeFloatLE(0.25, bytes.length - 4);
        writeFileSync(path, bytes);
        signAgain(m);
      },
      'RUN/model/weights.bin: expected 0.5 at index 5 of the kernel that combines the streams, got 0.25',
    ],
  ])('refuses in one line a dueling network that %s', async (_what, damage, message) => {
    const folder = freshFolder();
    const weights = Float32Array.from({ length: 2 * 3 * 2 + 3 + 6 }, (_, i) => i);
    await saveModel(folder, { ...SMALL, head: 'dueling', weights }, DETAILS);
    damage(join(folder, 'model'));
    const refused = (reason: Error) => reason.message.replaceAll(folder, 'RUN');
    const found = await loadModel(folder).then(() => 'it was loaded', refused);
    if (typeof message === 'string') expect(found).toBe(message);
    else expect(found).toMatch(message);
  });

  it('accepts keys in the manifest that a later version has added', async () => {
    const folder = await savedRun();
    editManifest(join(folder, 'model'), '"seed": 0', '"seed": 0, "note": "added"');
    signAgain(join(folder, 'model'));
    expect((await loadModel(folder)).manifest).not.toHaveProperty('note');
  });
});
