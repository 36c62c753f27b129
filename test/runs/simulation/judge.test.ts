/** Policies side by side in the ladder, whose returns are worked out by hand. */
import { constantPolicy } from '../../../src/policies/constant';
import type { Policy } from '../../../src/policies/policy';
import { uniformPolicy } from '../../../src/policies/uniform';
import { quietHost } from '../../../src/runs/quiet-host';
import { playBaselines, playPolicy, policyResults, type Judge } from '../../../src/runs/simulation/judge';
import type { Baseline, OpenWorld } from '../../../src/worlds/world';
import { ladder } from '../../support/ladder-world';
import { TabularEnvironment } from '../../support/tabular-environment';

const actions = ['rest', 'climb'];
const [rest, climb] = [constantPolicy(actions, 0), constantPolicy(actions, 1)];

/** Climbs to the top and stays there: −1, −1, then four times 0. */
const dozes: Policy = {
  name: 'dozes',
  description: 'climbs, and rests on the top',
  probabilities: ({ observations }, out) => {
    observations.forEach((place, lane) => out.set(place === 2 ? [1, 0] : [0, 1], 2 * lane));
  },
};

function judgeIn(changes: Partial<OpenWorld> = {}, judge: Partial<Judge> = {}): Judge {
  const world = { ...ladder.open({}), ...changes };
  return { world, gamma: 0.9, seed: 1, episodes: 250, planningEpisodes: 30, host: quietHost(), ...judge };
}

/** What is certain has an interval of no width. */
const exactly = (value: number) => ({
  ...{ value: expect.closeTo(value, 12) as number, level: 0.95 },
  ...{ low: expect.closeTo(value, 12) as number, high: expect.closeTo(value, 12) as number },
});

describe('playPolicy', () => {
  it('plays the episodes asked for', async () => {
    const { results, role, groupOf } = await playPolicy(judgeIn(), climb, 'model', 250);
    expect(role).toBe('model');
    expect(groupOf).toBeUndefined();
    expect(results.totalReward).toEqual(new Float64Array(250).fill(-1 - 1 + 10));
    expect(results.periods).toEqual(new Float64Array(250).fill(3));
  });

  it('gives every policy the same random numbers, and another seed others', async () => {
    const uniform = uniformPolicy(actions);
    const once = await playPolicy(judgeIn(), uniform, 'baseline', 250);
    const again = await playPolicy(judgeIn(), uniform, 'baseline', 250);
    const other = await playPolicy(judgeIn({}, { seed: 2 }), uniform, 'baseline', 250);
    expect(again.results).toEqual(once.results);
    expect(other.results.totalReward).not.toEqual(once.results.totalReward);
  });

  it('names the independent unit of an episode by its lane: 200 lanes play at once', async () => {
    const unitOf = (lane: number) => Math.floor(lane / 100);
    const { groupOf } = await playPolicy(judgeIn(), climb, 'baseline', 250, unitOf);
    expect([0, 99, 100, 199, 200, 249].map((episode) => groupOf!(episode))).toEqual([0, 0, 1, 1, 0, 0]);
  });

  it('tells how far it is, and that it has ended', async () => {
    const told: unknown[] = [];
    const host = {
      ...quietHost(),
      progress: (options: unknown) => {
        told.push(options);
        return { update: (done: number) => void told.push(done), stop: () => void told.push('stop') };
      },
    };
    await playPolicy(judgeIn({}, { host }), climb, 'baseline', 250);
    expect(told).toEqual([{ title: 'judging always-climb', total: 250, unit: 'episodes' }, 200, 250, 'stop']);
  });
});

describe('playBaselines', () => {
  const own: Baseline[] = [
    { name: 'planner', make: () => ({ ...climb, name: 'planner' }), plans: true },
    { name: 'tuned', make: () => Promise.resolve({ ...climb, name: 'tuned' }) },
  ];
  const counts = async (judge: Partial<Judge>) => {
    const played = await playBaselines(judgeIn({ baselines: () => own }, judge));
    return played.map(({ policy, results }) => [policy.name, results.periods.length]);
  };

  it('plays those of every world and its own; a planner keeps its number', async () => {
    expect(await counts({})).toEqual([
      ...[
        ['no-action', 250],
        ['always-climb', 250],
        ['uniform', 250],
      ],
      ...[
        ['planner', 30],
        ['tuned', 250],
      ],
    ]);
  });

  it('lets a planner play no more than the others', async () => {
    expect(Object.fromEntries(await counts({ episodes: 20 }))).toMatchObject({ planner: 20, tuned: 20 });
  });

  it('makes them for the discount, with a stream of their own', async () => {
    const contexts: unknown[] = [];
    await playBaselines(
      judgeIn({
        baselines: ({ gamma, random }) => {
          contexts.push([gamma, random.name]);
          return [];
        },
      }),
    );
    expect(contexts).toEqual([[0.9, '1/baselines']]);
  });
});

describe('policyResults', () => {
  it('puts the lead of the model beside every policy, on the episodes that both have played', async () => {
    const judge = judgeIn();
    const [model, none, lazy] = policyResults([
      await playPolicy(judge, climb, 'model', 250),
      await playPolicy(judge, rest, 'baseline', 250),
      await playPolicy(judge, dozes, 'baseline', 30),
    ]);
    expect(model).toMatchObject({ name: 'always-climb', role: 'model', episodes: 250 });
    expect(model!.modelMinusPolicy).toBeUndefined();
    // 6.2 = −1 − .9 + .81 · 10
    expect(model!.metrics).toMatchObject({ discountedReward: exactly(6.2), totalReward: exactly(8) });
    expect(none!.modelMinusPolicy).toMatchObject({
      ...{ discountedReward: exactly(6.2), totalReward: exactly(8), rewardPerPeriod: exactly(8 / 3) },
      ...{ costPerPeriod: exactly(0), contactsPerPeriod: exactly(1), noActionShare: exactly(-1) },
    });
    expect(lazy).toMatchObject({ name: 'dozes', role: 'baseline', episodes: 30 });
    expect(lazy!.modelMinusPolicy).toMatchObject({
      ...{
        discountedReward: exactly(6.2 + 1.9),
        totalReward: exactly(8 + 2),
        rewardPerPeriod: exactly(8 / 3 + 2 / 6),
      },
      contactsPerPeriod: exactly(1 - 2 / 6),
    });
  });

  it('compares nobody where no model played', async () => {
    const [none] = policyResults([await playPolicy(judgeIn(), rest, 'baseline', 20)]);
    expect(none).not.toHaveProperty('modelMinusPolicy');
  });

  it('counts groups, not episodes, where lanes are not independent', async () => {
    // Even lanes start at the bottom and earn 8, odd ones at the top and earn 10.
    const place = (reward: number, next: number) => [
      { reward: 0, next: next - 1 },
      { reward, next },
    ];
    const table = {
      ...{ name: 'two ladders', actions, observations: [0, 1, 2], starts: [0, 2], timeLimit: 6 },
      outcomes: [
        place(-1, 1),
        place(-1, 2),
        [
          { reward: 0, next: 2 },
          { reward: 10, next: 2, terminates: true },
        ],
      ],
    };
    const judge = judgeIn({ make: (lanes) => new TabularEnvironment(table, lanes) });
    const [, grouped, alone] = policyResults([
      await playPolicy(judge, rest, 'model', 200),
      await playPolicy(judge, climb, 'baseline', 200, (lane) => lane % 2),
      await playPolicy(judge, climb, 'baseline', 200),
    ]);
    // Two units, 8 and 10: mean 9, deviation √2, standard error 1; Student's t(.975, 1) is 12.7062.
    const { value, low, high } = grouped!.metrics.totalReward!;
    expect([value, low, high]).toEqual(
      [9, 9 - 12.7062, 9 + 12.7062].map((x) => expect.closeTo(x, 4) as number),
    );
    const lead = grouped!.modelMinusPolicy!.totalReward!;
    expect([lead.value, lead.low, lead.high]).toEqual(
      [-9, -9 - 12.7062, -9 + 12.7062].map((x) => expect.closeTo(x, 4) as number),
    );
    expect(grouped!.episodes).toBe(200);
    // 200 episodes of deviation 1.0025: t(.975, 199) = 1.97196, half a width of .1398
    expect(alone!.metrics.totalReward!.low).toBeCloseTo(9 - 0.1398, 4);
  });
});
