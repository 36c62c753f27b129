import { initialParameters } from '../../../../src/agents/dqn/network/initial-parameters';
import { networkSpec } from '../../../../src/agents/dqn/network/spec';
import { Random } from '../../../../src/core/random';

const small = networkSpec({ features: 2, hiddenLayers: [2], actions: 3 });

describe('the layers of a network', () => {
  it('hold kernel and bias, one after the other, each taking what the one before gives', () => {
    const spec = networkSpec({ features: 3, hiddenLayers: [64, 32], actions: 5 });
    const hidden = { activation: 'relu' };
    expect(spec.layers).toEqual([
      { ...hidden, name: 'hidden_1', from: null, inputs: 3, units: 64, kernel: 0, bias: 192 },
      { ...hidden, name: 'hidden_2', from: 0, inputs: 64, units: 32, kernel: 256, bias: 256 + 64 * 32 },
      {
        ...{ name: 'q_values', from: 1, inputs: 32, units: 5, activation: 'linear' },
        ...{ kernel: 256 + 65 * 32, bias: 256 + 65 * 32 + 32 * 5 },
      },
    ]);
    expect(spec.outputs).toEqual([2]);
    expect(spec.parameterCount).toBe(256 + 2080 + 165);
    expect(small.parameterCount).toBe(2 * 2 + 2 + 2 * 3 + 3);
  });

  it('of a dueling network lie side by side: the last hidden one and the outputs, value before advantage', () => {
    const shape = { features: 3, hiddenLayers: [8, 6], actions: 4, head: 'dueling' as const };
    const { layers, outputs, parameterCount } = networkSpec(shape);
    const begins = [0, 32, 32 + 54, 32 + 2 * 54, 32 + 2 * 54 + 7];
    expect(layers.map(({ name, from, units, kernel }) => [name, from, units, kernel])).toEqual([
      ['hidden_1', null, 8, begins[0]],
      ['value_hidden_2', 0, 6, begins[1]],
      ['advantage_hidden_2', 0, 6, begins[2]],
      ['value', 1, 1, begins[3]],
      ['advantage', 2, 4, begins[4]],
    ]);
    expect(outputs).toEqual([3, 4]);
    expect(parameterCount).toBe(4 * 8 + 2 * 9 * 6 + 7 * 1 + 7 * 4);
  });

  it('of separate networks lie side by side from the first on, and nothing is shared', () => {
    const shape = { features: 3, hiddenLayers: [8, 6], actions: 4, head: 'separate' as const };
    const { layers, outputs, parameterCount } = networkSpec(shape);
    const begins = [0, 32, 64, 64 + 54, 64 + 2 * 54, 64 + 2 * 54 + 7];
    expect(layers.map(({ name, from, units, kernel }) => [name, from, units, kernel])).toEqual([
      ['value_hidden_1', null, 8, begins[0]],
      ['advantage_hidden_1', null, 8, begins[1]],
      ['value_hidden_2', 0, 6, begins[2]],
      ['advantage_hidden_2', 1, 6, begins[3]],
      ['value', 2, 1, begins[4]],
      ['advantage', 3, 4, begins[5]],
    ]);
    expect(outputs).toEqual([4, 5]);
    expect(parameterCount).toBe(2 * (4 * 8 + 9 * 6) + 7 * 1 + 7 * 4);
  });

  it('are one where nothing is hidden', () => {
    const { layers, outputs, parameterCount } = networkSpec({ features: 3, hiddenLayers: [], actions: 2 });
    expect(layers).toMatchObject([{ name: 'q_values', from: null, inputs: 3, units: 2, kernel: 0, bias: 6 }]);
    expect([outputs, parameterCount]).toEqual([[0], 8]);
  });
});

describe('initial parameters', () => {
  it('are uniform within ±1/√inputs of each layer', () => {
    const spec = networkSpec({ features: 4, hiddenLayers: [200, 100], actions: 50 });
    const initial = initialParameters(spec, Random.fromSeed(1));
    for (const { inputs, units, kernel, bias } of spec.layers) {
      const layer = initial.subarray(kernel, bias + units);
      const bound = 1 / Math.sqrt(inputs);
      const variance = layer.reduce((sum, value) => sum + value * value, 0) / layer.length;
      expect(Math.max(...layer.map(Math.abs))).toBeLessThanOrEqual(Math.fround(bound));
      // Variance bound²/3; the mean square of n uniform numbers has a relative standard error of √(.8/n).
      expect(Math.abs(variance / (bound * bound * (1 / 3)) - 1)).toBeLessThan(
        4 * Math.sqrt(0.8 / layer.length),
      );
    }
  });

  it('are the same from the same stream and others from another', () => {
    const initial = (seed: number) => initialParameters(small, Random.fromSeed(seed));
    expect(initial(1)).toEqual(initial(1));
    expect(initial(2)).not.toEqual(initial(1));
  });
});
