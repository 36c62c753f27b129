/** Whether a long run has been asked to stop, by Ctrl-C or by the program around it. */
export interface StopSignal {
  /** A run asks after every step, and ends with what it has. Asking lets timers and signals through (`pause`). */
  shouldStop(): Promise<boolean>;
  /** Stops listening; call it when the run ends, for whatever reason. */
  release(): void;
}
