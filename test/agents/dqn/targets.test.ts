import * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../../../src/core/errors';
import {
  doubleQTargets,
  oneHotActions,
  qTargets,
  valuesOf,
  type TargetInputs,
} from '../../../src/agents/dqn/targets';
import { useBackend } from '../../support/backends';

useBackend();

/** The inputs of two transitions, as numbers. */
interface Rows {
  readonly rewards: number[];
  readonly discounts: number[];
  readonly nextAllowed?: number[][];
}

function inputs({ rewards, discounts, nextAllowed }: Rows): TargetInputs {
  return {
    rewards: tf.tensor1d(rewards),
    discounts: tf.tensor1d(discounts),
    nextAllowed: nextAllowed === undefined ? undefined : tf.tensor2d(nextAllowed),
  };
}

const valuesIn = (make: () => tf.Tensor) => Array.from(tf.tidy(() => make().flatten()).dataSync());

describe('targets', () => {
  const rows = { rewards: [1, -2], discounts: [0.5, 0] }; // the second episode terminated

  it('doubleQTargets values the online choice with the target network', () => {
    const online = [
      [1, 3],
      [5, 4],
    ];
    const target = [
      [9, 4],
      [7, 8],
    ]; // the online network picks actions 1 and 0, worth 4 and 7 here
    const targets = valuesIn(() => doubleQTargets(inputs(rows), tf.tensor2d(online), tf.tensor2d(target)));
    expect(targets).toEqual([1 + 0.5 * 4, -2 + 0 * 7]);
  });

  it('qTargets lets the target network pick as well', () => {
    const target = [
      [9, 4],
      [7, 8],
    ];
    expect(valuesIn(() => qTargets(inputs(rows), tf.tensor2d(target)))).toEqual([1 + 0.5 * 9, -2]);
  });

  it('neither picks an action that is forbidden in the next observation', () => {
    const masked = {
      rewards: [1, 2, 3],
      discounts: [0.5, 0.5, 0.5],
      nextAllowed: [
        [1, 0, 1],
        [1, 1, 0],
        [1, 0, 0],
      ],
    };
    const online = [
      [1, 9, 3],
      [-5, -4, -3],
      [-7, 1e6, 1e6],
    ]; // allowed best: 2, 1, 0
    const target = [
      [10, 90, 30],
      [-50, -40, -30],
      [-70, 1e6, 1e6],
    ];
    const expected = [1 + 0.5 * 30, 2 - 0.5 * 40, 3 - 0.5 * 70];
    expect(valuesIn(() => doubleQTargets(inputs(masked), tf.tensor2d(online), tf.tensor2d(target)))).toEqual(
      expected,
    );
    expect(valuesIn(() => qTargets(inputs(masked), tf.tensor2d(target)))).toEqual(expected);
  });

  it('are the rewards alone where every episode terminated', () => {
    const all = inputs({ rewards: [3, 4], discounts: [0, 0] });
    expect(
      valuesIn(() =>
        qTargets(
          all,
          tf.tensor2d([
            [1e6, 0],
            [-1e6, 0],
          ]),
        ),
      ),
    ).toEqual([3, 4]);
  });

  it('take one row, and the lowest index among equals', () => {
    const one = inputs({ rewards: [0], discounts: [1] });
    const targets = doubleQTargets(one, tf.tensor2d([[2, 2, 1]]), tf.tensor2d([[5, 6, 7]]));
    expect(Array.from(targets.dataSync())).toEqual([5]);
  });

  it.each([
    ['rewards', { rewards: [1], discounts: [0, 0] }, 2],
    ['discounts', { rewards: [1, 2], discounts: [0, 0, 0] }, 2],
    ['nextOnlineQ', { rewards: [1, 2], discounts: [0, 0] }, 3],
    ['nextAllowed', { rewards: [1, 2], discounts: [0, 0], nextAllowed: [[1], [1]] }, 2],
  ])('refuse %s of another shape by name', (name, wrong, onlineActions) => {
    const make = () =>
      doubleQTargets(inputs(wrong), tf.ones<tf.Rank.R2>([2, onlineActions]), tf.ones([2, 2]));
    expect(make).toThrow(ShapeError);
    expect(make).toThrow(new RegExp(`^${name}: expected shape`));
  });
});

describe('oneHotActions', () => {
  it('gives floats that can be multiplied', () => {
    const oneHot = oneHotActions(tf.tensor1d([2, 0], 'int32'), 3);
    expect(oneHot.dtype).toBe('float32');
    expect(Array.from(oneHot.dataSync())).toEqual([0, 0, 1, 1, 0, 0]);
    const values = valuesOf(
      tf.tensor2d([
        [1, 2, 3],
        [4, 5, 6],
      ]),
      oneHot,
    );
    expect(Array.from(values.dataSync())).toEqual([3, 4]);
  });
});
