/** Runs side by side, by hand, for tests of what is drawn and written of them. */
import type { ComparedRun, ComparedRuns } from '../../src/report/compared-runs';
import { estimate } from './report-fixtures';

export function comparedRun(name: string, changes: Partial<ComparedRun> = {}): ComparedRun {
  return {
    ...{ name, folder: `models/${name}`, version: '0.1.0', subject: 'environment segment', seed: 1 },
    configHash: '5b2f0c9d8e417aa3c1d6f2b7e09485c36d1a7be2f4c8096a35d7e1b2c3f40516',
    ...{ standing: 'known', decision: 'as good as', baseline: 'threshold', measure: 'discountedReward' },
    reasons: ['discountedReward: model minus threshold is −21'],
    ...{ value: estimate(476_486, 46), modelMinusBaseline: estimate(-21, 15), overSeeds: null },
    ...{ contacts: 0.3527, cost: 4493, backend: 'wasm' },
    training: { environmentSteps: 30_016, gradientUpdates: 7254, wallSeconds: 5 },
    learningCurve: curve(303_211, 470_112, 476_480),
    ...changes,
  };
}

/** Evaluations at the beginning, in the middle and at the end. */
function curve(...values: readonly number[]): ComparedRun['learningCurve'] {
  return values.map((value, i) => ({
    ...{ environmentSteps: 15_008 * i, gradientUpdates: 3627 * i, value: estimate(value, 300) },
  }));
}

/** Three runs in one world; the last was trained with a lower learning rate. */
export function comparedRuns(changes: Partial<ComparedRuns> = {}): ComparedRuns {
  return {
    ...{ kind: 'simulation', comparable: true, judgedDifferently: [] },
    runs: [
      comparedRun('first', { overSeeds: { seeds: 5, least: 476_423, largest: 476_518 } }),
      comparedRun('second', {
        ...{ seed: 2, value: estimate(476_509, 207), decision: 'not shown better' },
        learningCurve: curve(321_880, 475_020, 476_503),
      }),
      comparedRun('slow', {
        ...{ decision: 'worse', value: estimate(475_181, 211), modelMinusBaseline: estimate(-1352, 90) },
        reasons: ['discountedReward: model minus threshold is −1,352'],
        learningCurve: curve(307_045, 318_244, 475_200),
      }),
    ],
    settings: [
      { key: 'seed', values: [1, 2, 1] },
      { key: 'dqn.learningRate', values: [0.001, 0.001, 0.0003] },
    ],
    ...changes,
  };
}

/** Two runs on a log that determines no value. */
export function untoldRuns(): ComparedRuns {
  const changes: Partial<ComparedRun> = {
    ...{ subject: 'data log.csv (43f46d4192dc)', decision: 'cannot tell', baseline: null },
    ...{
      standing: 'cannot tell',
      measure: 'rewardPerDecision',
      value: estimate(null),
      modelMinusBaseline: estimate(null),
    },
    ...{ reasons: ['no state occurs with more than one action'], contacts: 45, cost: 12 },
  };
  return comparedRuns({
    kind: 'logged',
    runs: ['first', 'second'].map((name) => comparedRun(name, changes)),
    settings: [],
  });
}
