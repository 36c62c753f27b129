/** Reports with the numbers of the two published sources, for tests of what is drawn and written from them. */
import type { Estimate } from '../../src/core/estimate';
import { better, thresholds, unidentified } from './off-policy-fixtures';
import type {
  ActionMap,
  Comparison,
  LoggedReport,
  MatchedActionLines,
  MatchedActions,
  PolicyResult,
  SimulationReport,
  Trajectory,
  SelectionReport,
  TriedCandidate,
} from '../../src/report/report';

export function estimate(value: number | null, halfWidth: number | null = null): Estimate {
  const known = value !== null && halfWidth !== null;
  return {
    value,
    low: known ? value - halfWidth : null,
    high: known ? value + halfWidth : null,
    level: 0.95,
  };
}

export const segmentActions = ['none', 'email', 'coupon', 'resurrection', 'special'] as const;

type PolicyRow = readonly [
  name: string,
  discounted: number,
  halfWidth: number,
  total: number,
  cost: number,
  contacts: number,
  noAction: number,
];

/** Standard start, 100 periods: rewards of the baselines are reference values; the model, costs and contacts invented. */
const segmentRows: readonly PolicyRow[] = [
  ['model', 476_310, 41, 6_118_204, 1_264, 84.3, 0.893],
  ['threshold', 476_447, 17, 6_102_849, 1_231, 82.1, 0.896],
  ['always-resurrection', 463_531, 10, 5_895_719, 7_904, 527, 0],
  ['look-ahead', 459_914, 330, 6_621_837, 5_120, 640, 0.62],
  ['tile-q', 378_365, 2_689, 5_434_429, 9_871, 1_702, 0.41],
  ['always-email', 321_437, 96, 4_038_057, 17_228, 5_743, 0],
  ['no-action', 307_045, 12, 2_070_433, 0, 0, 1],
  ['always-coupon', 302_936, 88, 5_927_418, 41_650, 2_083, 0],
  ['uniform', 225_568, 1_204, 3_979_129, 28_433, 2_871, 0.2],
  ['always-special', -392_255, 21, -2_856_582, 91_880, 5_743, 0],
];

const descriptions: Readonly<Record<string, string>> = {
  model: 'takes the action with the highest learned value',
  threshold: 'resurrection if more than 12 % of the customers are not active, else none',
  'look-ahead': 'simulates each action over 10 periods, 50 times, and takes the best',
  'tile-q': 'Q-learning on a table of 100-customer tiles, published settings',
  'no-action': 'leaves everyone alone',
  uniform: 'takes every action with the same probability',
};

function segmentPolicy(row: PolicyRow): PolicyResult {
  const [name, discounted, halfWidth, total, cost, contacts, noAction] = row;
  const model = segmentRows[0]!;
  return {
    name,
    role: name === 'model' ? 'model' : 'baseline',
    description: descriptions[name] ?? `takes ${name.replace('always-', '')} every period`,
    episodes: 20_000,
    metrics: {
      rewardPerPeriod: estimate(total / 100, halfWidth / 8),
      discountedReward: estimate(discounted, halfWidth),
      totalReward: estimate(total, halfWidth * 9),
      costPerPeriod: estimate(cost, cost / 400),
      contactsPerPeriod: estimate(contacts, contacts / 300),
      noActionShare: estimate(noAction),
    },
    ...(name === 'model'
      ? {}
      : { modelMinusPolicy: { discountedReward: estimate(model[1] - discounted, halfWidth * 1.1 + 20) } }),
  };
}

function segmentComparison(row: PolicyRow): Comparison {
  const { name, modelMinusPolicy } = segmentPolicy(row);
  const { value, low, high } = modelMinusPolicy!.discountedReward!;
  return { against: name, decision: value! < 0 ? 'worse' : 'better', low, high };
}

/** Mean flows of the segment environment under "resurrection if nonActive / total > .12, else none". */
function segmentTrajectory(): Trajectory {
  let [active, semiActive, nonActive] = [1500, 1200, 2300];
  const values: [number[], number[], number[]] = [[], [], []];
  const actions: string[] = [];
  const rewards: number[] = [];
  for (let period = 0; period < 100; period += 1) {
    [active, semiActive, nonActive].forEach((count, segment) => values[segment]!.push(Math.round(count)));
    const [a, s, n] = [active + 10, semiActive + 5, nonActive];
    const contact = n / (a + s + n) > 0.12;
    actions.push(contact ? 'resurrection' : 'none');
    rewards.push(Math.round(15 * a + 10 * s - (contact ? 15 * n : 0)));
    const [back, half, harm] = contact ? [0.4 * n, 0.1 * n, 0.05] : [0, 0, 0];
    active = a - 0.02 * a + back - harm * a;
    semiActive = s + 0.02 * a - 0.05 * s + half + harm * a - harm * s;
    nonActive = n + 0.05 * s - back - half + harm * s;
  }
  return {
    features: ['active', 'semiActive', 'nonActive'],
    values,
    actions,
    rewards,
    valueName: 'customers',
    caption: 'Lines: customers per segment at the start of each period. Strip: the action the model took.',
  };
}

function segmentMap(cells = 25): ActionMap {
  const points = Array.from({ length: cells * cells }, (_, i) => ({
    x: ((i % cells) + 0.5) / cells,
    y: (Math.floor(i / cells) + 0.5) / cells,
  }))
    .filter(({ x, y }) => x + y <= 1)
    .map(({ x, y }) => {
      const semiActive = 1 - x - y;
      if (x > 0.12) return { x, y, action: semiActive > 0.62 ? 'coupon' : 'resurrection' };
      return { x, y, action: semiActive > 0.7 ? 'coupon' : 'none' };
    });
  return {
    xLabel: 'nonActive, share of all',
    yLabel: 'active, share of all',
    total: 5000,
    cell: 1 / cells,
    points,
    caption:
      'Each cell is a state with 5,000 customers, placed by two shares; the third segment has the rest, so the upper ' +
      'right half cannot occur.',
  };
}

/** A report of the segment world, which brings two views. */
export type SegmentReport = SimulationReport & Required<Pick<SimulationReport, 'trajectory' | 'actionMap'>>;

export function simulationReport(): SegmentReport {
  return { ...viewlessReport(), trajectory: segmentTrajectory(), actionMap: segmentMap() };
}

/** The same of a world that brings no views, as one that a user wrote. */
export function viewlessReport(): SimulationReport {
  return {
    schemaVersion: 1,
    kind: 'simulation',
    version: '0.1.0',
    seed: 7,
    config: { environment: { name: 'segment', lanes: 64 }, dqn: { gamma: 0.9, hiddenLayers: [64, 64] } },
    configHash: '5b2f0c9d8e417aa3c1d6f2b7e09485c36d1a7be2f4c8096a35d7e1b2c3f40516',
    backend: {
      name: 'tensorflow',
      device: 'CPU, 2 cores',
      gpu: false,
      tensorflow: '2.9.1',
      program: 'graph',
      xla: false,
    },
    training: {
      environmentSteps: 204_800,
      gradientUpdates: 25_600,
      wallSeconds: 41.7,
      environmentStepsPerSecond: 4911,
      updatesPerSecond: 614,
    },
    actions: segmentActions,
    policies: segmentRows.map(segmentPolicy),
    learningCurve: [
      [0, 288_104, 900],
      [25_600, 421_377, 610],
      [51_200, 462_950, 240],
      [76_800, 471_226, 180],
      [102_400, 474_810, 120],
      [128_000, 474_377, 130],
      [153_600, 475_902, 90],
      [179_200, 476_268, 80],
      [204_800, 476_310, 80],
    ].map(([steps = 0, value = 0, halfWidth = 0]) => ({
      environmentSteps: steps,
      gradientUpdates: steps / 8,
      value: estimate(value, halfWidth),
      meanQ: steps === 0 ? null : 0.8 * value,
    })),
    seeds: [7, 8, 9].map((seed, i) => ({
      seed,
      values: {
        discountedReward: [476_310, 475_988, 476_402][i]!,
        totalReward: [6_118_204, 6_097_311, 6_140_120][i]!,
      },
    })),
    verdict: {
      decision: 'worse',
      baseline: 'threshold',
      reasons: [
        'Against threshold, the best baseline, the model earns 137 ± 39 less discounted reward per episode (paired, 20,000 episodes).',
        'It earns more than each of the other 8 baselines.',
      ],
      guaranteed: null,
      comparisons: segmentRows.slice(1).map(segmentComparison),
    },
    environment: 'segment',
    gamma: 0.9,
    periods: 100,
    objective: 'discountedReward',
  };
}

/** The same as a world gives it that leaves the words of its views to the report. */
export function withoutWords(report: SegmentReport): SegmentReport {
  const { features, values, actions, rewards } = report.trajectory;
  const { xLabel, yLabel, total, cell, points } = report.actionMap;
  const trajectory = { features, values, actions, rewards };
  return { ...report, trajectory, actionMap: { xLabel, yLabel, cell, points, ...(total ? { total } : {}) } };
}

type Counts = Omit<MatchedActionLines, 'rewardPerContact' | 'costPerRewardPoint' | 'channels'>;

function lines(counts: Counts, channels: MatchedActionLines['channels'] = []): MatchedActionLines {
  return {
    ...counts,
    rewardPerContact: counts.contacts === 0 ? null : counts.reward / counts.contacts,
    costPerRewardPoint: counts.reward === 0 ? null : counts.cost / counts.reward,
    channels,
  };
}

const countKeys = [
  'reward',
  'contacts',
  'cost',
  'negativeRewards',
  'noActions',
  'noActionWins',
  'noActionLosses',
  'expectedChanceWins',
] as const;

type LineRow = readonly [number, number, number, number, number, number, number, number];

function fromRow(row: LineRow, channels: MatchedActionLines['channels'] = []): MatchedActionLines {
  const counts = Object.fromEntries(countKeys.map((key, i) => [key, row[i]!])) as unknown as Counts;
  return lines(counts, channels);
}

const dm = (rows: number, skips: number, wins: number, losses: number, expectedChanceWins: number) => ({
  channel: 'DM_sent',
  rows,
  skips,
  wins,
  losses,
  expectedChanceWins,
});
const email = (...numbers: Parameters<typeof dm>) => ({ ...dm(...numbers), channel: 'EMsent' });

/** All 296 prepared rows; the held-out 60 are chosen by hand, the rows trained on are the rest. */
const allRows: MatchedActions = {
  rows: 296,
  negativeRows: 213,
  policies: {
    model: fromRow(
      [132.67, 221, 112, 133, 75, 75, 0, 50.5],
      [dm(148, 31, 31, 0, 30.6), email(148, 44, 44, 0, 19.9)],
    ),
    logged: fromRow([129.88, 296, 148, 213, 0, 0, 0, 0]),
    'always-EMsent': fromRow([111.34, 296, 0, 67, 0, 0, 0, 0]),
    'always-DM_sent': fromRow([18.54, 296, 296, 146, 0, 0, 0, 0]),
    'no-action': fromRow(
      [0, 0, 0, 0, 296, 213, 83, 213],
      [dm(148, 148, 146, 2, 146), email(148, 148, 67, 81, 67)],
    ),
  },
};

const heldOutRows: MatchedActions = {
  rows: 60,
  negativeRows: 44,
  policies: {
    model: fromRow([23.71, 46, 24, 30, 14, 14, 0, 10.2], [dm(31, 7, 7, 0, 6.8), email(29, 7, 7, 0, 3.4)]),
    logged: fromRow([23.57, 60, 31, 44, 0, 0, 0, 0]),
    'always-EMsent': fromRow([20.86, 60, 0, 14, 0, 0, 0, 0]),
    'always-DM_sent': fromRow([2.71, 60, 60, 30, 0, 0, 0, 0]),
    'no-action': fromRow([0, 0, 0, 0, 60, 44, 16, 44], [dm(31, 31, 30, 1, 30), email(29, 29, 14, 15, 14)]),
  },
};

function difference(all: MatchedActions, part: MatchedActions): MatchedActions {
  const rest = (name: string): MatchedActionLines => {
    const [a, b] = [all.policies[name]!, part.policies[name]!];
    const counts = Object.fromEntries(
      countKeys.map((key) => [key, Math.round(1e6 * (a[key] - b[key])) / 1e6]),
    ) as unknown as Counts;
    return lines(
      counts,
      a.channels.map((channel, i) => ({
        channel: channel.channel,
        rows: channel.rows - b.channels[i]!.rows,
        skips: channel.skips - b.channels[i]!.skips,
        wins: channel.wins - b.channels[i]!.wins,
        losses: channel.losses - b.channels[i]!.losses,
        expectedChanceWins:
          Math.round(1e6 * (channel.expectedChanceWins - b.channels[i]!.expectedChanceWins)) / 1e6,
      })),
    );
  };
  const names = Object.keys(all.policies);
  return {
    rows: all.rows - part.rows,
    negativeRows: all.negativeRows - part.negativeRows,
    policies: Object.fromEntries(names.map((name) => [name, rest(name)])),
  };
}

export function loggedReport(): LoggedReport {
  const { version, configHash, backend } = simulationReport();
  const policy = (name: string, role: PolicyResult['role'], description: string): PolicyResult => ({
    name,
    role,
    description,
    episodes: 296,
    metrics: {},
  });
  return {
    schemaVersion: 1,
    kind: 'logged',
    version,
    seed: 1,
    config: { schema: { state: 'State' }, settings: { dqn: { gamma: 0.98 }, offPolicy: thresholds } },
    configHash,
    dataHash: '90c1f6a2b7d44e83915c0be6a7f2d3984b1e6c70d5a8f29e3b4c617d80a2f5e9',
    data: 'sales-channel/prepared.csv',
    backend,
    training: {
      environmentSteps: 98_541,
      gradientUpdates: 24_636,
      wallSeconds: 231,
      environmentStepsPerSecond: 427,
      updatesPerSecond: 107,
    },
    actions: ['No Action', 'DM_sent', 'EMsent'],
    policies: [
      policy('model', 'model', 'takes the action with the highest learned value'),
      policy('logged', 'logged', 'what the company did'),
      policy('always-EMsent', 'baseline', 'sends an e-mail to everyone'),
      policy('always-DM_sent', 'baseline', 'sends a letter to everyone'),
      policy('no-action', 'baseline', 'leaves everyone alone'),
    ],
    learningCurve: [],
    seeds: [1, 2, 3].map((seed, i) => ({
      seed,
      values: {
        reward: [132.67, 131.02, 132.4][i]!,
        contacts: [221, 261, 153][i]!,
        rewardPerContact: [0.6003, 0.502, 0.8654][i]!,
        costPerRewardPoint: [0.8442, null, 0.7][i]!,
      },
    })),
    verdict: {
      decision: 'cannot tell',
      baseline: 'logged',
      reasons: [
        'model is not identified: No Action was never logged among the 60 decisions that are judged, and the policy does it at 20 % of these',
      ],
      guaranteed: null,
      comparisons: [],
    },
    matchedActions: allRows,
    splits: { train: difference(allRows, heldOutRows), test: heldOutRows },
    offPolicy: unidentified(),
    warnings: [
      {
        code: 'action-in-state',
        message:
          'The state gives the logged action away: TimeSinceLastEmail is 0 in every row with EMsent and in no other row.',
      },
      { code: 'no-overlap', message: 'No state has more than one logged action (0 of 211).' },
      {
        code: 'no-action-unseen',
        message:
          'No Action never occurs in the log; only 1 of 296 rows earned less than a contact without response, so hardly anything speaks for leaving someone alone.',
      },
    ],
  };
}

const tried = (
  method: TriedCandidate['method'],
  gamma: number,
  value: number,
  changes: Partial<TriedCandidate> = {},
): TriedCandidate => ({
  ...{ method, gamma, conservativeWeight: method === 'dqn' ? 0 : null, relativeThreshold: 0 },
  ...{ passes: 8, keptPass: 3, value: estimate(value, 0.08), divergence: null, isKept: false },
  ...changes,
});

/** Six ways of learning: looking ahead pays, not being held back much, and one diverges. */
const selection: SelectionReport = {
  ...{ estimator: 'wdr', rows: 10_000, decisions: 480_000 },
  candidates: [
    tried('one-step', 0.95, 0.58),
    tried('one-step', 0, 0.41),
    tried('dqn', 0.95, 0.33, { divergence: 'after update 800 the mean Q-value is 910' }),
    tried('dqn', 0.95, 0.61, { conservativeWeight: 0.1, isKept: true }),
    tried('dqn', 0.95, 0.55, { relativeThreshold: 0.3 }),
    tried('iql', 0.95, 0.6),
  ],
};

/** A company's log with logged probabilities, on which the model is better than what was done. */
export function companyReport(): LoggedReport {
  const report = loggedReport();
  const offPolicy = better();
  const results = Object.entries(offPolicy.policies);
  const comparisons = results.slice(1).map(([against, { difference, doubts }]): Comparison => {
    const { low, high } = difference!.interval;
    return {
      against,
      decision: doubts.length > 0 ? 'cannot tell' : low! > 0 ? 'better' : 'not shown better',
      low,
      high,
    };
  });
  return {
    ...report,
    data: 'company/contacts.csv',
    config: {
      schema: { customer: 'id', discount: { gamma: 1, per: 'decision' } },
      settings: { offPolicy: thresholds },
    },
    actions: ['none', 'email', 'call'],
    policies: results.map(([name, { role, description, metrics }]) => {
      return { name, role, description, episodes: 4000, metrics };
    }),
    learningCurve: [0, 5000, 10_000].map((environmentSteps, i) => {
      return {
        environmentSteps,
        gradientUpdates: environmentSteps / 4,
        value: estimate([0.31, 0.52, 0.61][i]!),
      };
    }),
    seeds: [],
    selection,
    offPolicy,
    warnings: [],
    audit: { findings: [] },
    verdict: {
      ...{ decision: 'better', baseline: 'logged', guaranteed: false, margin: 0, comparisons },
      reasons: [
        'the model minus what was done is 3.29 per decision (95 % interval 2.90 to 3.68, 1,250 customers, doubly robust)',
        'guaranteed however heavy the weights: not yet, about 913 more customers would be needed at this difference',
      ],
    },
  };
}
