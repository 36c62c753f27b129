/**
 * Q-values of decisions that are still to come, for worlds that know their observations ahead: the network changes
 * only with an update, so that one call serves all decisions until the next one.
 */
import { savedArray, savedNumber, type SavedState } from '../../core/saved-state';

/** Decisions of all lanes at consecutive steps. */
export interface DecisionsAhead {
  /** [steps, lanes, features] */
  readonly observations: Float32Array;
  /** [steps, lanes, actions] */
  readonly values: Float32Array;
}

const isSame = (first: Float32Array, second: Float32Array): boolean =>
  first.length === second.length && first.every((value, i) => Object.is(value, second[i]));

export class ValuesAhead {
  #ahead: DecisionsAhead = { observations: new Float32Array(0), values: new Float32Array(0) };
  /** Steps of them that have been taken. */
  #taken = 0;
  /** Updates of the network that gave them. */
  #updates = 0;

  /** @param updates of the network that gives the values */
  keep(ahead: DecisionsAhead, updates: number): void {
    this.#ahead = ahead;
    this.#taken = 0;
    this.#updates = updates;
  }

  /**
   * Takes the values of the next step.
   *
   * @param observations [lanes, features] what is decided on
   * @param updates of the network by now
   * @returns [lanes, actions]; null if the network has changed, or something else comes than was kept
   */
  take(observations: Float32Array, updates: number, actions: number, features: number): Float32Array | null {
    const { observations: kept, values } = this.#ahead;
    const size = observations.length;
    const expected = kept.subarray(this.#taken * size, (this.#taken + 1) * size);
    if (updates !== this.#updates || !isSame(expected, observations)) return null;
    const begin = this.#taken * (size / features) * actions;
    this.#taken += 1;
    return values.subarray(begin, begin + (size / features) * actions);
  }

  /** A step was decided without them. */
  skip(): void {
    this.#taken += 1;
  }

  state(): SavedState {
    const { observations, values } = this.#ahead;
    return {
      observations: observations.slice(),
      values: values.slice(),
      taken: this.#taken,
      updates: this.#updates,
    };
  }

  restore(state: SavedState): void {
    const array = (key: string) => savedArray(state, key, Float32Array).slice();
    this.keep(
      { observations: array('observations'), values: array('values') },
      savedNumber(state, 'updates'),
    );
    this.#taken = savedNumber(state, 'taken');
  }
}
