import type { SavedState } from '../../src/core/saved-state';
import { savedNumber } from '../../src/core/saved-state';
import { fanOut } from '../../src/track/fan-out';
import type { Measurements, Tracker } from '../../src/track/tracker';
import { nullTracker } from '../../src/track/tracker';

/** Keeps the steps it heard of. */
class Listener implements Tracker {
  heard: number[] = [];
  flushed = 0;

  record({ environmentSteps }: Measurements): void {
    this.heard.push(environmentSteps);
  }
  flush(): void {
    this.flushed += 1;
  }
  state(): SavedState {
    return { heard: this.heard.length };
  }
  restore(state: SavedState): void {
    this.heard.length = savedNumber(state, 'heard');
  }
}

describe('fanOut', () => {
  it('tells every tracker', () => {
    const [first, second] = [new Listener(), new Listener()];
    const all = fanOut({ first, second, quiet: nullTracker });
    all.record({ environmentSteps: 5, values: {} });
    all.flush();
    expect([first.heard, second.heard]).toEqual([[5], [5]]);
    expect([first.flushed, second.flushed]).toEqual([1, 1]);
  });

  it('gives each tracker its own state back', () => {
    const [first, second] = [new Listener(), new Listener()];
    first.record({ environmentSteps: 0, values: {} });
    const all = fanOut({ first, second });
    const state = all.state();
    expect(state).toEqual({ first: { heard: 1 }, second: { heard: 0 } });
    all.record({ environmentSteps: 1, values: {} });
    all.restore(state);
    expect([first.heard, second.heard]).toEqual([[0], []]);
  });

  it('names the tracker that a state knows nothing of', () => {
    expect(() => fanOut({ metrics: new Listener() }).restore({})).toThrow(
      new TypeError('saved state: metrics is not a nested state'),
    );
  });
});
