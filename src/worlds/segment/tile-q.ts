/**
 * Tabular Q-learning on tiles of customers, exactly as published (lodist, Deep Reinforcement Learning for Sales
 * Channel Contact Optimization), as the baseline that a network has to beat.
 */
import type { Random } from '../../core/random';
import type { VectorEnvironment } from '../../env/environment';
import { drawn, play } from '../../policies/play';
import type { Policy } from '../../policies/policy';
import { epsilonGreedyProbabilities, greedyProbabilities } from '../../rl/action-probabilities';
import { segmentColumns } from './columns';
import { tileIndex, TileTable, type TileCoding } from './tile-coding';

export interface TileQSettings extends TileCoding {
  readonly gamma: number;
  readonly learningRate: number;
  readonly epsilon: number;
  readonly episodes: number;
}

export const publishedTileQ: TileQSettings = {
  tileSize: 100,
  tilesPerDimension: 100,
  gamma: 0.9,
  learningRate: 0.1,
  epsilon: 0.1,
  episodes: 100,
};

/** One table of values, learning from one lane. */
export class TileQAgent {
  readonly #settings: TileQSettings;
  readonly #columns: readonly number[];
  readonly #width: number;
  readonly #table: TileTable;
  /** [columns] of the row that is looked up. */
  readonly #counts: Float64Array;

  /** @param features names of the observation's columns, the three segments among them */
  constructor(features: readonly string[], actions: readonly string[], settings: TileQSettings) {
    this.#settings = settings;
    this.#columns = segmentColumns(features);
    this.#width = features.length;
    this.#table = new TileTable(actions.length);
    this.#counts = new Float64Array(this.#columns.length);
  }

  /** @returns [actions] values in one row of the observations */
  qValues(observations: Float32Array, row: number): Readonly<Float64Array> {
    return this.#table.values(this.#tile(observations, row));
  }

  /**
   * Q-learning (Watkins 1989): moves the value of what was done towards reward plus the best next value.
   *
   * @param discount 0 where the episode terminated, else 1; a time limit does not end the values
   * @param nextAllowed [actions] 1 where an action may be taken next; null where every action may
   */
  learn(
    tile: number,
    action: number,
    reward: number,
    discount: number,
    nextTile: number,
    nextAllowed: Uint8Array | null,
  ): void {
    const { gamma, learningRate } = this.#settings;
    const values = this.#table.values(nextTile);
    let best = -Infinity;
    for (let next = 0; next < values.length; next += 1)
      if (nextAllowed?.[next] !== 0) best = Math.max(best, values[next]!);
    this.#table.moveTowards(tile, action, reward + gamma * discount * best, learningRate);
  }

  /** Plays the settings' number of episodes in an environment of one lane, and learns from every step. */
  async train(environment: VectorEnvironment, random: Random): Promise<void> {
    let episodes = 0;
    for await (const { observations, actions, step } of play(this.#explorer(), environment, drawn(random))) {
      this.learn(
        this.#tile(observations, 0),
        actions[0]!,
        step.rewards[0]!,
        step.discounts[0]!,
        this.#tile(step.nextObservations, 0),
        step.nextAllowed,
      );
      episodes += step.last[0]!;
      if (episodes === this.#settings.episodes) return;
    }
  }

  /** Epsilon-greedy by the table as it is at the time. */
  #explorer(): Pick<Policy, 'probabilities'> {
    const { epsilon } = this.#settings;
    return {
      probabilities: ({ observations, allowed }, out) => {
        const values = new Float32Array(this.qValues(observations, 0));
        epsilonGreedyProbabilities(values, values.length, epsilon, allowed, out);
      },
    };
  }

  #tile(observations: Float32Array, row: number): number {
    const first = row * this.#width;
    for (let i = 0; i < this.#counts.length; i += 1)
      this.#counts[i] = observations[first + this.#columns[i]!]!;
    return tileIndex(this.#counts, this.#settings);
  }
}

export interface TileQTraining {
  /** Environments to learn in; lane 0 of one lane is used. */
  readonly makeEnvironment: (lanes: number, random: Random) => VectorEnvironment;
  readonly random: Random;
  /** Independently trained agents. @default 20, as in the reference value */
  readonly agents?: number;
  /** @default the published ones */
  readonly settings?: TileQSettings;
}

export function tileQDescription(agents: number, { episodes }: TileQSettings): string {
  return `${agents} tabular agents trained ${episodes} episodes each, lanes divided among them`;
}

/**
 * Trains several agents, each with random numbers of its own, and acts by all of them: row r of the decisions belongs
 * to agent r modulo their number, so that lanes divide evenly and a mean over lanes is a mean over training seeds.
 *
 * @returns a policy named `tile-q`: greedy, ties (and tiles never seen) at random
 * @throws RangeError unless `agents` is a positive whole number
 */
export async function trainTileQ({
  makeEnvironment,
  random,
  agents = 20,
  settings = publishedTileQ,
}: TileQTraining): Promise<Policy> {
  if (!(Number.isInteger(agents) && agents > 0)) {
    throw new RangeError(`trainTileQ: agents must be a positive whole number, got ${agents}`);
  }
  const trained: { readonly agent: TileQAgent; readonly actions: number }[] = [];
  for (let i = 0; i < agents; i += 1) {
    const stream = random.fork(`agent-${i}`);
    const environment = makeEnvironment(1, stream.fork('environment'));
    const agent = new TileQAgent(environment.observationSpec.features, environment.actions, settings);
    await agent.train(environment, stream.fork('actions'));
    trained.push({ agent, actions: environment.actions.length });
  }
  return {
    name: 'tile-q',
    description: tileQDescription(agents, settings),
    probabilities: ({ observations, allowed }, out) => {
      const { actions } = trained[0]!;
      const values = new Float32Array(out.length);
      for (let row = 0; row * actions < out.length; row += 1) {
        values.set(trained[row % agents]!.agent.qValues(observations, row), row * actions);
      }
      greedyProbabilities(values, actions, allowed, out);
    },
  };
}
