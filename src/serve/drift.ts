/** Whether the customers asked about are others than those trained on, input by input. */
import type { InputHistograms } from '../dataset/features/input-histograms';
import { populationStability } from '../stats/population-stability';

/** Decisions after which counting begins anew, so that drift of today is not hidden by the months before. */
const WINDOW = 10_000;

/** Below it shares are usually taken for stable. */
const ALARM = 0.25;

export interface InputDrift {
  readonly input: string;
  /** Population stability index. */
  readonly index: number;
  /** Above 0.25, and above what it is on average where nothing drifts. */
  readonly isAlarming: boolean;
}

export class DriftWatch {
  readonly #onAlarm: (drift: InputDrift) => void;
  #histograms: InputHistograms = [];
  #model: string | null = null;
  #counts: number[][] = [];
  #rows = 0;
  /** Of the last whole window. */
  #last: readonly InputDrift[] | null = null;

  /** @param onAlarm told at the end of every window of what drifted in it */
  constructor(onAlarm: (drift: InputDrift) => void) {
    this.#onAlarm = onAlarm;
  }

  /** @param bins of one decision, of the model's histograms */
  count(model: string, histograms: InputHistograms, bins: readonly number[]): void {
    if (model !== this.#model) this.#begin(model, histograms);
    for (let input = 0; input < bins.length; input += 1) this.#counts[input]![bins[input]!]! += 1;
    this.#rows += 1;
    if (this.#rows < WINDOW) return;
    this.#last = this.#measure();
    this.#last.filter(({ isAlarming }) => isAlarming).forEach(this.#onAlarm);
    this.#restart();
  }

  /** Of the last whole window; before there is one, of the decisions so far. */
  drifts(): readonly InputDrift[] {
    return this.#last ?? this.#measure();
  }

  #measure(): readonly InputDrift[] {
    if (this.#rows === 0) return [];
    return this.#histograms.map(({ column: input, counts }, i) => {
      const { index, expected } = populationStability(counts, this.#counts[i]!);
      return { input, index, isAlarming: index > Math.max(ALARM, expected) };
    });
  }

  #begin(model: string, histograms: InputHistograms): void {
    this.#model = model;
    this.#histograms = histograms;
    this.#last = null;
    this.#restart();
  }

  #restart(): void {
    this.#rows = 0;
    this.#counts = this.#histograms.map(({ counts }) => counts.map(() => 0));
  }
}
