/** How a company would log a world: what its columns are called, how long a period is, which outcomes it counts. */
import type { FeatureKind } from '../dataset/schema/feature-schema';
import type { VectorEnvironment } from '../env/environment';

export interface LogColumn {
  readonly name: string;
  /** What a schema file says of it. */
  readonly kind: FeatureKind;
  /**
   * The cell of one lane; empty where nothing is known.
   *
   * @param observations [lanes, features]
   * @param at where the lane's features begin
   */
  readonly cell: (observations: Float32Array, at: number) => string;
}

/** Something that came of the last step. */
export interface LogOutcome {
  readonly name: string;
  /** @param environment the world's own, after a step */
  readonly of: (environment: VectorEnvironment, lane: number) => number;
}

export interface LogForm {
  readonly columns: readonly LogColumn[];
  readonly outcomes: readonly LogOutcome[];
  /** Time between two decisions, as a schema file writes it; null where decisions have no regular time. */
  readonly period: string | null;
  readonly currency?: string;
}

/** Shortest digits of a number in single precision. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(7)));
}

/** Every feature as a number, for worlds that say nothing of logs. */
export function plainLogForm(features: readonly string[]): LogForm {
  return {
    columns: features.map((name, i) => ({
      ...{ name, kind: 'number' },
      cell: (observations, at) => shortNumber(observations[at + i]!),
    })),
    outcomes: [],
    period: null,
  };
}
