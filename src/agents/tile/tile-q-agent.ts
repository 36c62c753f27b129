/**
 * Tabular Q-learning on tiles of customers, exactly as published (lodist, Deep Reinforcement Learning for Sales
 * Channel Contact Optimization), as the baseline that a network has to beat.
 */
import type { Random } from '../../core/random';
import {
  epsilonGreedyProbabilities,
  greedyProbabilities,
  sampleActions,
} from '../../rl/action-probabilities';
import type { Decisions, VectorEnvironment } from '../../env/environment';
import type { Policy } from '../../policies/policy';
import { segmentColumns } from '../../policies/segment-features';
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

  /** @param features names of the observation's columns, the three segments among them */
  constructor(features: readonly string[], actions: readonly string[], settings: TileQSettings) {
    this.#settings = settings;
    this.#columns = segmentColumns(features);
    this.#width = features.length;
    this.#table = new TileTable(actions.length);
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
    const choices = this.#table.values(nextTile).filter((_, next) => nextAllowed?.[next] !== 0);
    this.#table.moveTowards(tile, action, reward + gamma * discount * Math.max(...choices), learningRate);
  }

  /** Plays the settings' number of episodes in the first lane of an environment of one lane. */
  train(environment: VectorEnvironment, random: Random): void {
    const count = environment.actions.length;
    const probabilities = new Float32Array(count);
    const action = new Int32Array(1);
    let decisions: Decisions = environment.reset();
    for (let episode = 0; episode < this.#settings.episodes;) {
      const tile = this.#tile(decisions.observations, 0);
      const values = Float32Array.from(this.#table.values(tile));
      epsilonGreedyProbabilities(values, count, this.#settings.epsilon, decisions.allowed, probabilities);
      sampleActions(probabilities, count, random, action);
      const step = environment.step(action);
      this.learn(
        tile,
        action[0]!,
        step.rewards[0]!,
        step.discounts[0]!,
        this.#tile(step.nextObservations, 0),
        step.nextAllowed,
      );
      episode += step.last[0]!;
      decisions = step;
    }
  }

  #tile(observations: Float32Array, row: number): number {
    const counts = this.#columns.map((column) => observations[row * this.#width + column]!);
    return tileIndex(counts, this.#settings);
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

/**
 * Trains several agents, each with random numbers of its own, and acts by all of them: row r of the decisions belongs
 * to agent r modulo their number, so that lanes divide evenly and a mean over lanes is a mean over training seeds.
 *
 * @returns a policy named `tile-q`: greedy, ties (and tiles never seen) at random
 * @throws RangeError unless `agents` is a positive whole number
 */
export function trainTileQ({
  makeEnvironment,
  random,
  agents = 20,
  settings = publishedTileQ,
}: TileQTraining): Policy {
  if (!(Number.isInteger(agents) && agents > 0)) {
    throw new RangeError(`trainTileQ: agents must be a positive whole number, got ${agents}`);
  }
  const trained = Array.from({ length: agents }, (_, i) => {
    const stream = random.fork(`agent-${i}`);
    const environment = makeEnvironment(1, stream.fork('environment'));
    const agent = new TileQAgent(environment.observationSpec.features, environment.actions, settings);
    agent.train(environment, stream.fork('actions'));
    return { agent, actions: environment.actions.length };
  });
  return {
    name: 'tile-q',
    description: `${agents} tabular agents trained ${settings.episodes} episodes each, lanes divided among them`,
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
