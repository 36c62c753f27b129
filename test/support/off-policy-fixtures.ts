/** What logs say of policies, with numbers made by hand that all differ: identified, doubtful, unidentified, estimated. */
import type { Estimate } from '../../src/core/estimate';
import type { Intervals, OffPolicy, OffPolicyResult } from '../../src/evaluate/off-policy/result';
import type { Support } from '../../src/evaluate/off-policy/support';

/** As config.settings.offPolicy has them. */
export const thresholds = {
  ...{ level: 0.95, resamples: 1000, fewestEffective: 10, warnEffective: 50, largestShare: 0.2 },
  ...{ weightError: 4, weightDistance: 0.1, floor: 0.01, rareShare: 0.05, seed: 42 },
};

const around = (value: number, low: number, high: number): Estimate => ({ value, low, high, level: 0.95 });

function intervals(estimator: string, value: number, low: number, high: number): Intervals {
  const interval = around(value, low, high);
  return {
    ...{ estimator, interval, t: interval, percentile: interval },
    bca: { ...interval, fellBack: false },
  };
}

const nothing = {
  ...{
    identified: true,
    reasons: [],
    doubts: [],
    effectiveSampleSize: null,
    support: null,
    disagreement: false,
  },
  ...{ estimates: {}, value: null, metrics: {}, parts: null, assumption: null, difference: null },
  controlVariate: null,
};

function supportOf(
  sizes: readonly number[],
  more: Partial<Support> = {},
): Pick<OffPolicyResult, 'support' | 'effectiveSampleSize'> {
  const effectiveSampleSize = Math.min(...sizes);
  return {
    effectiveSampleSize,
    support: {
      ...{ effectiveSampleSize, effectiveSampleSizes: sizes, largestShare: 0.034, meanWeight: 1.013 },
      ...{ standardError: 0.021, unloggedShare: 0, rareShare: null, varianceUnits: 77.5 },
      ...more,
    },
  };
}

const model: OffPolicyResult = {
  ...{ ...nothing, role: 'model', description: 'takes the action with the highest learned value' },
  ...supportOf([612.4]),
  estimates: {
    dr: around(11.63, 11.05, 12.21),
    dm: around(11.21, 11.09, 11.33),
    ips: around(11.87, 10.92, 12.82),
    snips: around(11.74, 10.96, 12.52),
  },
  value: intervals('dr', 11.63, 11.04, 12.22),
  metrics: {
    reward: around(11.63, 11.05, 12.21),
    contacts: around(0.5123, 0.5023, 0.5223),
    'contacts: email': around(0.3812, 0.3732, 0.3892),
    'contacts: call': around(0.1311, 0.1271, 0.1351),
    cost: around(0.914, 0.872, 0.956),
    negativeRewards: around(0.0463, 0.0403, 0.0523),
    'outcome: bought': around(0.2214, 0.2014, 0.2414),
  },
  parts: { model: 11.21, correction: 0.42 },
};

const logged: OffPolicyResult = {
  ...{ ...nothing, role: 'logged', description: 'what was done' },
  estimates: { loggedMean: around(8.34, 8.03, 8.65) },
  value: intervals('loggedMean', 8.34, 8.02, 8.66),
  metrics: {
    reward: around(8.34, 8.03, 8.65),
    contacts: around(0.7241, 0.7151, 0.7331),
    'contacts: email': around(0.4137, 0.4057, 0.4217),
    'contacts: call': around(0.3104, 0.3034, 0.3174),
    cost: around(1.637, 1.595, 1.679),
    negativeRewards: around(0.0921, 0.0841, 0.1001),
    'outcome: bought': around(0.1743, 0.1643, 0.1843),
  },
  difference: intervals('dr', 3.29, 2.9, 3.68),
  controlVariate: around(3.17, 2.69, 3.65),
};

const nobody: OffPolicyResult = {
  ...{ ...nothing, role: 'baseline', description: 'contacts nobody' },
  ...supportOf([283.6]),
  estimates: { dr: around(6.18, 5.61, 6.75) },
  value: intervals('dr', 6.18, 5.6, 6.76),
  metrics: {
    contacts: around(0, 0, 0),
    'contacts: email': around(0, 0, 0),
    'contacts: call': around(0, 0, 0),
  },
  difference: intervals('dr', 5.45, 4.72, 6.18),
};

/**
 * A policy that hardly anything speaks for, whose numbers all begin with 77: no page may show one of them.
 *
 * @param role what it is in the evaluation
 */
export function doubtful(role: OffPolicyResult['role']): OffPolicyResult {
  return {
    ...{ ...nothing, role, description: 'calls everybody' },
    ...supportOf([5.31], { largestShare: 0.412, meanWeight: 0.634 }),
    doubts: [
      'too few customers were treated as always-call would treat them: they count for 5.31 (effective sample size), and 10 are needed',
    ],
    estimates: { dr: around(77.1, 77.01, 77.19), dm: around(77.2, 77.15, 77.25) },
    value: intervals('dr', 77.3, 77.21, 77.39),
    metrics: { contacts: around(0.7777, 0.7774, 0.778), cost: around(77.4, 77.31, 77.49) },
    parts: { model: 77.5, correction: -77.6 },
    difference: intervals('dr', -77.7, -77.79, -77.61),
    controlVariate: around(-77.8, -77.89, -77.71),
  };
}

const bin = (predicted: number, observed: number) => ({
  ...{ predicted, observed, standardError: 0.011, decisions: 2000, share: 0.5 },
});

/** Single decisions of a company's log with logged probabilities: the model earns 3.29 more than what was done. */
export function better(): OffPolicy {
  return {
    ...{
      unit: 'customer',
      units: 1250,
      decisions: 4000,
      estimand: 'decision',
      subject: 'model',
      resamples: 1000,
    },
    doubts: [],
    behaviour: {
      source: 'logged',
      fits: ['logistic', 'network'].map((kind) => ({ kind, decisions: 2000 })),
      card: {
        ...{
          logLoss: 0.873,
          marginalLogLoss: 1.042,
          least: 0.0512,
          belowFloor: 0,
          expectedCalibrationError: 0.0134,
        },
        actions: [
          { share: 0.2759, least: 0.103, belowFloor: 0, bins: [bin(0.181, 0.193), bin(0.372, 0.359)] },
          { share: 0.4137, least: 0.214, belowFloor: 0, bins: [bin(0.337, 0.341), bin(0.492, 0.486)] },
          { share: 0.3104, least: 0.0512, belowFloor: 0, bins: [bin(0.142, 0.139), bin(0.477, 0.482)] },
        ],
      },
    },
    guarantee: { level: 0.95, low: -1.72, high: 22.4, reason: null },
    sensitivity: {
      factors: [
        { factor: 1, low: 2.87, high: 3.71 },
        { factor: 1.2, low: 1.94, high: 4.63 },
        { factor: 1.5, low: 0.83, high: 5.79 },
        { factor: 2, low: -0.61, high: 7.28 },
      ],
      ...{ flips: 1.76, limit: 10 },
    },
    permutedControl: around(0.23, -0.18, 0.64),
    policies: { model, logged, 'no-action': nobody, 'always-call': doubtful('baseline') },
  };
}

/** Whole histories, of which too few were treated as the model would: the model is the doubtful one. */
export function tooFew(): OffPolicy {
  const { policies, ...rest } = better();
  const subject: OffPolicyResult = {
    ...doubtful('model'),
    ...supportOf([241.7, 38.2, 5.31], { largestShare: 0.412, meanWeight: 0.634 }),
    ...{ difference: null, controlVariate: null },
    doubts: [
      'too few customers were treated as the model would treat them: they count for 5.31 (effective sample size), and 10 are needed',
    ],
  };
  return {
    ...rest,
    ...{ estimand: 'history', sensitivity: null },
    policies: {
      model: subject,
      logged: policies.logged!,
      'no-action': { ...nobody, difference: intervals('wdr', 71.1, 70.8, 71.4) },
    },
  };
}

const NEVER = 'No Action was never logged among the 60 decisions that are judged, and the policy does it at';

function unidentifiedResult(
  role: OffPolicyResult['role'],
  description: string,
  name: string,
  share: number,
  part: Estimate,
  breakEven: number,
): OffPolicyResult {
  const reasons = [`${NEVER} ${100 * share} % of these`];
  return {
    ...{ ...nothing, role, description, identified: false, reasons },
    ...supportOf([share === 1 ? 0 : 41.1], { unloggedShare: share, rareShare: share, meanWeight: 1 - share }),
    doubts: [`${name} is not identified: ${reasons.join('; ')}`],
    assumption: { actions: ['No Action'], share, part, breakEven },
  };
}

/** Sixty rows without customers, probabilities estimated, No Action never logged. */
export function unidentified(): OffPolicy {
  const takesHighest = 'takes the action with the highest learned value';
  return {
    ...{ unit: 'row', units: 60, decisions: 60, estimand: 'decision', subject: 'model', resamples: 1000 },
    doubts: [],
    behaviour: {
      source: 'estimated',
      fits: [{ kind: 'shares', decisions: 30 }],
      card: {
        ...{
          logLoss: 0.721,
          marginalLogLoss: 0.693,
          least: 0.423,
          belowFloor: 0,
          expectedCalibrationError: 0.085,
        },
        actions: [
          { share: 0, least: null, belowFloor: 0, bins: [bin(0, 0)] },
          { share: 0.483, least: 0.423, belowFloor: 0, bins: [bin(0.423, 0.533), bin(0.577, 0.433)] },
          { share: 0.517, least: 0.434, belowFloor: 0, bins: [bin(0.434, 0.566), bin(0.566, 0.467)] },
        ],
      },
    },
    guarantee: { level: 0.95, low: null, high: null, reason: 'the schema declares no rewardRange' },
    ...{ sensitivity: null, permutedControl: null },
    policies: {
      model: unidentifiedResult('model', takesHighest, 'model', 0.2, around(0.622, 0.036, 1.208), -1.231),
      logged: {
        ...{ ...nothing, role: 'logged', description: 'what the company did' },
        value: intervals('loggedMean', 0.393, 0.114, 0.672),
        metrics: { contacts: around(1, 1, 1), cost: around(0.517, 0.387, 0.647) },
      },
      'no-action': unidentifiedResult(
        'baseline',
        'leaves everyone alone',
        'no-action',
        1,
        around(0, 0, 0),
        0.393,
      ),
      'always-EMsent': {
        ...{ ...nothing, role: 'baseline', description: 'sends an e-mail to everyone' },
        ...supportOf([30.3]),
        value: intervals('dr', 0.83, 0.25, 1.41),
        metrics: { contacts: around(1, 1, 1), cost: around(0, 0, 0) },
      },
    },
  };
}
