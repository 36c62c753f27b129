import {
  describeNetwork,
  expectLearnerFits,
  learnerBytes,
} from '../../../../src/agents/dqn/network/describe';
import { networkSpec } from '../../../../src/agents/dqn/network/spec';

const small = networkSpec({ features: 3, hiddenLayers: [64, 64], actions: 5 });
const huge = networkSpec({ features: 3, hiddenLayers: [20_000, 20_000], actions: 5 });

describe('what is said of a network before it is made', () => {
  it('is a line per layer, and one for all parameters and their bytes', () => {
    // 4 * 64 + 65 * 64 + 65 * 5 = 4741 parameters; each with its target and two moments, of 4 bytes.
    expect(describeNetwork(small)).toEqual([
      'hidden_1: 3 to 64, relu, 256 parameters',
      'hidden_2: 64 to 64, relu, 4,160 parameters',
      'q_values: 64 to 5, linear, 325 parameters',
      'network: 4,741 parameters; learning keeps 76 kB of them',
    ]);
    expect(learnerBytes(small)).toBe(4741 * 16);
  });

  it('names the streams of a dueling network', () => {
    const lines = describeNetwork(
      networkSpec({ features: 3, hiddenLayers: [8], actions: 5, head: 'dueling' }),
    );
    expect(lines).toHaveLength(5);
    expect(lines[2]).toBe('value: 8 to 1, linear, 9 parameters');
  });
});

describe('a network that the program cannot hold', () => {
  it('is refused by the name of the setting, with the memory it would take', () => {
    expect(() => expectLearnerFits(huge, 'wasm')).toThrow(
      'settings dqn.hiddenLayers: expected a network that takes less than the 2.1 GB that WebAssembly can hold, ' +
        'got 20000-20000, which takes 6.4 GB',
    );
    expect(() => expectLearnerFits(huge, 'graph')).not.toThrow();
    const larger = networkSpec({ features: 3, hiddenLayers: [65_536, 65_536], actions: 5 });
    for (const program of ['eager', 'graph'] as const)
      expect(() => expectLearnerFits(larger, program)).toThrow(/less than the 17\.2 GB .* takes 68\.7 GB$/);
  });

  it('is no network of the usual size', () => {
    expect(() => expectLearnerFits(small, 'wasm')).not.toThrow();
  });
});
