import type { LogLearner } from '../../src/agents/log-learner';
import type { OfflineMethod } from '../../src/agents/dqn/offline-learner';
import { nullProfiler } from '../../src/core/profiler';
import type { QFunction } from '../../src/policies/policy';
import { nullTracker } from '../../src/track/tracker';
import { nullCheckpointStore } from '../../src/train/checkpoint';
import {
  trainOffline,
  type OfflineProgress,
  type TrainOfflineOptions,
  type Validated,
} from '../../src/train/train-offline';
import { bestPoint } from '../../src/train/training-result';
import { bits } from '../support/bits';
import { describeOnBackends } from '../support/backends';
import { MemoryCheckpoints, MemoryTracker } from '../support/memory-run';
import { columnsOf, offlineLearner, type Logged } from '../support/offline-learner';
import { ScriptedLogLearner } from '../support/scripted-log-learner';

const estimate = (value: number | null): Validated => ({
  value: { value, low: null, high: null, level: 0.95 },
  estimator: 'dr',
  isRough: false,
});

/** A training that writes nothing, with what a test changes. */
function options(learner: LogLearner, changes: Partial<TrainOfflineOptions> = {}): TrainOfflineOptions {
  return {
    learner,
    budget: { leastPasses: 1, mostPasses: 4, patience: 100 },
    validate: () => Promise.resolve(estimate(0)),
    evaluationInterval: Infinity,
    logInterval: Infinity,
    checkpointInterval: Infinity,
    valueBound: 10,
    identity: 'a run',
    tracker: nullTracker,
    checkpoints: nullCheckpointStore,
    clock: { now: () => 0 },
    profiler: nullProfiler,
    onProgress: () => undefined,
    shouldStop: () => false,
    ...changes,
  };
}

/** Ten batches of 30 are three passes over 100 decisions. */
const scripted = (meanQ?: (updates: number) => number | null) =>
  new ScriptedLogLearner({ rows: 100, batchSize: 30, updatesPerCall: 3 }, meanQ);

/** Validations in turn. */
function validating(values: readonly (number | null)[]): () => Promise<Validated> {
  let asked = -1;
  return () => Promise.resolve(estimate(values[(asked += 1)]!));
}

describe('trainOffline', () => {
  it('validates as each pass ends, by the first batch that ends it, and after the last', async () => {
    const learner = scripted();
    const result = await trainOffline(options(learner));
    // 100, 200, 300 and 400 decisions are seen after 3.3, 6.7, 10 and 13.3 batches.
    expect(result.learningCurve.map(({ gradientUpdates }) => gradientUpdates)).toEqual([4, 7, 10, 14]);
    expect(result.learningCurve.map(({ environmentSteps }) => environmentSteps)).toEqual([
      120, 210, 300, 420,
    ]);
    expect(result).toMatchObject({
      finished: true,
      environmentSteps: 420,
      gradientUpdates: 14,
      divergence: null,
    });
    expect(Math.max(...learner.calls)).toBe(3);
  });

  it('validates more often where it is told to, logs and saves when that is due, and at the end', async () => {
    const [tracker, checkpoints] = [new MemoryTracker(), new MemoryCheckpoints()];
    const intervals = { evaluationInterval: 60, logInterval: 90, checkpointInterval: 150 };
    const { learningCurve } = await trainOffline(options(scripted(), { ...intervals, tracker, checkpoints }));
    expect(learningCurve.map(({ environmentSteps }) => environmentSteps)).toEqual([
      60, 120, 180, 240, 300, 360, 420,
    ]);
    expect(tracker.rows.map(({ environmentSteps }) => environmentSteps)).toEqual([
      60, 90, 120, 180, 240, 270, 300, 360, 420,
    ]);
    expect(checkpoints.steps).toEqual([150, 300, 420]);
    expect(tracker.flushes).toEqual([3, 7, 9]);
  });

  it('records rows of the same keys, with an evaluation only where there was one', async () => {
    const tracker = new MemoryTracker();
    const budget = { leastPasses: 1, mostPasses: 1, patience: 1 };
    const validate = () => Promise.resolve(estimate(7));
    const meanQ = (updates: number) => updates / 2;
    await trainOffline(options(scripted(meanQ), { tracker, budget, validate, logInterval: 60 }));
    expect(tracker.rows).toEqual([
      {
        environmentSteps: 60,
        values: { gradientUpdates: 2, passes: 0.6, loss: 2, meanQ: 1, evaluation: null },
      },
      {
        environmentSteps: 120,
        values: { gradientUpdates: 4, passes: 1.2, loss: 4, meanQ: 2, evaluation: 7 },
      },
    ]);
  });

  it('tells progress after every call of the program', async () => {
    const heard: OfflineProgress[] = [];
    const onProgress = (progress: OfflineProgress) => heard.push(progress);
    const budget = { leastPasses: 1, mostPasses: 2, patience: 9 };
    await trainOffline(options(scripted(), { onProgress, budget, validate: validating([5, 6]) }));
    expect(heard).toEqual([
      { environmentSteps: 90, passes: 0.9, gradientUpdates: 3, evaluation: null },
      { environmentSteps: 120, passes: 1.2, gradientUpdates: 4, evaluation: 5 },
      { environmentSteps: 210, passes: 2.1, gradientUpdates: 7, evaluation: 6 },
    ]);
  });

  it.each([
    [[5, 4, 3, 2], 2, 3, 4], // rests for two
    [[5, 6, 3, 6], 2, 4, 14], // the later of equals
    [[1, 2, 3, 4], 2, 4, 14],
    [[null, null, null, null], 2, 3, 10],
  ])(
    'of validations %j with patience %i makes %i and keeps the network of update %i',
    async (values, patience, made, update) => {
      const budget = { leastPasses: 1, mostPasses: 4, patience };
      const result = await trainOffline(options(scripted(), { budget, validate: validating(values) }));
      expect(result.finished).toBe(true);
      expect(result.learningCurve.length).toBe(made);
      expect(result.best.weights).toEqual(Float32Array.of(update));
      expect(bestPoint(result.learningCurve).gradientUpdates).toBe(update);
    },
  );

  it('says once when and why values are too large to be true', async () => {
    const meanQ = (updates: number) => (updates < 7 ? 10.5 : -100 * updates);
    const { divergence, finished } = await trainOffline(options(scripted(meanQ)));
    expect(divergence).toBe(
      'after update 7 the mean Q-value is -700, and rewards and discounts allow ±10 at most',
    );
    expect(finished).toBe(true);
  });

  it('keeps the best network where it may end early, and the last where its length is fixed', async () => {
    const kept = async (leastPasses: number) => {
      const budget = { leastPasses, mostPasses: 4, patience: 100 };
      const validate = validating([1, 9, 2, 3]);
      const { kept: point, best } = await trainOffline(options(scripted(), { budget, validate }));
      return [point!.value.value, best.weights[0]];
    };
    expect(await kept(1)).toEqual([9, 7]);
    expect(await kept(4)).toEqual([3, 14]);
  });

  it('validates seldom where that is rough and ends nothing', async () => {
    const validate = () => Promise.resolve({ ...estimate(1), isRough: true });
    const passesOf = async (leastPasses: number) => {
      const budget = { leastPasses, mostPasses: 12, patience: 100 };
      const { learningCurve } = await trainOffline(options(scripted(), { budget, validate }));
      return learningCurve.map(({ environmentSteps }) => Math.floor(environmentSteps / 100));
    };
    // After the first pass, then after every third of twelve.
    expect(await passesOf(12)).toEqual([1, 3, 6, 9, 12]);
    expect(await passesOf(1)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('hands over the network as it is where it is stopped before the first validation', async () => {
    const learner = scripted();
    const checkpoints = new MemoryCheckpoints();
    const shouldStop = () => learner.updates >= 3;
    const result = await trainOffline(options(learner, { shouldStop, checkpoints }));
    expect(result).toMatchObject({ finished: false, environmentSteps: 90, learningCurve: [] });
    expect(result.best.weights).toEqual(Float32Array.of(3));
    const resumed = await trainOffline(options(scripted(), { checkpoints }));
    expect(resumed.learningCurve.map(({ gradientUpdates }) => gradientUpdates)).toEqual([4, 7, 10, 14]);
  });

  it('refuses the checkpoint of another configuration, and a budget that is none', async () => {
    const checkpoints = new MemoryCheckpoints();
    await trainOffline(options(scripted(), { checkpoints }));
    const resumed = trainOffline(options(scripted(), { checkpoints, identity: 'another run' }));
    await expect(resumed).rejects.toThrow('checkpoint: expected one of the same configuration, got another');
    const budget = { leastPasses: 2, mostPasses: 1, patience: 1 };
    expect(() => trainOffline(options(scripted(), { budget }))).toThrow('passes: expected 0 < least <= most');
  });
});

describeOnBackends('a resumed training on a log', () => {
  const log: Logged[] = Array.from({ length: 40 }, (_, i) => ({
    place: i % 3,
    action: (i * 7) % 2,
    reward: ((i * 13) % 11) - 4,
    ...(i < 37 && { next: i + 3 }),
  }));
  const columns = columnsOf(log, { places: 3, actions: 2 });
  const methods: OfflineMethod[] = [
    { kind: 'dqn', doubleQ: true, conservativeWeight: 0.5 },
    { kind: 'iql', expectile: 0.7 },
  ];
  /** The values of a fixed observation: changes with every update. */
  const validate = async (q: QFunction) => estimate((await q.qValues(Float32Array.of(0, 1, 0)))[0]!);

  interface Files {
    readonly checkpoints: MemoryCheckpoints;
    readonly tracker: MemoryTracker;
  }
  const newFiles = (): Files => ({ checkpoints: new MemoryCheckpoints(), tracker: new MemoryTracker() });

  /** One process of the training: a new learner, the files of the run. */
  async function play(
    files: Files,
    method: OfflineMethod,
    changes: (learner: LogLearner) => Partial<TrainOfflineOptions> = () => ({}),
  ) {
    const learner = offlineLearner(columns, method, { batchSize: 6, hiddenLayers: [4] });
    try {
      const result = await trainOffline(
        options(learner, {
          ...{ ...files, validate, evaluationInterval: 25, logInterval: 18, checkpointInterval: 70 },
          ...{ budget: { leastPasses: 1, mostPasses: 5, patience: 50 }, valueBound: 1e-6 },
          ...changes(learner),
        }),
      );
      return { result, state: await learner.state() };
    } finally {
      learner.dispose();
    }
  }

  /** All that must be equal, to the bit. */
  const outcome = ({ tracker }: Files, { result, state }: Awaited<ReturnType<typeof play>>) => {
    const { learningCurve: curve, best, divergence } = result;
    return bits({ rows: tracker.rows, curve, best: best.weights, divergence, state });
  };

  it.each(methods.flatMap((method) => [[0], [1], [5, 6, 20], [33]].map((stops) => [method, stops] as const)))(
    'by %j after stops from update %j on ends as an uninterrupted one',
    async (method, stops) => {
      const whole = newFiles();
      const uninterrupted = await play(whole, method);
      expect(uninterrupted.result).toMatchObject({
        finished: true,
        gradientUpdates: Math.ceil((5 * 40) / 6),
      });
      expect(uninterrupted.result.divergence).toMatch(/^after update 3 /);
      const files = newFiles();
      for (const stop of stops) {
        const { result } = await play(files, method, (learner) => ({
          shouldStop: () => learner.updates >= stop,
        }));
        expect(result.finished).toBe(false);
        expect(result.gradientUpdates).toBeGreaterThanOrEqual(stop);
      }
      const resumed = await play(files, method);
      expect(resumed.result.finished).toBe(true);
      expect(outcome(files, resumed)).toBe(outcome(whole, uninterrupted));
    },
  );

  it('continues from the last checkpoint after a kill at an arbitrary update, and drops the rows written since', async () => {
    const [method] = methods as [OfflineMethod];
    const whole = newFiles();
    const uninterrupted = outcome(whole, await play(whole, method));
    for (const at of [13, 17, 23, 30]) {
      const files = newFiles();
      const killed = play(files, method, () => ({
        onProgress: ({ gradientUpdates }) => {
          if (gradientUpdates >= at) throw new Error('killed');
        },
      }));
      await expect(killed).rejects.toThrow('killed');
      expect(outcome(files, await play(files, method))).toBe(uninterrupted);
    }
  });

  it('that had finished does nothing more', async () => {
    const [method] = methods as [OfflineMethod];
    const files = newFiles();
    const finished = await play(files, method);
    const again = await play(files, method, () => ({
      validate: () => Promise.reject(new Error('validated again')),
      shouldStop: () => true,
    }));
    expect(again.result.finished).toBe(true);
    expect(outcome(files, again)).toBe(outcome(files, finished));
  });
});
