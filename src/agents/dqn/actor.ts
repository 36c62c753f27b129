/** Acts by the network as it is, epsilon-greedily on every lane; looks ahead where the world lets it. */
import type { Random } from '../../core/random';
import { savedPart, type Savable, type SavedState } from '../../core/saved-state';
import type { Decisions, UpcomingObservations } from '../../env/environment';
import { greedyActions } from '../../rl/action-probabilities';
import { linearSchedule } from '../../rl/schedules';
import type { DqnConfig } from './dqn-config';
import { ValuesAhead } from './values-ahead';

const MOST_DECISIONS_AHEAD = 256;

/** Steps of all lanes from one update to the next. */
function stepsPerUpdate({ updatesPerTransition }: DqnConfig, lanes: number): number {
  return Math.min(MOST_DECISIONS_AHEAD, Math.max(1, Math.ceil(1 / (lanes * updatesPerTransition))));
}

/** A random allowed action of one row. */
function randomAllowed(random: Random, allowed: Uint8Array | null, row: number, actions: number): number {
  if (allowed === null) return random.integer(actions);
  const choices = Array.from({ length: actions }, (_, action) => action).filter(
    (a) => allowed[row * actions + a] === 1,
  );
  return choices[random.integer(choices.length)]!;
}

/** What it acts by. */
export interface ActingNetwork {
  /** How often it has changed. */
  readonly updates: number;
  /**
   * @param observations [n, features] as the environment shows them
   * @returns [n, actions] in any unit
   */
  qValues(observations: Float32Array): Promise<Float32Array>;
}

export interface ActorSettings {
  readonly config: DqnConfig;
  readonly features: number;
  readonly actions: number;
  /** Environment steps over which epsilon falls. */
  readonly epsilonSteps: number;
}

export class Actor implements Savable {
  readonly #settings: ActorSettings;
  readonly #network: ActingNetwork;
  readonly #exploration: Random;
  readonly #valuesAhead = new ValuesAhead();
  #explored = new Uint8Array(0);

  /** @param exploration the stream that tosses the coins and draws random actions */
  constructor(settings: ActorSettings, network: ActingNetwork, exploration: Random) {
    this.#settings = settings;
    this.#network = network;
    this.#exploration = exploration;
  }

  /** Share of random actions after so many transitions. */
  epsilon(transitions: number): number {
    const { config, epsilonSteps } = this.#settings;
    return linearSchedule(config.epsilon.start, config.epsilon.end, epsilonSteps, transitions);
  }

  /** [lanes] 1 where the last action was drawn at random */
  get explored(): Uint8Array {
    return this.#explored;
  }

  /** Observations that the network is given at once. */
  decisionsPerCall(lanes: number, seesAhead: boolean): number {
    return lanes * (seesAhead ? stepsPerUpdate(this.#settings.config, lanes) : 1);
  }

  /**
   * Chooses an action per lane, each lane tossing its own coin.
   *
   * @param transitions so far
   */
  async act(
    { observations, allowed }: Decisions,
    transitions: number,
    upcoming?: UpcomingObservations,
  ): Promise<Int32Array> {
    const { actions, features } = this.#settings;
    const lanes = observations.length / features;
    const epsilon = this.epsilon(transitions);
    const explores = new Uint8Array(lanes);
    for (let lane = 0; lane < lanes; lane += 1)
      explores[lane] = this.#exploration.uniform() < epsilon ? 1 : 0;
    const greedy = explores.includes(0)
      ? greedyActions(await this.#valuesNow(observations, upcoming), actions, allowed)
      : null;
    if (greedy === null) this.#valuesAhead.skip();
    this.#explored = explores;
    return Int32Array.from(explores, (explore, lane) =>
      explore === 1 ? randomAllowed(this.#exploration, allowed, lane, actions) : greedy![lane]!,
    );
  }

  state() {
    return {
      exploration: this.#exploration.state(),
      // Computed anew for fewer decisions, they could differ in the last bit.
      valuesAhead: this.#valuesAhead.state(),
    };
  }

  restore(state: SavedState): void {
    this.#exploration.restore(savedPart(state, 'exploration'));
    this.#valuesAhead.restore(savedPart(state, 'valuesAhead'));
  }

  /** [lanes, actions], computed until the next update is due where the observations are known. */
  async #valuesNow(observations: Float32Array, upcoming?: UpcomingObservations): Promise<Float32Array> {
    const { config, features, actions } = this.#settings;
    const { updates } = this.#network;
    const steps = stepsPerUpdate(config, observations.length / features);
    if (upcoming === undefined || steps === 1) return this.#network.qValues(observations);
    const take = () => this.#valuesAhead.take(observations, updates, actions, features);
    const kept = take();
    if (kept !== null) return kept;
    const ahead = upcoming(steps);
    this.#valuesAhead.keep({ observations: ahead, values: await this.#network.qValues(ahead) }, updates);
    const values = take();
    if (values !== null) return values;
    throw new RangeError('act: expected upcomingObservations to begin with what is acted on');
  }
}
