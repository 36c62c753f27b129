/** What a comparison with peers leaves behind: `data/benchmarks/peers.json`. */
import type { Spread } from './statistics';

export const sections = ['update', 'environment', 'training', 'study'] as const;
export type Section = (typeof sections)[number];

/** What is measured, and whether less of it is better. */
export const metrics = {
  'ms per update': { lessIsBetter: true },
  'steps per second': { lessIsBetter: false },
  seconds: { lessIsBetter: true },
} as const;
export type Metric = keyof typeof metrics;

/** One contender at one task. */
export interface Measurement {
  readonly section: Section;
  /** For example `3-64-64-5, batch 64`. */
  readonly task: string;
  readonly contender: string;
  readonly ours: boolean;
  readonly metric: Metric;
  readonly value: Spread;
  /** Largest resident memory of the process. */
  readonly peakMegabytes: Spread;
  /** Further numbers, such as steps and updates of a training; per round. */
  readonly details: Readonly<Record<string, Spread>>;
}

/** How many times faster ours is; below 1 it is slower. */
export interface Ratio {
  readonly section: Section;
  readonly task: string;
  readonly ours: string;
  readonly peer: string;
  readonly ratio: Spread;
}

/** A contender that could not be measured, or computed something else than the others. */
export interface Failure {
  readonly section: Section;
  readonly task: string;
  readonly contender: string;
  readonly reason: string;
}

/** A proof that contenders do the same work. */
export interface Check {
  readonly section: Section;
  readonly task: string;
  readonly contender: string;
  /** What was compared, in words. */
  readonly claim: string;
  readonly value: number;
  readonly limit: number;
}

export interface PeersBenchmark {
  readonly version: string;
  /** ISO 8601, day only. */
  readonly date: string;
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly memoryGigabytes: number;
    readonly system: string;
  };
  /** Cores that each process was given. */
  readonly threads: number;
  readonly rounds: number;
  /** Versions of everything that ran, by package. */
  readonly versions: Readonly<Record<string, string>>;
  readonly measurements: readonly Measurement[];
  readonly ratios: readonly Ratio[];
  readonly checks: readonly Check[];
  readonly failures: readonly Failure[];
}
