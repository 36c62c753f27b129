/** Shows the hidden state: with it the world is a small Markov decision process, whose best values are known. */
import type { HiddenState, Observer } from './observer';
import type { CustomersConfig } from './settings';

export class LatentObserver implements Observer {
  readonly features: readonly string[];
  readonly units: readonly number[];
  readonly #channels: number;

  constructor({ channels, interest, fatigue }: CustomersConfig) {
    this.#channels = channels.length;
    this.features = [
      'interest',
      'fatigue',
      ...channels.map(({ name }) => `${name}Preferred`),
      ...channels.map(({ name }) => `${name}OptIn`),
    ];
    this.units = [interest.levels - 1, fatigue.levels - 1, ...channels.flatMap(() => [1, 1])];
  }

  begin({ interest, fatigue, preference, optIns }: HiddenState, lane: number, rows: Float32Array): void {
    const channels = this.#channels;
    const at = lane * this.features.length;
    rows[at] = interest[lane]!;
    rows[at + 1] = fatigue[lane]!;
    for (let c = 0; c < channels; c += 1) {
      rows[at + 2 + c] = preference[lane] === c ? 1 : 0;
      rows[at + 2 + channels + c] = (optIns[lane]! >> c) & 1;
    }
  }

  advance(
    { interest, fatigue }: HiddenState,
    _happened: unknown,
    rows: Float32Array,
    first: number,
    end: number,
  ): void {
    const width = this.features.length;
    for (let lane = first, at = first * width; lane < end; lane += 1, at += width) {
      rows[at] = interest[lane]!;
      rows[at + 1] = fatigue[lane]!;
    }
  }
}
