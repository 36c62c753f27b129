/** How far a long run is; whoever shows it decides where and how often. */
export interface ProgressDisplay {
  /** @param details on the state of the run, such as the current return; the most wanted first */
  update(done: number, details: readonly string[]): void;
  stop(): void;
}

export interface ProgressOptions {
  readonly title: string;
  readonly total: number;
  /** Where the run stands when it starts; a resumed run has come part of the way. */
  readonly start?: number;
  readonly unit: string;
}
