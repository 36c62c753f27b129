import fc from 'fast-check';
import { NormalGenerator } from '../../../src/core/normal-generator';
import { Random } from '../../../src/core/random';
import { tileIndex, TileTable } from '../../../src/worlds/segment/tile-coding';
import { publishedTileQ, TileQAgent, trainTileQ } from '../../../src/worlds/segment/tile-q';
import type { Decisions } from '../../../src/env/environment';
import { defaultSegmentConfig, segmentConfigSchema } from '../../../src/worlds/segment/settings';
import { SegmentSimulator } from '../../../src/worlds/segment/simulator';
import type { TimeStep } from '../../../src/env/time-step';
import { PROBE_GAMMA, probes } from '../../support/probe-worlds';
import { TabularEnvironment } from '../../support/tabular-environment';

const features = ['active', 'semiActive', 'nonActive'];
const actions = defaultSegmentConfig.actions.map((action) => action.name);
const makeEnvironment = (lanes: number, random: Random) =>
  new SegmentSimulator(defaultSegmentConfig, lanes, NormalGenerator.from(random));

describe('tileIndex', () => {
  it('cuts each count into tiles of 100, active outermost', () => {
    expect(tileIndex([1500, 1299, 99], publishedTileQ)).toBe(15 * 10_000 + 12 * 100 + 0);
  });

  it('clips counts of 10,000 and more to the last tile, where the published table fails', () => {
    expect(tileIndex([0, 0, 9999], publishedTileQ)).toBe(99);
    expect(tileIndex([0, 0, 1_000_000], publishedTileQ)).toBe(99);
  });

  it('gives different tiles different numbers, all within the table', () => {
    const tile = fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 0, max: 99 })));
    fc.assert(
      fc.property(tile, tile, (first, second) => {
        const index = (tiles: number[]) =>
          tileIndex(
            tiles.map((t) => t * 100 + 50),
            publishedTileQ,
          );
        expect(index(first) === index(second)).toBe(first.join() === second.join());
        expect(index(first)).toBeLessThan(100 ** 3);
      }),
    );
  });
});

describe('TileTable', () => {
  it('is zero everywhere but where a value was moved', () => {
    const table = new TileTable(2);
    expect(Array.from(table.values(12))).toEqual([0, 0]);
    table.moveTowards(12, 1, 100, 0.1);
    table.moveTowards(12, 1, 100, 0.1);
    expect(Array.from(table.values(12))).toEqual([0, 10 + 0.1 * 90]);
    expect(Array.from(table.values(13))).toEqual([0, 0]);
  });
});

/** A world whose places are counts of active customers, as tile coding reads them. */
class PlacesAsTiles extends TabularEnvironment {
  override readonly observationSpec = { features, low: -1, high: 2 };

  override reset(): Decisions {
    const { observations, allowed } = super.reset();
    return { observations: this.#widen(observations), allowed };
  }

  override step(chosen: Int32Array): TimeStep {
    const step = super.step(chosen);
    return {
      ...step,
      observations: this.#widen(step.observations),
      nextObservations: this.#widen(step.nextObservations),
    };
  }

  #widen = (places: Float32Array) => Float32Array.of(places[0]!, 0, 0);
}

describe('TileQAgent', () => {
  const tileA = tileIndex([1500, 1200, 2300], publishedTileQ);
  const observation = Float32Array.of(1500, 1200, 2300);

  it('learns by the published rule: a tenth of the way to reward plus .9 times the best next value', () => {
    const agent = new TileQAgent(features, actions, publishedTileQ);
    agent.learn(7, 3, 1000, 1, 8, null); // tile 7, action 3: .1 * 1000
    agent.learn(tileA, 0, 10, 1, 7, null); // .1 * (10 + .9 * 100)
    expect(Array.from(agent.qValues(observation, 0))).toEqual(
      [10, 0, 0, 0, 0].map((q) => expect.closeTo(q, 9) as number),
    );
  });

  it('takes nothing from the next tile where the episode terminated', () => {
    const agent = new TileQAgent(features, actions, publishedTileQ);
    agent.learn(7, 3, 1000, 1, 8, null);
    agent.learn(tileA, 0, 10, 0, 7, null);
    expect(agent.qValues(observation, 0)[0]).toBeCloseTo(1, 9);
  });

  it('expects the best of the actions that may be taken next', () => {
    const agent = new TileQAgent(features, actions, publishedTileQ);
    agent.learn(7, 3, 1000, 1, 8, null); // 100
    agent.learn(7, 1, 200, 1, 8, null); // 20
    agent.learn(tileA, 0, 10, 1, 7, Uint8Array.of(1, 1, 1, 0, 1)); // .1 * (10 + .9 * 20)
    expect(agent.qValues(observation, 0)[0]).toBeCloseTo(2.8, 9);
  });

  it('explores a tenth of the time, as published', async () => {
    // Nobody moves, so one tile is all there is, and No Action is best from the first time it is taken.
    const periods = 20_000;
    const start = { active: 10, semiActive: 0, nonActive: 0 };
    const arrivals = { active: 0, semiActive: 0, nonActive: 0 };
    const price = { name: 'email', cost: { active: 15, semiActive: 0, nonActive: 0 } };
    const config = segmentConfigSchema.parse({
      start,
      arrivals,
      actions: [{ name: 'none' }, price],
      flows: [],
      periods,
    });
    const environment = new SegmentSimulator(config, 1, NormalGenerator.from(Random.fromSeed(1)));
    const step = environment.step.bind(environment);
    let emails = 0;
    environment.step = (chosen) => {
      emails += chosen[0]!;
      return step(chosen);
    };
    const agent = new TileQAgent(features, ['none', 'email'], { ...publishedTileQ, episodes: 1 });
    await agent.train(environment, Random.fromSeed(2));
    // Half of the random choices are emails: 1000 ± 31; five standard deviations.
    expect(Math.abs(emails - 0.05 * periods)).toBeLessThan(5 * Math.sqrt(0.05 * 0.95 * periods));
  });

  it.each(probes)('learns $faculty', async ({ world, qValues }) => {
    const environment = new PlacesAsTiles(world, 1);
    const settings = { ...publishedTileQ, tileSize: 1, gamma: PROBE_GAMMA, epsilon: 1, episodes: 2000 };
    const agent = new TileQAgent(environment.observationSpec.features, world.actions, settings);
    await agent.train(environment, Random.fromSeed(1));
    for (const [place, values] of qValues) {
      const learned = Array.from(agent.qValues(Float32Array.of(place, 0, 0), 0));
      expect(learned).toEqual(values.map((value) => expect.closeTo(value, 6) as number));
    }
  });

  it("plays the settings' number of episodes", async () => {
    const agent = new TileQAgent(features, actions, { ...publishedTileQ, episodes: 3 });
    let steps = 0;
    const environment = makeEnvironment(1, Random.fromSeed(1));
    const step = environment.step.bind(environment);
    environment.step = (chosen) => {
      steps += 1;
      return step(chosen);
    };
    await agent.train(environment, Random.fromSeed(2));
    expect(steps).toBe(300);
  });
});

describe('trainTileQ', () => {
  const settings = { ...publishedTileQ, episodes: 2 };
  const train = (agents: number, seed = 1) =>
    trainTileQ({ makeEnvironment, random: Random.fromSeed(seed), agents, settings });
  const startRows = (rows: number) =>
    Float32Array.from({ length: 3 * rows }, (_, i) => [1500, 1200, 2300][i % 3]!);
  async function probabilities(
    policy: ReturnType<typeof train>,
    observations: Float32Array,
  ): Promise<number[][]> {
    const rows = observations.length / 3;
    const out = new Float32Array(rows * 5);
    await (await policy).probabilities({ observations, allowed: null }, out);
    return Array.from({ length: rows }, (_, row) => Array.from(out.subarray(row * 5, row * 5 + 5)));
  }

  it('divides the rows evenly over independently trained agents', async () => {
    const rows = await probabilities(train(3), startRows(6));
    expect(rows.slice(3)).toEqual(rows.slice(0, 3));
    const alone = await probabilities(train(1), startRows(1));
    expect(rows[0]).toEqual(alone[0]);
  });

  it('chooses at random where it has never been', async () => {
    const fifth = Math.fround(0.2);
    expect(await probabilities(train(1), Float32Array.of(9900, 9900, 9900))).toEqual([
      [fifth, fifth, fifth, fifth, fifth],
    ]);
  });

  it('trains the same policy from the same stream', async () => {
    const visited = startRows(5);
    expect(await probabilities(train(5, 3), visited)).toEqual(await probabilities(train(5, 3), visited));
  });

  it('is named tile-q and says how it was trained', async () => {
    expect(await train(2)).toMatchObject({
      name: 'tile-q',
      description: '2 tabular agents trained 2 episodes each, lanes divided among them',
    });
  });

  it('refuses to train no agents', async () => {
    await expect(train(0)).rejects.toThrow('agents must be a positive whole number, got 0');
  });
});
