/**
 * Q-values of decisions that are still to come, for worlds that know their observations ahead: the network changes
 * only with an update, so that one call serves all decisions until the next one.
 */
import { savedArray, savedNumber, type SavedState } from '../../core/saved-state';

export class ValuesAhead {
  /** [steps, lanes, actions] */
  #values: Float32Array = new Float32Array(0);
  /** Transitions at the first of them. */
  #from = 0;
  /** Updates of the network that gave them. */
  #updates = 0;

  /** @param values [steps, lanes, actions] of the decision at `transitions` and those after it */
  keep(values: Float32Array, transitions: number, updates: number): void {
    this.#values = values;
    this.#from = transitions;
    this.#updates = updates;
  }

  /**
   * @param lanes whose transitions have advanced together since `keep`
   * @returns [lanes, actions] of the decision at `transitions`; null if the network has changed or it was not kept
   */
  at(transitions: number, updates: number, lanes: number, actions: number): Float32Array | null {
    const begin = (transitions - this.#from) * actions;
    const end = begin + lanes * actions;
    if (updates !== this.#updates || begin < 0 || end > this.#values.length) return null;
    return this.#values.subarray(begin, end);
  }

  state(): SavedState {
    return { values: this.#values.slice(), from: this.#from, updates: this.#updates };
  }

  restore(state: SavedState): void {
    const values = savedArray(state, 'values', Float32Array).slice();
    this.keep(values, savedNumber(state, 'from'), savedNumber(state, 'updates'));
  }
}
