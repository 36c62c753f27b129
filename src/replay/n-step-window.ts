/**
 * Single steps of all lanes, turned into transitions over up to n of them: the discounted rewards, and what the last step
 * led to. One error is then told to several decisions at once, and where the observation does not say all, less is left to
 * the value of what only looks alike (multi-step in Hessel et al. 2018, arXiv:1710.02298). A transition ends before
 * the next action that exploration drew, much as the traces of Watkins (1989) do at an action that is not greedy: chance
 * earns less. The other steps are those of the policy as it was when it acted; nothing corrects for that, as in Rainbow.
 */
import { expectLength } from '../core/shape';
import { savedArray, savedNumber, type Savable, type SavedState } from '../core/saved-state';
import type { ReplayLayout } from './replay';
import { expectWhole, type TransitionBatch } from './transition';

type WindowLayout = Omit<ReplayLayout, 'capacity'>;

type Column = Float32Array | Int32Array | Uint8Array;

interface LaneSteps extends TransitionBatch {
  /** [lanes] 1 where the episode ended */
  readonly last: Uint8Array;
  /** [lanes] 1 where the action was explored */
  readonly explored: Uint8Array;
}

export class NStepWindow implements Savable {
  readonly #steps: number;
  readonly #layout: WindowLayout;
  /** The latest steps, oldest first: one less than `#steps` between two calls, or fewer at the beginning. */
  #window: LaneSteps[] = [];

  /**
   * @param steps of one transition at most
   * @throws RangeError unless it is a positive whole number
   */
  constructor(steps: number, layout: WindowLayout) {
    if (!(Number.isInteger(steps) && steps > 0))
      throw new RangeError(`n-step window: expected a positive whole number of steps, got ${steps}`);
    this.#steps = steps;
    this.#layout = layout;
  }

  /**
   * Takes one step of all lanes.
   *
   * @param batch one transition per lane, always the same lanes in the same order; kept, and not to be changed any more
   * @param last  [lanes] 1 where the episode ended there, for either reason: no transition reaches beyond; copied
   * @param explored [lanes] 1 where exploration took the action: none that began before reaches beyond this decision; kept as well
   * @throws ShapeError if a column has another length than the lanes ask for
   * @returns the transitions that began n - 1 steps before, one per lane; null while there is no such step
   */
  push(batch: TransitionBatch, last: Uint8Array, explored: Uint8Array): TransitionBatch | null {
    const lanes = this.#window[0]?.size ?? batch.size;
    expectLength('lanes', batch.actions, lanes);
    expectWhole(batch, this.#layout);
    expectLength('last', last, lanes);
    expectLength('explored', explored, lanes);
    // The environment overwrites `last`.
    this.#window.push({ ...batch, last: last.slice(), explored });
    if (this.#window.length < this.#steps) return null;
    const transitions = this.#fromFirst();
    this.#window.shift();
    return transitions;
  }

  state(): SavedState {
    const column = <Kind extends Column>(
      kind: new (length: number) => Kind,
      of: (step: LaneSteps) => ArrayLike<number>,
    ) => joined(kind, this.#window.map(of));
    return {
      lanes: this.#window[0]?.size ?? 0,
      observations: column(Float32Array, (step) => step.observations),
      actions: column(Int32Array, (step) => step.actions),
      rewards: column(Float32Array, (step) => step.rewards),
      discounts: column(Float32Array, (step) => step.discounts),
      nextObservations: column(Float32Array, (step) => step.nextObservations),
      nextAllowed: column(Uint8Array, (step) => step.nextAllowed ?? []),
      last: column(Uint8Array, (step) => step.last),
      explored: column(Uint8Array, (step) => step.explored),
    };
  }

  restore(state: SavedState): void {
    const size = savedNumber(state, 'lanes');
    const last = savedArray(state, 'last', Uint8Array);
    const count = size === 0 ? 0 : last.length / size;
    if (!Number.isInteger(count))
      throw new RangeError(`n-step window: ${last.length} saved ends of ${size} lanes`);
    if (count >= this.#steps)
      throw new RangeError(`n-step window: ${count} saved steps, more than fit ${this.#steps}`);
    const part = <Kind extends Column>(key: string, kind: new (length: number) => Kind, width = 1) => {
      const all = savedArray(state, key, kind, last.length * width);
      return (step: number) => all.slice(step * size * width, (step + 1) * size * width) as Kind;
    };
    const { features, maskedActions } = this.#layout;
    const observations = part('observations', Float32Array, features);
    const nextObservations = part('nextObservations', Float32Array, features);
    const actions = part('actions', Int32Array);
    const [rewards, discounts] = [part('rewards', Float32Array), part('discounts', Float32Array)];
    const nextAllowed = part('nextAllowed', Uint8Array, maskedActions);
    const [ended, explored] = [part('last', Uint8Array), part('explored', Uint8Array)];
    this.#window = Array.from({ length: count }, (_, step) => ({
      ...{ size, observations: observations(step), actions: actions(step), rewards: rewards(step) },
      ...{ discounts: discounts(step), nextObservations: nextObservations(step) },
      ...{ last: ended(step), explored: explored(step) },
      nextAllowed: maskedActions === 0 ? null : Float32Array.from(nextAllowed(step)),
    }));
  }

  /** One transition per lane from the oldest step, as far as the window and the episode go. */
  #fromFirst(): TransitionBatch {
    const [first, ...later] = this.#window as [LaneSteps, ...LaneSteps[]];
    const { size, observations, actions } = first;
    const [rewards, discounts] = [first.rewards.slice(), first.discounts.slice()];
    const ends = new Int32Array(size);
    for (let lane = 0; lane < size; lane += 1) {
      let over = first.last[lane]!;
      for (let at = 0; at < later.length && over === 0; at += 1) {
        const step = later[at]!;
        if (step.explored[lane] === 1) break;
        rewards[lane]! += discounts[lane]! * step.rewards[lane]!;
        discounts[lane]! *= step.discounts[lane]!;
        over = step.last[lane]!;
        ends[lane] = at + 1;
      }
    }
    return { size, observations, actions, rewards, discounts, ...this.#ledTo(ends) };
  }

  /** @param ends [lanes] which step of the window each lane's transition ends with */
  #ledTo(ends: Int32Array): Pick<TransitionBatch, 'nextObservations' | 'nextAllowed'> {
    const { features, maskedActions } = this.#layout;
    const nextObservations = new Float32Array(ends.length * features);
    const nextAllowed = maskedActions === 0 ? null : new Float32Array(ends.length * maskedActions);
    for (let lane = 0; lane < ends.length; lane += 1) {
      const step = this.#window[ends[lane]!]!;
      copyRow(step.nextObservations, nextObservations, lane, features);
      if (nextAllowed !== null) copyRow(step.nextAllowed!, nextAllowed, lane, maskedActions);
    }
    return { nextObservations, nextAllowed };
  }
}

/** One array of what the steps hold, oldest first. */
function joined<Kind extends Column>(
  kind: new (length: number) => Kind,
  parts: readonly ArrayLike<number>[],
): Kind {
  const all = new kind(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function copyRow(from: Float32Array, to: Float32Array, row: number, width: number): void {
  for (let i = row * width; i < (row + 1) * width; i += 1) to[i] = from[i]!;
}
