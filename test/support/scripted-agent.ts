import type { Agent } from '../../src/agents/agent';
import type { Model } from '../../src/agents/model';
import { identityScaling } from '../../src/agents/scaling';
import { savedNumber, type SavedState } from '../../src/core/saved-state';
import type { Decisions, UpcomingObservations } from '../../src/env/environment';
import type { TimeStep } from '../../src/env/time-step';

/** Always takes the same action, learns nothing, and writes down what it was asked; its weight counts its updates. */
export class ScriptedAgent implements Agent {
  readonly epsilon = 0;
  readonly calls: string[] = [];
  readonly seen: { observations: number[]; allowed: number[] | null }[] = [];
  readonly kept: { observations: number[]; nextObservations: number[]; discounts: number[] }[] = [];
  /** Two steps of what was told ahead, where it was. */
  readonly told: number[][] = [];
  transitions = 0;
  updates = 0;
  readonly #action: number;

  constructor(action = 0) {
    this.#action = action;
  }

  act({ observations, allowed }: Decisions, upcoming?: UpcomingObservations): Promise<Int32Array> {
    this.calls.push('act');
    if (upcoming !== undefined) this.told.push(Array.from(upcoming(2)));
    this.seen.push({
      observations: Array.from(observations),
      allowed: allowed === null ? null : Array.from(allowed),
    });
    return Promise.resolve(new Int32Array(observations.length).fill(this.#action));
  }

  observe(observations: Float32Array, actions: Int32Array, step: TimeStep): void {
    this.calls.push('observe');
    this.kept.push({
      observations: Array.from(observations),
      nextObservations: Array.from(step.nextObservations),
      discounts: Array.from(step.discounts),
    });
    this.transitions += actions.length;
  }

  learn(): Promise<void> {
    this.calls.push('learn');
    this.updates += 1;
    return Promise.resolve();
  }

  measure(): Promise<{ loss: number; meanQ: number }> {
    return Promise.resolve({ loss: this.updates, meanQ: this.updates / 2 });
  }

  qValues(observations: Float32Array): Promise<Float32Array> {
    return Promise.resolve(new Float32Array(2 * observations.length));
  }

  model(): Promise<Model> {
    return Promise.resolve({
      hiddenLayers: [],
      head: 'plain',
      features: ['place'],
      actions: ['none', 'contact'],
      weights: Float32Array.of(this.updates),
      scaling: identityScaling(1),
    });
  }

  state(): Promise<SavedState> {
    return Promise.resolve({ transitions: this.transitions, updates: this.updates });
  }

  restore(state: SavedState): void {
    this.transitions = savedNumber(state, 'transitions');
    this.updates = savedNumber(state, 'updates');
  }
}
