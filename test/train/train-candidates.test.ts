import { nullProfiler } from '../../src/core/profiler';
import { nullTracker } from '../../src/track/tracker';
import { nullCheckpointStore } from '../../src/train/checkpoint';
import { trainCandidates, type TrainCandidatesOptions } from '../../src/train/train-candidates';
import type { Validated } from '../../src/train/train-offline';
import { MemoryCheckpoints, MemoryTracker } from '../support/memory-run';
import { ScriptedLogLearner } from '../support/scripted-log-learner';

const estimate = (value: number | null): Validated => ({
  value: { value, low: null, high: null, level: 0.95 },
  estimator: 'dr',
  isRough: false,
});

/** A learner of batches of 50 out of 100 decisions, so that a pass has two updates, and that counts whether it is open. */
class CountedLearner extends ScriptedLogLearner {
  static open = 0;

  constructor(meanQ: number) {
    super({ rows: 100, batchSize: 50, updatesPerCall: 1 }, () => meanQ);
    CountedLearner.open += 1;
  }

  dispose(): void {
    CountedLearner.open -= 1;
  }
}

/** Two passes each, validated after either. @param values of each candidate, after its first and its second pass */
function options(
  values: readonly (readonly (number | null)[])[],
  changes: Partial<TrainCandidatesOptions> = {},
): TrainCandidatesOptions {
  return {
    candidates: values.map((own, i) => () => {
      const learner = new CountedLearner(i === 1 ? -50 : 0);
      const validate = () => Promise.resolve(estimate(own[learner.updates / 2 - 1]!));
      return { learner, validate, valueBound: 10 };
    }),
    budget: { leastPasses: 1, mostPasses: 2, patience: 100 },
    ...{ decisionsPerCandidate: 200, evaluationInterval: 100, logInterval: 100, checkpointInterval: 100 },
    ...{ identity: 'a run', tracker: nullTracker, checkpoints: nullCheckpointStore },
    ...{ clock: { now: () => 0 }, profiler: nullProfiler },
    onProgress: () => undefined,
    shouldStop: () => false,
    ...changes,
  };
}

describe('trainCandidates', () => {
  it('keeps the candidate whose best evaluation is highest, with the weights of that evaluation', async () => {
    const result = await trainCandidates(
      options([
        [3, 1],
        [2, 7],
        [9, 5],
      ]),
    );
    expect(result.selection.chosen).toBe(2);
    // After the first of its two passes, which is two updates.
    expect(result.best.weights).toEqual(Float32Array.of(2));
    expect(result.learningCurve.map(({ value }) => value.value)).toEqual([9, 5]);
    expect(result).toMatchObject({ finished: true, environmentSteps: 600, gradientUpdates: 12 });
    expect(result.selection.candidates.map(({ divergence }) => divergence !== null)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('keeps the first of equals, and the first where nothing has a value', async () => {
    expect(
      (
        await trainCandidates(
          options([
            [1, 4],
            [4, 2],
          ]),
        )
      ).selection.chosen,
    ).toBe(0);
    expect(
      (
        await trainCandidates(
          options([
            [null, null],
            [null, null],
          ]),
        )
      ).selection.chosen,
    ).toBe(0);
    expect(
      (
        await trainCandidates(
          options([
            [null, null],
            [null, -3],
          ]),
        )
      ).selection.chosen,
    ).toBe(1);
  });

  it('has one learner at a time, and none in the end', async () => {
    let most = 0;
    const onProgress = () => {
      most = Math.max(most, CountedLearner.open);
    };
    await trainCandidates(
      options(
        [
          [1, 2],
          [3, 4],
        ],
        { onProgress },
      ),
    );
    expect([most, CountedLearner.open]).toEqual([1, 0]);
  });

  it('counts decisions and rows of measurements on, and says which candidate they are of', async () => {
    const tracker = new MemoryTracker();
    const done: number[] = [];
    const onProgress = ({ environmentSteps }: { environmentSteps: number }) => done.push(environmentSteps);
    // The first rests after one pass without a better one.
    const budget = { leastPasses: 1, mostPasses: 4, patience: 1 };
    const values = [
      [5, 4],
      [1, 2, 3, 4],
    ];
    await trainCandidates(options(values, { tracker, budget, decisionsPerCandidate: 400, onProgress }));
    expect(
      tracker.rows.map(({ environmentSteps, values: row }) => [row.candidate, environmentSteps]),
    ).toEqual([
      [1, 100],
      [1, 200],
      [2, 300],
      [2, 400],
      [2, 500],
      [2, 600],
    ]);
    // The place of a bar: the second begins where the first would have ended at the latest.
    expect(done).toEqual([50, 100, 150, 200, 450, 500, 550, 600, 650, 700, 750, 800]);
  });

  it('goes on in the candidate in which it was stopped, between two, and after the last', async () => {
    const values = [
      [3, 1],
      [2, 7],
      [9, 5],
    ];
    const whole = new MemoryTracker();
    const expected = await trainCandidates(options(values, { tracker: whole }));
    for (let stop = 0; stop <= 12; stop += 1) {
      const [checkpoints, tracker] = [new MemoryCheckpoints(), new MemoryTracker()];
      let asked = 0;
      const shouldStop = () => (asked += 1) > stop;
      await trainCandidates(options(values, { checkpoints, tracker, shouldStop }));
      const resumed = await trainCandidates(options(values, { checkpoints, tracker }));
      expect(resumed).toEqual(expected);
      expect(tracker.rows).toEqual(whole.rows);
      expect(checkpoints.steps.at(-1)).toBe(600);
    }
  });

  it('refuses the checkpoint of another run, and no candidates', async () => {
    const checkpoints = new MemoryCheckpoints();
    await trainCandidates(options([[1, 2]], { checkpoints }));
    await expect(trainCandidates(options([[1, 2]], { checkpoints, identity: 'another' }))).rejects.toThrow(
      'checkpoint: expected one of the same configuration, got another',
    );
    await expect(trainCandidates(options([]))).rejects.toThrow('expected a candidate, got none');
  });
});
