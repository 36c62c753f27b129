/** Each rule of the contract is broken once, and found. */
import { z } from 'zod';
import { Random } from '../../src/core/random';
import { constantPolicy } from '../../src/policies/constant';
import { checkWorld } from '../../src/worlds/check-world';
import type { OpenWorld, World } from '../../src/worlds/world';
import { CorridorEnvironment } from '../support/corridor-environment';
import { corridor } from '../support/corridor-world';
import { ladder } from '../support/ladder-world';

const changed = (changes: Partial<OpenWorld>, world = ladder): World => ({
  ...world,
  open: (settings) => ({ ...world.open(settings), ...changes }),
});
const check = (world: World) => checkWorld(world, Random.fromSeed(1));
const named = (name: string) => ({ name, make: () => constantPolicy(['rest', 'climb'], 1) });
const trajectory = { features: ['place'], values: [[0, 1]], actions: ['climb', 'rest'], rewards: [-1, 0] };
const actionMap = { xLabel: '', yLabel: '', cell: 0.5, points: [{ x: 0, y: 1, action: 'rest' }] };
const table = { kind: 'table' as const, caption: '', columns: ['a', 'b'], rows: [['x', 1]] };

it('accepts sound worlds, with views, baselines, masks and known values of their own', async () => {
  const views = () => Promise.resolve({ trajectory, actionMap, views: { table } });
  await check(changed({ views, baselines: () => [named('rule')] }));
  await check(corridor);
});

it.each<[string, World, string]>([
  [
    'a setting without a default',
    { ...ladder, settings: z.object({ prize: z.number() }) },
    'every setting must have a default',
  ],
  [
    'other lanes than asked for',
    changed({ make: (lanes) => new CorridorEnvironment(lanes + 1) }, corridor),
    'make must give 3 lanes, got 4',
  ],
  [
    'other actions',
    changed({ actions: ['rest', 'jump'] }),
    'the actions of the environment must be rest, jump, got rest, climb',
  ],
  [
    'other features',
    changed({ features: ['rung'] }),
    'the features of the environment must be rung, got place',
  ],
  [
    'a mask that it keeps to itself',
    changed({ masked: false }, corridor),
    'masked must be true where the environment forbids actions',
  ],
  [
    'a scaling of another width',
    changed({ scaling: { observationOffset: [0], observationScale: [1, 1] } }),
    'scaling observationScale must have a number per feature, got 2',
  ],
  [
    'a scaling that is no number',
    changed({ scaling: { observationOffset: [0], observationScale: [Infinity] } }),
    'scaling observationScale must be finite, got Infinity',
  ],
  [
    'a constant action twice',
    changed({ constantActions: [1, 1] }),
    'baselines must differ in name, got always-climb twice',
  ],
  [
    'a baseline twice',
    changed({ baselines: () => [named('uniform')] }),
    'baselines must differ in name, got uniform twice',
  ],
  [
    'probabilities that sum to 2',
    changed({
      baselines: () => [
        { name: 'both', make: () => ({ ...named('').make(), probabilities: (_, out) => void out.fill(1) }) },
      ],
    }),
    'the probabilities of always-climb must sum to 1, got 2',
  ],
  [
    'a probability below 0',
    changed({
      baselines: () => [
        {
          name: 'odd',
          make: () => ({
            ...named('odd').make(),
            probabilities: (_, out) => void out.forEach((_value, i) => (out[i] = i % 2 === 0 ? 2 : -1)),
          }),
        },
      ],
    }),
    'the probabilities of always-climb must not be below 0, got -1',
  ],
  [
    'a baseline that takes what is forbidden on the way',
    changed(
      {
        baselines: () => [
          {
            name: 'walk',
            make: () => ({
              ...constantPolicy(['none', 'walk'], 1),
              probabilities: (_, out) => void out.forEach((_value, i) => (out[i] = i % 2)),
            }),
          },
        ],
      },
      corridor,
    ),
    'always-walk must leave what is forbidden alone, and takes action 1',
  ],
  [
    'a known value that is none',
    changed({ known: () => ({ value: NaN, standardError: 0 }) }),
    'known discountedReward must be a number with a standard error >= 0, or null',
  ],
  [
    'a trajectory with a feature too few',
    changed({ views: () => Promise.resolve({ trajectory: { ...trajectory, values: [] } }) }),
    'view trajectory: values must have a row per feature',
  ],
  [
    'a trajectory with a reward too few',
    changed({ views: () => Promise.resolve({ trajectory: { ...trajectory, rewards: [0] } }) }),
    'view trajectory: values, actions and rewards must have one entry per period',
  ],
  [
    'an action that is not there',
    changed({ views: () => Promise.resolve({ trajectory: { ...trajectory, actions: ['climb', 'jump'] } }) }),
    'view trajectory: no action is called jump',
  ],
  [
    'a map beyond its edges',
    changed({
      views: () => Promise.resolve({ actionMap: { ...actionMap, points: [{ x: 2, y: 0, action: 'rest' }] } }),
    }),
    'view actionMap: points must lie in [0, 1]',
  ],
  [
    'a table with a cell too many',
    changed({ views: () => Promise.resolve({ views: { own: { ...table, rows: [['x', 1, 2]] } } }) }),
    'view own: rows must have 2 cells, got 3',
  ],
])('refuses %s', async (_what, world, complaint) => {
  await expect(check(world)).rejects.toThrow(new Error(`world: ${complaint}`));
});

it('refuses a world that remembers how often it was opened', async () => {
  let opened = 0;
  const remembering = { ...ladder, open: () => ladder.open({ prize: (opened += 1) }) };
  await expect(check(remembering)).rejects.toThrow(
    new Error('world: opened twice and given equal random numbers, it must do the same'),
  );
});

it('refuses an environment that breaks its own contract', async () => {
  class Silent extends CorridorEnvironment {
    override restore() {
      // forgets what it was given
    }
  }
  await expect(check(changed({ make: (lanes) => new Silent(lanes, 1) }, corridor))).rejects.toThrow(
    /^environment: /,
  );
});
