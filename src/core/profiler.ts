/** Where a run's time goes, by section: one call at each border, nothing when nobody asks. */
export type Section = 'environment' | 'acting' | 'sampling' | 'upload' | 'learning' | 'rest';

export interface Profiler {
  /** From here on time counts for `section`. */
  enter(section: Section): void;
}

export const nullProfiler: Profiler = { enter: () => undefined };

/** Adds up seconds per section. */
export class SectionProfiler implements Profiler {
  readonly #seconds: Record<Section, number> = {
    environment: 0,
    acting: 0,
    sampling: 0,
    upload: 0,
    learning: 0,
    rest: 0,
  };
  readonly #now: () => number;
  #section: Section = 'rest';
  #since: number;

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number) {
    this.#now = now;
    this.#since = now();
  }

  enter(section: Section): void {
    const now = this.#now();
    this.#seconds[this.#section] += (now - this.#since) / 1000;
    this.#section = section;
    this.#since = now;
  }

  /** Share of the time so far per section; they sum to 1. */
  shares(): Record<Section, number> {
    this.enter(this.#section);
    const total = Object.values(this.#seconds).reduce((sum, seconds) => sum + seconds, 0);
    const share = (section: Section) => (total > 0 ? this.#seconds[section] / total : 0);
    return {
      environment: share('environment'),
      acting: share('acting'),
      sampling: share('sampling'),
      upload: share('upload'),
      learning: share('learning'),
      rest: share('rest'),
    };
  }
}
