/** A part of a run's rows of measurements: its steps are counted on from those before it, and its rows say which it is. */
import type { Tracker } from './tracker';

/**
 * @param before environment steps of the parts before it
 * @param constants values that every row of it has
 */
export function offsetTracker(
  tracker: Tracker,
  before: number,
  constants: Readonly<Record<string, number>>,
): Tracker {
  return {
    record: ({ environmentSteps, values }) =>
      tracker.record({ environmentSteps: before + environmentSteps, values: { ...constants, ...values } }),
    flush: () => tracker.flush(),
    state: () => tracker.state(),
    restore: (state) => tracker.restore(state),
  };
}
