import type { TimeStep } from '../../src/env/time-step';
import { ReturnTracker } from '../../src/train/return-tracker';

function step(rewards: number[], last: number[]): TimeStep {
  const lanes = rewards.length;
  return {
    observations: new Float32Array(lanes),
    nextObservations: new Float32Array(lanes),
    rewards: Float32Array.from(rewards),
    costs: new Float32Array(lanes),
    discounts: new Float32Array(lanes).fill(1),
    last: Uint8Array.from(last),
    allowed: null,
    nextAllowed: null,
  };
}

describe('ReturnTracker', () => {
  it('is nothing before the first episode has ended', () => {
    const returns = new ReturnTracker(2);
    expect(returns.mean()).toBeNull();
    returns.observe(step([5, 5], [0, 0]));
    expect(returns.mean()).toBeNull();
  });

  it('sums each lane to its end, the last reward included, and starts again from 0', () => {
    const returns = new ReturnTracker(2);
    returns.observe(step([1, 10], [0, 0]));
    returns.observe(step([2, 20], [1, 0]));
    expect(returns.mean()).toBe(1 + 2);
    returns.observe(step([4, 30], [0, 1]));
    expect(returns.mean()).toBe((3 + 60) / 2);
    returns.observe(step([8, 100], [1, 1]));
    expect(returns.mean()).toBe((3 + 60 + 12 + 100) / 4);
  });

  it('looks back over a hundred episodes', () => {
    const returns = new ReturnTracker(1);
    for (let episode = 1; episode <= 130; episode += 1) returns.observe(step([episode], [1]));
    expect(returns.mean()).toBe((31 + 130) / 2);
  });

  it('goes on from its state, which is a copy', () => {
    const first = new ReturnTracker(2);
    first.observe(step([1, 2], [0, 1]));
    const saved = first.state();
    first.observe(step([3, 4], [1, 1]));
    const second = new ReturnTracker(2);
    second.restore(saved);
    expect(second.mean()).toBe(2);
    second.observe(step([3, 4], [1, 1]));
    expect(second.mean()).toBe(first.mean());
    expect(() => new ReturnTracker(3).restore(saved)).toThrow('running is not a Float64Array of 3 elements');
  });
});
