/** Worlds that each need one faculty of the learner, with the Q-values that it must reach, worked out by hand. */
import type { Outcome, World } from './tabular-environment';

/** Discount of every probe. */
export const PROBE_GAMMA = 0.5;

export interface Probe {
  /** What a learner that reaches the values has shown. */
  readonly faculty: string;
  readonly world: World;
  /** Observation → value of each action. */
  readonly qValues: ReadonlyMap<number, readonly number[]>;
}

const end = { next: 0, terminates: true };

/** Where the action makes no difference. */
const either = (outcome: Outcome): Outcome[] => [outcome, outcome];

export const probes: readonly Probe[] = [
  {
    faculty: 'the value of a constant reward',
    world: {
      name: 'constant',
      actions: ['none', 'contact'],
      observations: [0],
      outcomes: [either({ reward: 1, ...end })],
      starts: [0],
    },
    qValues: new Map([[0, [1, 1]]]),
  },
  {
    faculty: 'rewards that depend on the observation',
    world: {
      name: 'observed',
      actions: ['none', 'contact'],
      observations: [-1, 1],
      outcomes: [either({ reward: -1, ...end }), either({ reward: 1, ...end })],
      starts: [0, 1],
    },
    qValues: new Map([
      [-1, [-1, -1]],
      [1, [1, 1]],
    ]),
  },
  {
    faculty: 'discounting a reward that comes a step later',
    world: {
      name: 'two steps',
      actions: ['none', 'contact'],
      observations: [0, 1, 2],
      outcomes: [either({ reward: 0, next: 1 }), either({ reward: 1, next: 2, terminates: true }), []],
      starts: [0],
    },
    qValues: new Map([
      [0, [0.5 * 1, 0.5 * 1]],
      [1, [1, 1]],
    ]),
  },
  {
    faculty: 'rewards that depend on the action',
    world: {
      name: 'choice',
      actions: ['none', 'contact'],
      observations: [0],
      outcomes: [
        [
          { reward: -1, ...end },
          { reward: 1, ...end },
        ],
      ],
      starts: [0],
    },
    qValues: new Map([[0, [-1, 1]]]),
  },
  {
    faculty: 'rewards that depend on observation and action',
    world: {
      name: 'match',
      actions: ['none', 'contact'],
      observations: [-1, 1],
      outcomes: [
        [
          { reward: 1, ...end },
          { reward: -1, ...end },
        ],
        [
          { reward: -1, ...end },
          { reward: 1, ...end },
        ],
      ],
      starts: [0, 1],
    },
    qValues: new Map([
      [-1, [1, -1]],
      [1, [-1, 1]],
    ]),
  },
  {
    faculty: 'that a time limit is no end: 1 / (1 - gamma), not the sum of three rewards',
    world: {
      name: 'endless',
      actions: ['none', 'contact'],
      observations: [0],
      outcomes: [either({ reward: 1, next: 0 })],
      starts: [0],
      timeLimit: 3,
    },
    qValues: new Map([[0, [1 / (1 - 0.5), 1 / (1 - 0.5)]]]),
  },
  {
    // From place 0 the limit always cuts before place 1 pays; a learner that stored the restart's observation, or
    // took the limit for an end, would find another value.
    faculty: 'bootstrapping from the true successor where a lane was cut short',
    world: {
      name: 'cut short',
      actions: ['none', 'contact'],
      observations: [0, 1, 2],
      outcomes: [either({ reward: 0, next: 1 }), either({ reward: 1, next: 2, terminates: true }), []],
      starts: [0, 0, 1],
      timeLimit: 1,
    },
    qValues: new Map([
      [0, [0.5 * 1, 0.5 * 1]],
      [1, [1, 1]],
    ]),
  },
  {
    // Places 1 and 2 look alike, so the value 4 of `special` is learned at place 1; but place 0 leads to place 2,
    // where it is forbidden, and is worth half of 1, not half of 4.
    faculty: 'leaving forbidden actions out of the target',
    world: {
      name: 'forbidden',
      actions: ['none', 'contact', 'special'],
      observations: [0, 1, 1],
      outcomes: [
        [
          { reward: 0, next: 2 },
          { reward: -1, next: 2 },
          { reward: 1, next: 2 },
        ],
        [
          { reward: 0, ...end },
          { reward: 1, ...end },
          { reward: 4, ...end },
        ],
        [
          { reward: 0, ...end },
          { reward: 1, ...end },
          { reward: 4, ...end },
        ],
      ],
      starts: [0, 1],
      forbidden: [[], [], [2]],
    },
    qValues: new Map([
      [0, [0 + 0.5 * 1, -1 + 0.5 * 1, 1 + 0.5 * 1]],
      [1, [0, 1, 4]],
    ]),
  },
  {
    // A contact pays 2 and tires the customer; a tired customer recovers if left alone and costs 1 if not.
    // V(fresh) = 2 + V(tired)/2 and V(tired) = V(fresh)/2, so V(fresh) = 8/3 and V(tired) = 4/3.
    faculty: 'that No Action is best where the customer is tired',
    world: {
      name: 'tired',
      actions: ['none', 'contact'],
      observations: [0, 1],
      outcomes: [
        [
          { reward: 0, next: 0 },
          { reward: 2, next: 1 },
        ],
        [
          { reward: 0, next: 0 },
          { reward: -1, next: 1 },
        ],
      ],
      starts: [0],
      timeLimit: 4,
    },
    qValues: new Map([
      [0, [4 / 3, 8 / 3]],
      [1, [4 / 3, -1 / 3]],
    ]),
  },
];

export function probeNamed(name: string): Probe {
  return probes.find(({ world }) => world.name === name)!;
}
