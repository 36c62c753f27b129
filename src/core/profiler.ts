/** Where a run's time goes, by section: one call at each border, nothing when nobody asks. */
export const sections = ['environment', 'acting', 'sampling', 'upload', 'learning', 'rest'] as const;
export type Section = (typeof sections)[number];

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

  /** Seconds so far per section. */
  seconds(): Record<Section, number> {
    this.enter(this.#section);
    return { ...this.#seconds };
  }

  /**
   * Share of the time per section; they sum to 1 once time has passed.
   *
   * @param since an earlier reading of `seconds`, to leave out what came before it
   */
  shares(since?: Readonly<Record<Section, number>>): Record<Section, number> {
    const spent = this.seconds();
    for (const section of sections) spent[section] -= since?.[section] ?? 0;
    const total = sections.reduce((sum, section) => sum + spent[section], 0);
    for (const section of sections) spent[section] = total > 0 ? spent[section] / total : 0;
    return spent;
  }
}
