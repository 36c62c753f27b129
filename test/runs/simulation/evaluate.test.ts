/** A policy or a model judged on its own, in a world that only this program knows. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { train } from '../../../src';
import { constantPolicy } from '../../../src/policies/constant';
import type { EvaluationRequest } from '../../../src/runs/evaluation';
import { evaluateInWorld } from '../../../src/runs/simulation/evaluate';
import type { PolicyResult } from '../../../src/report/report';
import type { World } from '../../../src/worlds/world';
import { useFreshFolders } from '../../support/fresh-folders';
import { hearingHost } from '../../support/hosts';
import { ladder } from '../../support/ladder-world';

const freshFolder = useFreshFolders();

const climbing: World = {
  ...ladder,
  open: (settings) => ({
    ...ladder.open(settings),
    baselines: () => [
      {
        name: 'planner',
        make: () => ({ ...constantPolicy(['rest', 'climb'], 1), name: 'planner' }),
        plans: true,
      },
    ],
  }),
};

async function evaluate(request: Partial<EvaluationRequest>, host = hearingHost()) {
  const { document, verdict } = await evaluateInWorld({ worlds: [climbing], ...request }, host);
  return { policies: document.policies as PolicyResult[], document, verdict };
}

it('repeats what is not known of the company that the world stands for', async () => {
  const limits = ['what calls do is not identified'];
  const knowing: World = { ...climbing, open: (settings) => ({ ...climbing.open(settings), limits }) };
  const request = { worlds: [knowing], policy: 'always-climb', episodes: 2 };
  const { document, text } = await evaluateInWorld(request, hearingHost());
  expect(document.limits).toEqual(limits);
  expect(text.split('\n')[0]).toBe('what this world cannot tell: what calls do is not identified');
});

describe('a baseline', () => {
  const episodesOf = async (request: Partial<EvaluationRequest>) => {
    const { policies } = await evaluate({ set: ['report.episodes=90', 'lookAheadEpisodes=7'], ...request });
    return policies.map(({ name, episodes }) => [name, episodes]);
  };

  it('that plans keeps to its own number of episodes, unless it is asked for more by name', async () => {
    expect(await episodesOf({ policy: 'planner' })).toEqual([['planner', 7]]);
    expect(await episodesOf({ policy: 'planner', episodes: 50 })).toEqual([['planner', 50]]);
    expect(await episodesOf({ policy: 'uniform' })).toEqual([['uniform', 90]]);
  });

  it('is judged by gamma and settings as asked, without a verdict', async () => {
    const { policies, document, verdict } = await evaluate({
      ...{ policy: 'always-climb', gamma: 0.5, episodes: 3, seed: 9, set: ['prize=100'] },
    });
    // −1 − .5 + .25 · 100
    expect(policies[0]!.metrics.discountedReward!.value).toBeCloseTo(23.5, 12);
    expect(document).toMatchObject({
      environment: 'ladder',
      gamma: 0.5,
      seed: 9,
      objective: 'discountedReward',
    });
    expect(verdict).toBeNull();
  });

  it('that the world does not have is refused with those it has', async () => {
    await expect(evaluate({ policy: 'threshold' })).rejects.toThrow(
      '--policy: expected one of no-action, always-climb, uniform, planner, got "threshold"',
    );
  });
});

describe('a model', () => {
  const settings = {
    ...{
      steps: 8,
      environments: 4,
      evaluation: { episodes: 2 },
      report: { episodes: 90, lookAheadEpisodes: 7 },
    },
    dqn: { hiddenLayers: [4], batchSize: 4, learningStarts: 4 },
    ladder: { prize: 100 },
  };
  const model = async () => {
    const out = join(freshFolder(), 'run');
    await train(climbing, settings, { out, backend: 'cpu' });
    return out;
  };

  it('is judged as its run was, among all baselines; those that plan keep their number', async () => {
    const { policies, document } = await evaluate({ model: await model(), backend: 'cpu', episodes: 50 });
    expect(policies.map(({ name, episodes }) => [name, episodes])).toEqual([
      ...[
        ['model', 50],
        ['no-action', 50],
        ['always-climb', 50],
        ['uniform', 50],
        ['planner', 7],
      ],
    ]);
    // −1 − .9 + .81 · 100, by the prize of the run
    expect(policies[4]!.metrics.discountedReward!.value).toBeCloseTo(79.1, 12);
    expect(document.bestKnown).toMatchObject({ discountedReward: 79.1, totalReward: null });
  });

  it('without its run is judged in the default world, which is said', async () => {
    const alone = join(freshFolder(), 'alone');
    cpSync(join(await model(), 'model'), alone, { recursive: true });
    const host = hearingHost();
    const { policies } = await evaluate({ model: alone, backend: 'cpu', episodes: 4 }, host);
    expect(policies[2]!.metrics.discountedReward!.value).toBeCloseTo(6.2, 12);
    expect(host.heard.warn).toEqual([
      `${alone}: no config.json beside it, judging in the default environment`,
    ]);
  });

  it('is not judged in another world than its own', async () => {
    const folder = await model();
    await expect(evaluate({ model: folder, backend: 'cpu', environment: 'segment' })).rejects.toThrow(
      '--environment: expected the model\'s, "ladder", got "segment"',
    );
    await expect(evaluate({ model: folder, backend: 'cpu', worlds: [] })).rejects.toThrow('got "ladder"');
  });
});
