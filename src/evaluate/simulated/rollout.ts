/**
 * What a policy earns in a simulator. Every lane that is wanted contributes exactly one episode per chunk, so short
 * episodes are not counted more often than long ones, and episode e of every policy meets the same random numbers.
 */
import type { Random } from '../../core/random';
import type { VectorEnvironment } from '../../env/environment';
import type { TimeStep } from '../../env/time-step';
import { drawn, play } from '../../policies/play';
import { firstRows } from '../../policies/first-rows';
import type { Policy } from '../../policies/policy';

/** One number per episode, episodes in the same order for every policy. */
export interface EpisodeResults {
  /** Sum of gamma^t times reward, account currency. */
  readonly discountedReward: Float64Array;
  /** Account currency. */
  readonly totalReward: Float64Array;
  /** Account currency per period. */
  readonly rewardPerPeriod: Float64Array;
  /** Campaign cost, account currency per period. */
  readonly costPerPeriod: Float64Array;
  /** Share of periods with an action other than No Action. */
  readonly contactsPerPeriod: Float64Array;
  /** Share of periods with No Action. */
  readonly noActionShare: Float64Array;
  /** Length of the episode. */
  readonly periods: Float64Array;
  /** Name of the random numbers: equal for results whose episodes may be compared one by one. */
  readonly pairing: string;
}

export type MakeEnvironment = (lanes: number, random: Random) => VectorEnvironment;

export interface RolloutOptions {
  readonly episodes: number;
  /** Discount per period, in [0, 1]. */
  readonly gamma: number;
  /** Source of all random numbers; the same for policies to be compared. */
  readonly random: Random;
  /** Lanes per chunk; of the last chunk the policy plays those that are still wanted. @default 250 */
  readonly lanes?: number;
  /** Periods of an episode that count; what comes after them is left out. @default Infinity, to its end */
  readonly periods?: number;
  /** Told after every chunk how many episodes are done. */
  readonly onProgress?: (episodes: number) => void;
}

/** Sums over the one episode that each of the first lanes of a chunk plays. */
class ChunkSums {
  readonly discountedReward: Float64Array;
  readonly totalReward: Float64Array;
  readonly cost: Float64Array;
  readonly noActions: Float64Array;
  readonly periods: Float64Array;
  /** Lanes whose episode goes on. */
  running: number;
  /** [lanes] gamma^t */
  readonly #weights: Float64Array;
  readonly #over: Uint8Array;
  /** Periods after which a lane is cut off. */
  readonly #limit: number;

  constructor(lanes: number, limit: number) {
    this.discountedReward = new Float64Array(lanes);
    this.totalReward = new Float64Array(lanes);
    this.cost = new Float64Array(lanes);
    this.noActions = new Float64Array(lanes);
    this.periods = new Float64Array(lanes);
    this.running = lanes;
    this.#weights = new Float64Array(lanes).fill(1);
    this.#over = new Uint8Array(lanes);
    this.#limit = limit;
  }

  add(actions: Int32Array, step: TimeStep, gamma: number): void {
    for (let lane = 0; lane < this.#over.length; lane += 1) {
      if (this.#over[lane] === 1) continue;
      const reward = step.rewards[lane]!;
      this.discountedReward[lane]! += this.#weights[lane]! * reward;
      this.totalReward[lane]! += reward;
      this.cost[lane]! += step.costs[lane]!;
      if (actions[lane] === 0) this.noActions[lane]! += 1;
      this.periods[lane]! += 1;
      this.#weights[lane]! *= gamma * step.discounts[lane]!;
      if (step.last[lane] === 1 || this.periods[lane] === this.#limit) {
        this.#over[lane] = 1;
        this.running -= 1;
      }
    }
  }
}

/** @param sums of the lanes whose episodes are wanted: the first ones */
async function playChunk(
  policy: Policy,
  environment: VectorEnvironment,
  sums: ChunkSums,
  gamma: number,
  random: Random,
): Promise<ChunkSums> {
  const played = sums.running;
  const asked = played === environment.lanes ? policy : firstRows(policy, played, environment);
  for await (const { actions, step } of play(asked, environment, drawn(random))) {
    sums.add(actions, step, gamma);
    if (sums.running === 0) break;
  }
  return sums;
}

/** Joins the chunks and turns sums into results per episode. */
function resultsOf(
  chunks: readonly ChunkSums[],
  lanes: number,
  episodes: number,
  pairing: string,
): EpisodeResults {
  const collect = (value: (chunk: ChunkSums, lane: number) => number) =>
    Float64Array.from({ length: episodes }, (_, e) => value(chunks[Math.floor(e / lanes)]!, e % lanes));
  const perPeriod = (value: (chunk: ChunkSums) => Float64Array) =>
    collect((chunk, lane) => value(chunk)[lane]! / chunk.periods[lane]!);
  const noActionShare = perPeriod((chunk) => chunk.noActions);
  return {
    discountedReward: collect((chunk, lane) => chunk.discountedReward[lane]!),
    totalReward: collect((chunk, lane) => chunk.totalReward[lane]!),
    rewardPerPeriod: perPeriod((chunk) => chunk.totalReward),
    costPerPeriod: perPeriod((chunk) => chunk.cost),
    contactsPerPeriod: noActionShare.map((share) => 1 - share),
    noActionShare,
    periods: collect((chunk, lane) => chunk.periods[lane]!),
    pairing,
  };
}

/**
 * Plays episodes of a policy. Results of the same `random`, `lanes` and `gamma` are paired: the numbers that the world
 * and the choice of actions draw depend on the episode alone, also where one policy plays fewer episodes.
 *
 * @param makeEnvironment a new environment per chunk; all its random numbers come from the stream it is given
 * @throws RangeError unless episodes, lanes and periods, where given, are positive whole numbers and gamma is in [0, 1]
 */
export async function rollout(
  policy: Policy,
  makeEnvironment: MakeEnvironment,
  { episodes, gamma, random, lanes = 250, periods = Infinity, onProgress }: RolloutOptions,
): Promise<EpisodeResults> {
  for (const [name, value] of Object.entries({ episodes, lanes, periods })) {
    const isEndless = name === 'periods' && value === Infinity;
    if (!isEndless && !(Number.isInteger(value) && value > 0)) {
      throw new RangeError(`rollout: ${name} must be a positive whole number, got ${value}`);
    }
  }
  if (!(gamma >= 0 && gamma <= 1)) throw new RangeError(`rollout: gamma must be in [0, 1], got ${gamma}`);
  const chunks: ChunkSums[] = [];
  for (let done = 0; done < episodes; done += lanes) {
    const stream = random.fork(`chunk-${chunks.length}`);
    const environment = makeEnvironment(lanes, stream.fork('environment'));
    const played = Math.min(lanes, episodes - done);
    const sums = new ChunkSums(played, periods);
    chunks.push(await playChunk(policy, environment, sums, gamma, stream.fork('actions')));
    onProgress?.(done + played);
  }
  const cut = periods === Infinity ? '' : ` periods ${periods}`;
  return resultsOf(chunks, lanes, episodes, `${random.name} lanes ${lanes} gamma ${gamma}${cut}`);
}
