import type { LogLearner } from '../../src/agents/log-learner';
import type { Model } from '../../src/agents/model';
import { identityScaling } from '../../src/agents/scaling';
import { savedNumber, type SavedState } from '../../src/core/saved-state';

/** Learns nothing; its weight counts its updates, and its mean Q-value is a function of them. */
export class ScriptedLogLearner implements LogLearner {
  readonly rows: number;
  readonly batchSize: number;
  readonly updatesPerCall: number;
  /** Updates of each call. */
  readonly calls: number[] = [];
  updates = 0;
  readonly #meanQ: (updates: number) => number | null;

  constructor(
    sizes: { readonly rows: number; readonly batchSize: number; readonly updatesPerCall: number },
    meanQ: (updates: number) => number | null = () => 0,
  ) {
    this.rows = sizes.rows;
    this.batchSize = sizes.batchSize;
    this.updatesPerCall = sizes.updatesPerCall;
    this.#meanQ = meanQ;
  }

  train(updates: number): Promise<void> {
    this.calls.push(updates);
    this.updates += updates;
    return Promise.resolve();
  }

  measure(): Promise<{ loss: number; meanQ: number | null }> {
    return Promise.resolve({ loss: this.updates, meanQ: this.#meanQ(this.updates) });
  }

  qValues(observations: Float32Array): Promise<Float32Array> {
    return Promise.resolve(new Float32Array(2 * observations.length));
  }

  model(): Promise<Model> {
    return Promise.resolve({
      ...{ hiddenLayers: [], head: 'plain', features: ['place'], actions: ['none', 'contact'] },
      weights: Float32Array.of(this.updates),
      scaling: identityScaling(1),
    });
  }

  state(): Promise<SavedState> {
    return Promise.resolve({ updates: this.updates });
  }

  restore(state: SavedState): void {
    this.updates = savedNumber(state, 'updates');
  }
}
