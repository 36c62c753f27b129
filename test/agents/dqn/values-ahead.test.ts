import { ValuesAhead } from '../../../src/agents/dqn/values-ahead';

/** Two lanes, one feature and two actions, for three steps. */
const ahead = {
  observations: Float32Array.of(1, 2, 3, 4, 5, 6),
  values: Float32Array.of(10, 11, 20, 21, 30, 31, 40, 41, 50, 51, 60, 61),
};
const take = (kept: ValuesAhead, observations: readonly number[], updates = 7) =>
  kept.take(Float32Array.from(observations), updates, 2, 1);

function kept(): ValuesAhead {
  const values = new ValuesAhead();
  values.keep(ahead, 7);
  return values;
}

describe('ValuesAhead', () => {
  it('hands out the steps in their order, and then nothing', () => {
    const values = kept();
    expect(take(values, [1, 2])).toEqual(Float32Array.of(10, 11, 20, 21));
    expect(take(values, [3, 4])).toEqual(Float32Array.of(30, 31, 40, 41));
    expect(take(values, [5, 6])).toEqual(Float32Array.of(50, 51, 60, 61));
    expect(take(values, [1, 2])).toBeNull();
  });

  it('leaves out a step that was decided without it', () => {
    const values = kept();
    values.skip();
    expect(take(values, [3, 4])).toEqual(Float32Array.of(30, 31, 40, 41));
  });

  it.each([
    ['the network has changed', [1, 2], 8],
    ['something else is to be decided', [1, 2.5], 7],
    ['the lanes have changed places', [2, 1], 7],
  ])('has nothing where %s', (_what, observations, updates) => {
    expect(take(kept(), observations, updates)).toBeNull();
  });

  it('has nothing before it was given anything', () => {
    expect(take(new ValuesAhead(), [1, 2], 0)).toBeNull();
  });

  it('goes on from its state', () => {
    const first = kept();
    take(first, [1, 2]);
    const second = new ValuesAhead();
    second.restore(first.state());
    expect(take(second, [3, 4])).toEqual(Float32Array.of(30, 31, 40, 41));
    expect(take(first, [3, 4])).toEqual(Float32Array.of(30, 31, 40, 41));
  });
});
