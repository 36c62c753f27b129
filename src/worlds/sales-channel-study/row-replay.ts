/**
 * Logged contacts as a world to train in, exactly as the published sales-channel study does it. An episode is one
 * pass over the rows: the next observation is the next row, whatever was chosen, so the world teaches imitation of
 * what paid and no consequences. What its shaped reward adds up to is not the value of a policy.
 *
 * @see lodist, "Deep Reinforcement Learning for Sales Channel Contact Optimization"
 */
import { savedArray, type SavedState } from '../../core/saved-state';
import { expectLength } from '../../core/shape';
import type { ArraySpec } from '../../core/spec';
import type { LoggedRows } from '../../dataset/logged-rows';
import type { Decisions, VectorEnvironment } from '../../env/environment';
import { NoveltyBonus } from './novelty-bonus';
import type { ShapingConfig } from './shaping';
import type { TimeStep } from '../../env/time-step';
import { usualLimit } from '../../stats/outliers';

/** The columns of a log that the environment replays. */
export type RowsToReplay = Omit<LoggedRows, 'lines'>;

function specOf(features: readonly string[], observations: Float32Array): ArraySpec {
  let low = Infinity;
  let high = -Infinity;
  for (const value of observations) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { features, low, high };
}

/** Matched rewards, raised to the power where they lie in its range: [rows] */
function matchedRewards(rewards: Float64Array, { power, powerFrom, powerTo }: ShapingConfig): Float64Array {
  return rewards.map((reward) => (reward >= powerFrom && reward <= powerTo ? reward ** power : reward));
}

/**
 * Largest absolute reward that the environment usually pays on these rows, whatever is chosen; penalties of repeats
 * aside, and rewards so far beyond the others that a scale by them would leave nothing of the others.
 */
export function largestReward(rewards: Float64Array, shaping: ShapingConfig): number {
  const { noActionReward, mismatchReward, noveltyBonus, noveltyCap } = shaping;
  const assumed = Math.max(Math.abs(noActionReward), Math.abs(mismatchReward));
  const matched = matchedRewards(rewards, shaping);
  const limit = usualLimit(matched);
  const paid = matched
    .map(Math.abs)
    .reduce((most, reward) => (reward <= limit ? Math.max(most, reward) : most), assumed);
  return paid + Math.min(noveltyBonus, noveltyCap);
}

/**
 * n passes over the same rows side by side. Lane 0 starts at row 0; lane k starts floor(k * rows / n) rows further
 * and wraps around, so that lanes stepped together show different customers. Deterministic.
 */
export class RowReplay implements VectorEnvironment {
  readonly name = 'logged-rows';
  readonly lanes: number;
  readonly actions: readonly string[];
  readonly observationSpec: ArraySpec;
  readonly #rows: RowsToReplay;
  readonly #shaping: ShapingConfig;
  readonly #rowCount: number;
  readonly #matched: Float64Array;
  /** null where rare states pay no bonus: nobody then asks which rows show the same state. */
  readonly #novelty: NoveltyBonus | null;
  /** [lanes] rows of the pass already behind */
  readonly #steps: Int32Array;
  /** [lanes, actions] times chosen in this pass */
  readonly #timesChosen: Int32Array;
  readonly #timeStep: TimeStep;

  /**
   * @param rows at least one
   * @throws RangeError unless lanes is a positive whole number, every logged action is in the list and there is a row
   * @throws ShapeError if the columns disagree in length
   */
  constructor(rows: RowsToReplay, lanes: number, shaping: ShapingConfig) {
    const count = rows.loggedActions.length;
    const width = rows.features.length;
    checkRows(rows, lanes);
    this.lanes = lanes;
    this.actions = rows.actions;
    this.observationSpec = specOf(rows.features, rows.observations);
    this.#rows = rows;
    this.#shaping = shaping;
    this.#rowCount = count;
    this.#matched = matchedRewards(rows.rewards, shaping);
    this.#novelty = shaping.noveltyBonus > 0 ? new NoveltyBonus(rows, lanes, shaping) : null;
    this.#steps = new Int32Array(lanes);
    this.#timesChosen = new Int32Array(lanes * rows.actions.length);
    this.#timeStep = {
      observations: new Float32Array(lanes * width),
      nextObservations: new Float32Array(lanes * width),
      rewards: new Float32Array(lanes),
      costs: new Float32Array(lanes),
      discounts: new Float32Array(lanes),
      last: new Uint8Array(lanes),
      allowed: rows.allowed === undefined ? null : new Uint8Array(lanes * rows.actions.length),
      nextAllowed: rows.allowed === undefined ? null : new Uint8Array(lanes * rows.actions.length),
    };
  }

  reset(): Decisions {
    for (let lane = 0; lane < this.lanes; lane += 1) {
      this.#startPass(lane);
      this.#showNow(lane);
    }
    return this.#timeStep;
  }

  /**
   * `costs` holds the price of the chosen contacts; the shaped reward is in points and does not contain it. At the
   * end of a pass `nextObservations` repeats the last row: the discount of 0 keeps it from being used.
   */
  step(actions: Int32Array): TimeStep {
    expectLength('actions', actions, this.lanes);
    const { nextObservations, rewards, costs, discounts, last } = this.#timeStep;
    for (let lane = 0; lane < this.lanes; lane += 1) this.#checkAction(actions[lane]!, lane);
    for (let lane = 0; lane < this.lanes; lane += 1) {
      const action = actions[lane]!;
      rewards[lane] = this.#reward(lane, action);
      costs[lane] = this.#rows.actionCosts[action]!;
      const ended = this.#steps[lane] === this.#rowCount - 1;
      discounts[lane] = ended ? 0 : 1;
      last[lane] = ended ? 1 : 0;
      if (!ended) this.#steps[lane]! += 1;
      this.#show(nextObservations, lane, this.#rowOf(lane));
      this.#mask(this.#timeStep.nextAllowed, lane);
      if (ended) this.#startPass(lane);
      this.#showNow(lane);
    }
    return this.#timeStep;
  }

  /** The rows that follow, and after the last one the pass that begins then. */
  upcomingObservations(steps: number): Float32Array {
    const width = this.#rows.features.length;
    const upcoming = new Float32Array(steps * this.lanes * width);
    for (let ahead = 0; ahead < steps; ahead += 1) {
      for (let lane = 0; lane < this.lanes; lane += 1)
        this.#show(upcoming, ahead * this.lanes + lane, this.#rowOf(lane, ahead));
    }
    return upcoming;
  }

  state(): SavedState {
    return {
      steps: this.#steps.slice(),
      timesChosen: this.#timesChosen.slice(),
      visits: this.#novelty?.visits.slice() ?? new Int32Array(0),
    };
  }

  restore(state: SavedState): void {
    const steps = savedArray(state, 'steps', Int32Array, this.#steps.length);
    const timesChosen = savedArray(state, 'timesChosen', Int32Array, this.#timesChosen.length);
    // Without a bonus, versions before this one counted, too.
    const visits = savedArray(state, 'visits', Int32Array, this.#novelty?.visits.length);
    this.#steps.set(steps);
    this.#timesChosen.set(timesChosen);
    this.#novelty?.visits.set(visits);
    for (let lane = 0; lane < this.lanes; lane += 1) this.#showNow(lane);
  }

  /** Pays for the choice on the lane's row and counts it. */
  #reward(lane: number, action: number): number {
    const { noActionReward, mismatchReward, repeatPenalty } = this.#shaping;
    const row = this.#rowOf(lane);
    const matched = action === this.#rows.loggedActions[row];
    const chosen = lane * this.actions.length + action;
    this.#timesChosen[chosen]! += 1;
    const paid = matched ? this.#matched[row]! : action === 0 ? noActionReward : mismatchReward;
    const bonus = this.#novelty?.pay(lane, row, this.#steps[lane]!) ?? 0;
    return paid - repeatPenalty * (this.#timesChosen[chosen]! - 1) + bonus;
  }

  /** The row that a lane is at, or will be at some steps later. */
  #rowOf(lane: number, later = 0): number {
    const start = Math.floor((lane * this.#rowCount) / this.lanes);
    return (start + this.#steps[lane]! + later) % this.#rowCount;
  }

  #startPass(lane: number): void {
    const actions = this.actions.length;
    this.#steps[lane] = 0;
    this.#timesChosen.fill(0, lane * actions, (lane + 1) * actions);
    this.#novelty?.startPass(lane);
  }

  /** Shows what a lane decides on next. */
  #showNow(lane: number): void {
    this.#show(this.#timeStep.observations, lane, this.#rowOf(lane));
    this.#mask(this.#timeStep.allowed, lane);
  }

  /** Writes what is allowed on the row that a lane is at. */
  #mask(batch: Uint8Array | null, lane: number): void {
    if (batch === null) return;
    const width = this.actions.length;
    const from = this.#rowOf(lane) * width;
    for (let j = 0; j < width; j += 1) batch[lane * width + j] = this.#rows.allowed![from + j]!;
  }

  /** Writes a row's observation into a batch. */
  #show(batch: Float32Array, position: number, row: number): void {
    const width = this.#rows.features.length;
    const from = row * width;
    // Copied one by one: a subarray would be an allocation per step.
    for (let j = 0; j < width; j += 1) batch[position * width + j] = this.#rows.observations[from + j]!;
  }

  #checkAction(action: number, lane: number): void {
    if (!(action >= 0 && action < this.actions.length)) {
      throw new RangeError(
        `step: expected actions below ${this.actions.length}, got ${action} in lane ${lane}`,
      );
    }
  }
}

function checkRows(rows: RowsToReplay, lanes: number): void {
  const count = rows.loggedActions.length;
  if (!(Number.isInteger(lanes) && lanes > 0)) {
    throw new RangeError(`RowReplay: expected lanes > 0, got ${lanes}`);
  }
  if (count === 0) throw new RangeError('RowReplay: expected at least one row, got none');
  expectLength('observations', rows.observations, count * rows.features.length);
  expectLength('rewards', rows.rewards, count);
  expectLength('actionCosts', rows.actionCosts, rows.actions.length);
  const unknown = rows.loggedActions.find((action) => !(action >= 0 && action < rows.actions.length));
  if (unknown !== undefined) {
    throw new RangeError(`RowReplay: expected actions below ${rows.actions.length}, got ${unknown}`);
  }
}
