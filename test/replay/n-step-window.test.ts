/** Transitions over several steps, against sums by hand and a slow reading of what was played. */
import fc from 'fast-check';
import { NStepWindow } from '../../src/replay/n-step-window';
import type { TransitionBatch } from '../../src/replay/transition';
import { bits } from '../support/bits';

const layout = { features: 1, maskedActions: 2 };

/** One step of some lanes; the observation is the number of the step. */
function stepOf(at: number, rewards: readonly number[], discounts = rewards.map(() => 0.5)): TransitionBatch {
  return {
    size: rewards.length,
    observations: Float32Array.from(rewards, (_, lane) => at + lane / 10),
    actions: Int32Array.from(rewards, (_, lane) => (at + lane) % 2),
    rewards: Float32Array.from(rewards),
    discounts: Float32Array.from(discounts),
    nextObservations: Float32Array.from(rewards, (_, lane) => at + 1 + lane / 10),
    nextAllowed: Float32Array.from(rewards.flatMap(() => [1, at % 2])),
  };
}

const none = (lanes: number) => new Uint8Array(lanes);

/** As a policy does that never explores. */
const push = (window: NStepWindow, step: TransitionBatch, last = none(step.size)) =>
  window.push(step, last, none(step.size));

it('adds up discounted rewards, and asks for the value of where the last step led to', () => {
  const window = new NStepWindow(3, layout);
  expect(push(window, stepOf(0, [8]))).toBeNull();
  expect(push(window, stepOf(1, [4]))).toBeNull();
  expect(push(window, stepOf(2, [2]))).toEqual({
    size: 1,
    observations: Float32Array.of(0),
    actions: Int32Array.of(0),
    rewards: Float32Array.of(8 + 4 / 2 + 2 / 4),
    discounts: Float32Array.of(1 / 8),
    nextObservations: Float32Array.of(3),
    nextAllowed: Float32Array.of(1, 0),
  });
  expect(push(window, stepOf(3, [16]))).toMatchObject({
    observations: Float32Array.of(1),
    rewards: Float32Array.of(4 + 2 / 2 + 16 / 4),
    nextObservations: Float32Array.of(4),
    nextAllowed: Float32Array.of(1, 1),
  });
});

it('goes no further than the episode: nothing comes after its end, and a value after a cut', () => {
  const window = new NStepWindow(3, layout);
  // Lane 0 terminates at the second step, lane 1 is cut short there, lane 2 goes on.
  push(window, stepOf(0, [8, 8, 8]));
  push(window, stepOf(1, [4, 4, 4], [0, 0.5, 0.5]), Uint8Array.of(1, 1, 0));
  expect(push(window, stepOf(2, [64, 64, 64]))).toMatchObject({
    rewards: Float32Array.of(10, 10, 8 + 2 + 16),
    discounts: Float32Array.of(0, 0.25, 0.125),
    nextObservations: Float32Array.of(2, 2.1, 3.2),
  });
  // Each step begins one transition, the last of an episode too.
  expect(push(window, stepOf(3, [0, 0, 0]))).toMatchObject({
    rewards: Float32Array.of(4, 4, 4 + 32),
    discounts: Float32Array.of(0, 0.5, 0.125),
    nextObservations: Float32Array.of(2, 2.1, 4.2),
  });
});

it('stops before an action that was explored, and not because the first one was', () => {
  const window = new NStepWindow(3, layout);
  window.push(stepOf(0, [8, 8]), none(2), Uint8Array.of(1, 0));
  push(window, stepOf(1, [4, 4]));
  expect(window.push(stepOf(2, [2, 2]), none(2), Uint8Array.of(0, 1))).toMatchObject({
    rewards: Float32Array.of(8 + 2 + 0.5, 8 + 2),
    discounts: Float32Array.of(0.125, 0.25),
    nextObservations: Float32Array.of(3, 2.1),
    nextAllowed: Float32Array.of(1, 0, 1, 1),
  });
});

it('of one step is what it was given', () => {
  const window = new NStepWindow(1, layout);
  const step = stepOf(0, [1, 2, 3], [0.5, 0, 0.5]);
  expect(push(window, step, Uint8Array.of(0, 1, 1))).toEqual(step);
});

/** What happened to one lane in one step. */
const happened = fc.record({
  reward: fc.integer({ min: -8, max: 8 }),
  end: fc.constantFrom('goes on', 'goes on', 'terminates', 'is cut short'),
  explored: fc.boolean(),
});
type Happened = typeof happened extends fc.Arbitrary<infer Value> ? Value : never;

/** The transition from step `from` of a lane, read off what was played. */
function readOff(played: readonly (readonly Happened[])[], from: number, lane: number, n: number) {
  let reward = 0;
  for (let k = 0; ; k += 1) {
    const { reward: now, end } = played[from + k]![lane]!;
    reward += now / 2 ** k;
    const isCut = k < n - 1 && played[from + k + 1]?.[lane]!.explored === true;
    if (end !== 'goes on' || isCut || k === n - 1)
      return { reward, discount: end === 'terminates' ? 0 : 2 ** -(k + 1), next: from + k + 1 };
  }
}

/** Two features, the second ten times the first, and masks that differ by lane too. */
const wideLayout = { features: 2, maskedActions: 2 };
const wide = (values: Iterable<number>) =>
  Float32Array.from([...values].flatMap((value) => [value, 10 * value]));
const maskAfter = (step: number, lane: number) => [lane % 2, step % 2];

function wideStepOf(at: number, rewards: readonly number[], discounts: readonly number[]): TransitionBatch {
  const step = stepOf(at, rewards, [...discounts]);
  return {
    ...step,
    observations: wide(step.observations),
    nextObservations: wide(step.nextObservations),
    nextAllowed: Float32Array.from(rewards.flatMap((_, lane) => maskAfter(at, lane))),
  };
}

it('holds every step once, as far as it goes, also where it was saved and restored on the way', () => {
  const plays = fc
    .integer({ min: 1, max: 4 })
    .chain((lanes) =>
      fc.array(fc.array(happened, { minLength: lanes, maxLength: lanes }), { minLength: 1, maxLength: 12 }),
    );
  fc.assert(
    fc.property(plays, fc.integer({ min: 1, max: 5 }), fc.nat(12), (played, n, savedAt) => {
      let window = new NStepWindow(n, wideLayout);
      played.forEach((lanes, at) => {
        if (at === savedAt) {
          const saved = window.state();
          window = new NStepWindow(n, wideLayout);
          push(window, wideStepOf(9, [1, 2], [0.5, 0.5])); // what it held before does not matter
          window.restore(saved);
          expect(bits(window.state())).toBe(bits(saved));
        }
        const discounts = lanes.map(({ end }) => (end === 'terminates' ? 0 : 0.5));
        const step = wideStepOf(
          at,
          lanes.map(({ reward }) => reward),
          discounts,
        );
        const given = window.push(
          step,
          Uint8Array.from(lanes, ({ end }) => (end === 'goes on' ? 0 : 1)),
          Uint8Array.from(lanes, ({ explored }) => Number(explored)),
        );
        const from = at - n + 1;
        if (from < 0) return expect(given).toBeNull();
        const expected = lanes.map((_, lane) => readOff(played, from, lane, n));
        expect(given).toMatchObject({
          observations: wide(lanes.map((_, lane) => Math.fround(from + lane / 10))),
          actions: Int32Array.from(lanes, (_, lane) => (from + lane) % 2),
          rewards: Float32Array.from(expected, ({ reward }) => reward),
          discounts: Float32Array.from(expected, ({ discount }) => discount),
          nextObservations: wide(expected.map(({ next }, lane) => Math.fround(next + lane / 10))),
          nextAllowed: Float32Array.from(expected.flatMap(({ next }, lane) => maskAfter(next - 1, lane))),
        });
      });
    }),
  );
});

it('copies the ends, which the environment overwrites, and changes nothing that it was given', () => {
  const window = new NStepWindow(2, layout);
  const [last, step] = [none(1), stepOf(0, [8])];
  push(window, step, last);
  last[0] = 1;
  expect(push(window, stepOf(1, [4]))).toMatchObject({ rewards: Float32Array.of(10) });
  expect(step).toEqual(stepOf(0, [8]));
});

it('refuses other lanes than before, and no steps', () => {
  const window = new NStepWindow(2, layout);
  push(window, stepOf(0, [8, 8]));
  expect(() => push(window, stepOf(1, [8]), none(2))).toThrow('lanes: expected 2 elements, got 1');
  expect(() => push(window, stepOf(1, [8, 8]), none(1))).toThrow('last: expected 2 elements, got 1');
  expect(() => window.push(stepOf(1, [8, 8]), none(2), none(1))).toThrow(
    'explored: expected 2 elements, got 1',
  );
  expect(() => new NStepWindow(0, layout)).toThrow('expected a positive whole number of steps, got 0');
});

it('refuses the state of a longer window', () => {
  const longer = new NStepWindow(3, layout);
  for (const at of [0, 1]) push(longer, stepOf(at, [8]));
  expect(() => new NStepWindow(2, layout).restore(longer.state())).toThrow('2 saved steps, more than fit 2');
});
