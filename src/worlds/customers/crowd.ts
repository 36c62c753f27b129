/** Who is in which lane: the hidden state of every customer, and by which channels each may be contacted. */
import { savedArray, type SavedState } from '../../core/saved-state';
import { drawKind, newcomersOf, type Newcomers } from './newcomers';
import type { HiddenState } from './observer';
import type { CustomersConfig } from './settings';

export class Crowd {
  readonly hidden: { readonly [Key in keyof HiddenState]: Uint8Array };
  /** [lanes, actions] 1 where the action may be taken */
  readonly allowed: Uint8Array;
  readonly #newcomers: Newcomers;
  readonly #actions: number;

  constructor(config: CustomersConfig, lanes: number) {
    const bytes = () => new Uint8Array(lanes);
    this.#newcomers = newcomersOf(config);
    this.#actions = config.channels.length + 1;
    this.allowed = new Uint8Array(lanes * this.#actions);
    this.hidden = {
      ...{ segment: bytes(), preference: bytes(), interest: bytes() },
      ...{ fatigue: bytes(), optIns: bytes() },
    };
  }

  /**
   * A new customer in a lane.
   *
   * @param uniform in [0, 1), decides who it is
   */
  begin(lane: number, uniform: number): void {
    const { segment, preference, interest, optIns } = this.#newcomers;
    const kind = drawKind(this.#newcomers, uniform);
    this.hidden.segment[lane] = segment[kind]!;
    this.hidden.preference[lane] = preference[kind]!;
    this.hidden.interest[lane] = interest[kind]!;
    this.hidden.optIns[lane] = optIns[kind]!;
    this.hidden.fatigue[lane] = 0;
    this.#allow(lane);
  }

  state(): SavedState {
    return Object.fromEntries(Object.entries(this.hidden).map(([name, values]) => [name, values.slice()]));
  }

  restore(state: SavedState): void {
    for (const [name, values] of Object.entries(this.hidden)) {
      values.set(savedArray(state, name, Uint8Array, values.length));
    }
    for (let lane = 0; lane < this.hidden.optIns.length; lane += 1) this.#allow(lane);
  }

  /** No Action always; then a bit per channel. */
  #allow(lane: number): void {
    const bits = (this.hidden.optIns[lane]! << 1) | 1;
    const first = lane * this.#actions;
    for (let action = 0; action < this.#actions; action += 1)
      this.allowed[first + action] = (bits >> action) & 1;
  }
}
