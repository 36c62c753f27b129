/** Several trackers as one. */
import type { SavedState } from '../core/saved-state';
import { savedPart } from '../core/saved-state';
import type { Tracker } from './tracker';

/**
 * @param trackers by name; the names are part of the saved state, so a resumed run must use the same ones (give
 *   `nullTracker` where one is switched off)
 */
export function fanOut(trackers: Readonly<Record<string, Tracker>>): Tracker {
  const all = Object.values(trackers);
  return {
    record: (measurements) => {
      for (const tracker of all) tracker.record(measurements);
    },
    flush: () => {
      for (const tracker of all) tracker.flush();
    },
    state: (): SavedState =>
      Object.fromEntries(Object.entries(trackers).map(([name, tracker]) => [name, tracker.state()])),
    restore: (state) => {
      for (const [name, tracker] of Object.entries(trackers)) tracker.restore(savedPart(state, name));
    },
  };
}
