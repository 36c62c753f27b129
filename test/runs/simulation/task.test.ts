/** A training in a world, from what the world says of itself to the report. */
import { join } from 'node:path';
import { train, type TrainSettings } from '../../../src';
import { loadModel } from '../../../src/store/model-store';
import { quietHost } from '../../../src/runs/quiet-host';
import type { SimulationRunConfig } from '../../../src/runs/run-config';
import { planSimulation, type SettingsRequest } from '../../../src/runs/plan';
import type { SimulationReport } from '../../../src/report/report';
import type { OpenWorld, World } from '../../../src/worlds/world';
import { corridor } from '../../support/corridor-world';
import { useFreshFolders } from '../../support/fresh-folders';
import { ladder } from '../../support/ladder-world';

const freshFolder = useFreshFolders();

const changed = (world: World, changes: Partial<OpenWorld>): World => ({
  ...world,
  open: (settings) => ({ ...world.open(settings), ...changes }),
});

function taskOf(world: World, request: SettingsRequest = {}) {
  const { run } = planSimulation(world, request, quietHost());
  const { config, task } = run({ backend: 'cpu', xla: false });
  return { config: config as SimulationRunConfig, task };
}

describe('a training', () => {
  /** Values climbing above resting, or the other way round. */
  const preferring = (...values: readonly number[]) => ({
    qValues: ({ length }: Float32Array) =>
      Promise.resolve(Float32Array.from({ length: 2 * length }, (_, i) => values[i % 2]!)),
  });

  it.each([
    // −1 − .9 + .81 · 10, and −1 − 1 + 10 where nothing is discounted
    { gamma: 0.9, objective: 'discountedReward', climbing: 6.2 },
    { gamma: 1, objective: 'totalReward', climbing: 8 },
  ])('evaluates a network by what its gamma asks for: %j', async ({ gamma, objective, climbing }) => {
    const { task } = taskOf(ladder, { settings: { dqn: { gamma } } });
    const { evaluate } = task.training(1);
    expect(task.objective).toBe(objective);
    expect((await evaluate(preferring(0, 1))).value).toBeCloseTo(climbing, 12);
    expect((await evaluate(preferring(1, 0))).value).toBe(0);
  });

  it('sees observations as the world says, rewards as the settings say', () => {
    const scaling = { observationOffset: [1], observationScale: [0.5] };
    const request = { settings: { dqn: { rewardScale: 0.25 } } };
    const seen = taskOf(changed(ladder, { scaling }), request).task.training(1);
    expect(seen.agent.scaling).toEqual({ ...scaling, rewardScale: 0.25 });
    const asTheyAre = taskOf(ladder).task.training(1);
    expect(asTheyAre.agent.scaling).toEqual({
      observationOffset: [0],
      observationScale: [1],
      rewardScale: 1,
    });
  });

  it('explores for its share of the steps, and masks where the world does', () => {
    const request = { steps: 1000, environments: 8, settings: { dqn: { epsilon: { decayShare: 0.3 } } } };
    const open = taskOf(ladder, request).task.training(1);
    expect(open.environment.lanes).toBe(8);
    expect(open.agent).toMatchObject({ epsilonSteps: 300, masked: false, actions: ['rest', 'climb'] });
    expect(taskOf(corridor).task.training(1).agent.masked).toBe(true);
  });

  it('gives every seed random numbers of its own, and the same ones again', () => {
    const { task } = taskOf(ladder);
    const [one, two, again] = [1, 2, 1].map((seed) => task.training(seed).random.uniform());
    expect(two).not.toBe(one);
    expect(again).toBe(one);
  });

  it("passes the world's remarks on", () => {
    const remarks: OpenWorld['remarks'] = ({ lanes }) => [`${lanes} lanes`];
    const { task } = taskOf(changed(ladder, { remarks }), { environments: 3 });
    expect(task.training(1).remarks()).toEqual(['3 lanes']);
    expect(taskOf(ladder).task.training(1).remarks()).toEqual([]);
  });
});

describe('the report', () => {
  const settings = {
    ...{
      steps: 1200,
      environments: 4,
      evaluation: { interval: 300, episodes: 10 },
      report: { episodes: 40 },
    },
    dqn: {
      hiddenLayers: [16],
      batchSize: 32,
      learningStarts: 100,
      learningRate: 5e-3,
      target: { period: 20 },
    },
  };
  const run = async (world: World, own: TrainSettings = settings, seeds = 1) => {
    const { report, paths } = await train(world, own, {
      out: join(freshFolder(), 'run'),
      seeds,
      backend: 'wasm',
    });
    return { report: report as SimulationReport, paths };
  };
  const shortly = { ...settings, steps: 8 };

  it('says what each seed came to, and its share of the best known value', async () => {
    // Twice what climbing at once is worth, so that whoever climbs has half of what can be had.
    const known: OpenWorld['known'] = (objective, gamma) =>
      objective === 'discountedReward' && gamma === 0.9 ? { value: 12.4, standardError: 0 } : null;
    const { report } = await run(changed(ladder, { known }), settings, 2);
    const values = {
      ...{ discountedReward: expect.closeTo(6.2, 5) as number, totalReward: 8 },
      'discountedReward share of best known': expect.closeTo(0.5, 6) as number,
      'totalReward share of best known': null,
    };
    expect(report.seeds).toEqual([
      { seed: 1, values },
      { seed: 2, values },
    ]);
  });

  it('shows what the world shows of the policy that was learned, and nothing in its place', async () => {
    const views: OpenWorld['views'] = ({ name }, { gamma, random }) =>
      Promise.resolve({
        views: {
          own: { kind: 'table', caption: `${name} at ${gamma}`, columns: ['stream'], rows: [[random.name]] },
        },
      });
    const { report } = await run(changed(ladder, { views }), shortly);
    expect(report.views).toEqual({
      own: { kind: 'table', caption: 'model at 0.9', columns: ['stream'], rows: [['1']] },
    });
    const bare = await run(ladder, shortly);
    for (const part of ['views', 'trajectory', 'actionMap', 'limits'])
      expect(bare.report).not.toHaveProperty(part);
  });

  it('repeats what is not known of the company that the world stands for', async () => {
    const limits = ['what calls do is not identified'];
    const { report } = await run(changed(ladder, { limits }), shortly);
    expect(report.limits).toEqual(limits);
  });

  it('of a world that says nothing of itself is whole', async () => {
    const { report, paths } = await run(corridor, shortly);
    expect(report).toMatchObject({ environment: 'corridor', seeds: [], objective: 'discountedReward' });
    // Whoever waits is cut short after five steps.
    expect(report.periods).toBeLessThanOrEqual(5);
    const { model } = await loadModel(paths.model);
    expect(model.scaling).toEqual({ observationOffset: [0, 0], observationScale: [1, 1], rewardScale: 1 });
  });
});
