import { InputError } from '../../src/core/errors';
import type { Agent } from '../../src/agents/agent';
import { DqnAgent } from '../../src/agents/dqn/dqn-agent';
import type { Estimate } from '../../src/core/estimate';
import { nullProfiler } from '../../src/core/profiler';
import { Random } from '../../src/core/random';
import type { QFunction } from '../../src/policies/policy';
import { nullTracker } from '../../src/track/tracker';
import { nullCheckpointStore } from '../../src/train/checkpoint';
import { trainOnline, type TrainingProgress, type TrainOnlineOptions } from '../../src/train/train-online';
import { bestPoint } from '../../src/train/training-result';
import { bits } from '../support/bits';
import { describeOnBackends, useBackend } from '../support/backends';
import { dqnSettings, dqnSettingsFor } from '../support/dqn-settings';
import { MemoryCheckpoints, MemoryTracker } from '../support/memory-run';
import { probeNamed } from '../support/probe-worlds';
import { ScriptedAgent } from '../support/scripted-agent';
import { TabularEnvironment } from '../support/tabular-environment';

const { world } = probeNamed('tired');
const estimate = (value: number | null): Estimate => ({ value, low: null, high: null, level: 0.95 });

/** A training that writes nothing, with what a test changes. */
function options(agent: Agent, lanes: number, changes: Partial<TrainOnlineOptions>): TrainOnlineOptions {
  return {
    agent,
    environment: new TabularEnvironment(world, lanes),
    steps: 1000,
    evaluate: () => Promise.resolve(estimate(0)),
    evaluationInterval: 200,
    logInterval: 100,
    checkpointInterval: 500,
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

describe('intervals of trainOnline', () => {
  // 48 lanes: counts of 48, 96, 144, ... meet hardly any multiple of 100.
  it('fire when a multiple is crossed, and at the end', async () => {
    const tracker = new MemoryTracker();
    const checkpoints = new MemoryCheckpoints();
    const result = await trainOnline(options(new ScriptedAgent(), 48, { tracker, checkpoints }));
    expect(result.learningCurve.map((point) => point.environmentSteps)).toEqual([
      0, 240, 432, 624, 816, 1008,
    ]);
    expect(tracker.rows.map((row) => row.environmentSteps)).toEqual([
      144, 240, 336, 432, 528, 624, 720, 816, 912, 1008,
    ]);
    expect(checkpoints.steps).toEqual([528, 1008]);
    expect(result).toMatchObject({ finished: true, environmentSteps: 1008, gradientUpdates: 21 });
  });

  it('make what was recorded durable before each checkpoint', async () => {
    const tracker = new MemoryTracker();
    await trainOnline(options(new ScriptedAgent(), 48, { tracker }));
    expect(tracker.flushes).toEqual([5, 10]);
  });

  it('record rows of the same keys, with an evaluation only where there was one', async () => {
    const tracker = new MemoryTracker();
    const evaluate = () => Promise.resolve(estimate(7));
    const { learningCurve } = await trainOnline(
      options(new ScriptedAgent(1), 50, { tracker, evaluate, steps: 300 }),
    );
    // Always contacting earns 2, then -1 three times, in episodes of 4 steps.
    const common = { epsilon: 0, trainingReturn: 2 - 3 };
    expect(tracker.rows.map(({ values }) => values)).toEqual([
      { ...common, gradientUpdates: 2, loss: 2, meanQ: 1, evaluation: null, trainingReturn: null },
      { ...common, gradientUpdates: 4, loss: 4, meanQ: 2, evaluation: 7 },
      { ...common, gradientUpdates: 6, loss: 6, meanQ: 3, evaluation: 7 },
    ]);
    expect(learningCurve.map(({ meanQ }) => meanQ)).toEqual([null, 2, 3]);
  });

  it('tell progress after every step of all lanes', async () => {
    const heard: TrainingProgress[] = [];
    const onProgress = (progress: TrainingProgress) => heard.push(progress);
    let value = 0;
    const evaluate = () => Promise.resolve(estimate((value += 1)));
    await trainOnline(options(new ScriptedAgent(), 100, { steps: 300, evaluate, onProgress }));
    expect(heard.map((progress) => [progress.environmentSteps, progress.evaluation])).toEqual([
      [100, 1],
      [200, 2],
      [300, 3],
    ]);
  });
});

describe('the best model of trainOnline', () => {
  /** Evaluations before training and after 1, 2, 3 and 4 steps; the weight of the model counts the updates. */
  const train = (values: readonly (number | null)[]) => {
    let asked = -1;
    const evaluate = () => Promise.resolve(estimate(values[(asked += 1)]!));
    return trainOnline(
      options(new ScriptedAgent(), 10, { steps: 10 * (values.length - 1), evaluationInterval: 10, evaluate }),
    );
  };

  it.each([
    [[1, 2, 9, 3, 4], 2],
    [[1, 2, 3, 4, 5], 4],
    [[9, 2, 3, 4, 5], 0],
    [[-9, -8, -3, -8, -9], 2],
    [[1, 5, 5, 5, 1], 3], // the last of equals: never the untrained network on a tie
    [[null, -5, null, -7, null], 1],
    [[null, null], 1],
  ])('of evaluations %j is the one of update %i, whatever came later', async (values, update) => {
    const result = await train(values);
    expect(result.best.weights).toEqual(Float32Array.of(update));
    expect(bestPoint(result.learningCurve).gradientUpdates).toBe(update);
    expect(result.learningCurve.map(({ value }) => value.value)).toEqual(values);
  });

  it('needs an evaluation', () => {
    expect(() => bestPoint([])).toThrow(new RangeError('bestPoint: expected at least one evaluation'));
  });
});

describe('the time of trainOnline', () => {
  it('adds up over processes and leaves out the pause between them', async () => {
    const checkpoints = new MemoryCheckpoints();
    let now = 0;
    const part = (begin: number, end: number, stopAt: number) => {
      now = begin;
      const agent = new ScriptedAgent();
      const onProgress = () => (now = end);
      const shouldStop = () => agent.transitions >= stopAt;
      const steps = 100;
      return trainOnline(
        options(agent, 10, { steps, checkpoints, clock: { now: () => now }, onProgress, shouldStop }),
      );
    };
    expect((await part(1000, 6000, 50)).wallSeconds).toBe(5);
    expect((await part(900_000, 903_000, Infinity)).wallSeconds).toBe(5 + 3);
  });
});

describe('a loss that is not a number', () => {
  useBackend();

  const worthless = (changes: Partial<TrainOnlineOptions>) => {
    const nan = { reward: NaN, next: 0 };
    const environment = new TabularEnvironment({ ...world, outcomes: [[nan, nan], []] }, 10);
    const agent = new DqnAgent(dqnSettings({ learningStarts: 50 }), Random.fromSeed(1));
    return trainOnline(options(agent, 10, { environment, ...changes }));
  };

  it('stops the run', async () => {
    await expect(worthless({})).rejects.toThrow(InputError);
    await expect(worthless({})).rejects.toThrow(/got NaN after update \d/);
  });

  it('is not written over the last good checkpoint', async () => {
    const checkpoints = new MemoryCheckpoints();
    const rare = { logInterval: 10_000, evaluationInterval: 10_000, checkpointInterval: 10 };
    await expect(worthless({ checkpoints, ...rare })).rejects.toThrow('got NaN after update 2');
    expect(checkpoints.steps).toEqual([10, 20, 30, 40, 50]); // the first updates come at 60
  });
});

it('a checkpoint of another configuration is refused', async () => {
  const checkpoints = new MemoryCheckpoints();
  await trainOnline(options(new ScriptedAgent(), 10, { checkpoints }));
  const resumed = trainOnline(options(new ScriptedAgent(), 10, { checkpoints, identity: 'another run' }));
  await expect(resumed).rejects.toThrow('checkpoint: expected one of the same configuration, got another');
});

describeOnBackends('a resumed training', () => {
  const steps = 120;

  /** The values of a fixed observation: changes with every update. */
  const evaluate = async (agent: QFunction) => estimate((await agent.qValues(Float32Array.of(0)))[0]!);

  interface Files {
    readonly checkpoints: MemoryCheckpoints;
    readonly tracker: MemoryTracker;
  }
  const newFiles = (): Files => ({ checkpoints: new MemoryCheckpoints(), tracker: new MemoryTracker() });

  /** One process of the training: a new agent and environment, the files of the run. */
  async function play(files: Files, changes: (agent: Agent) => Partial<TrainOnlineOptions> = () => ({})) {
    const agent = new DqnAgent(dqnSettingsFor(world, { gamma: 0.5 }), Random.fromSeed(1));
    try {
      const result = await trainOnline(
        options(agent, 6, {
          ...files,
          steps,
          evaluate,
          evaluationInterval: 40,
          logInterval: 15,
          checkpointInterval: 50,
          ...changes(agent),
        }),
      );
      return { result, state: await agent.state() };
    } finally {
      agent.dispose();
    }
  }

  /** All that must be equal, to the bit. */
  const outcome = ({ tracker }: Files, { result, state }: Awaited<ReturnType<typeof play>>) =>
    bits({ rows: tracker.rows, curve: result.learningCurve, best: result.best.weights, state });

  it.each([[[6]], [[66]], [[30, 36, 90]]])(
    'after stops at %j ends as an uninterrupted one',
    async (stops) => {
      const whole = newFiles();
      const uninterrupted = await play(whole);
      expect(uninterrupted.result.gradientUpdates).toBe(Math.floor((120 - 16) / 4));
      const files = newFiles();
      for (const stop of stops) {
        const { result } = await play(files, (agent) => ({ shouldStop: () => agent.transitions >= stop }));
        expect(result).toMatchObject({ finished: false, environmentSteps: stop });
        expect(files.checkpoints.load()!.environmentSteps).toBe(stop);
      }
      const resumed = await play(files);
      expect(resumed.result.finished).toBe(true);
      expect(outcome(files, resumed)).toBe(outcome(whole, uninterrupted));
    },
  );

  it('continues from the last checkpoint after a kill, and drops the rows written since', async () => {
    const whole = newFiles();
    const uninterrupted = await play(whole);
    const files = newFiles();
    const killed = play(files, () => ({
      onProgress: ({ environmentSteps }) => {
        if (environmentSteps === 96) throw new Error('killed');
      },
    }));
    await expect(killed).rejects.toThrow('killed');
    expect(files.checkpoints.load()!.environmentSteps).toBe(54);
    expect(files.tracker.rows.at(-1)!.environmentSteps).toBeGreaterThan(54);
    const resumed = await play(files);
    expect(outcome(files, resumed)).toBe(outcome(whole, uninterrupted));
  });

  it('that was stopped before its first step starts from there', async () => {
    const files = newFiles();
    const { result } = await play(files, () => ({ shouldStop: () => true }));
    expect(result).toMatchObject({ finished: false, environmentSteps: 0 });
    const whole = newFiles();
    expect(outcome(files, await play(files))).toBe(outcome(whole, await play(whole)));
  });

  it('that had finished does nothing more', async () => {
    const files = newFiles();
    const finished = await play(files);
    const rows = files.tracker.rows.length;
    const again = await play(files, () => ({
      evaluate: () => Promise.reject(new Error('evaluated again')),
      onProgress: () => {
        throw new Error('stepped again');
      },
      shouldStop: () => true,
    }));
    expect(again.result.finished).toBe(true);
    expect(files.tracker.rows.length).toBe(rows);
    expect(outcome(files, again)).toBe(outcome(files, finished));
  });
});
