/** How the model learned: its value at each evaluation during training, beside the best baselines. */
import { figures, heading } from '../blocks';
import type { Figure } from '../charts/figure';
import { lowerFence } from '../charts/interval-axis';
import type { ReferenceLine } from '../charts/lines';
import { drawCurves } from '../charts/curves';
import { drawLearningCurve } from '../charts/lines';
import { metricLabel } from '../content/metrics';
import { configAt } from '../content/thresholds';
import type { Ranking } from '../content/ranking';
import { objectiveOf, rankedPolicies, rankingOf } from '../content/ranking';
import { formatGiven, formatNumber, formatRounded, formatShare } from '../format';
import type { LearningPoint } from '../report';
import type { Section } from './section';

interface LearningData {
  /** Undefined of a log: what is drawn there is no value that policies could be ranked by. */
  readonly ranking: Ranking | undefined;
  readonly curve: readonly LearningPoint[];
  /** How it was learned from logged decisions; undefined where rows were replayed. */
  readonly method: string | undefined;
  /** What leaving alone is assumed to bring, where the values drawn hold that. */
  readonly assumed: number | undefined;
  /** Values of all policies, also of those that are not shown: the best alone would cut off how training began. */
  readonly values: readonly number[];
}

/** The three best baselines, and leaving everyone alone. */
function curveBaselines(ranking: Ranking | undefined): ReferenceLine[] {
  if (ranking === undefined) return [];
  const baselines = rankedPolicies(ranking).filter((policy) => policy.role === 'baseline');
  return baselines.flatMap((policy, place) => {
    const value = objectiveOf(ranking, policy)?.value ?? null;
    return value !== null && (place < 3 || policy.name === 'no-action') ? [{ name: policy.name, value }] : [];
  });
}

const ON_A_LOG =
  'Each dot is the mean reward of the rows trained on if the model is paid what was logged where it chooses the same, ' +
  'and by the rules of the training where not. The best model was chosen by it; it is not what the model would earn.';

const BY_VALIDATION =
  'Each dot is what the policy so far would earn of customers that nothing was learned from, by the estimator that decides or, ' +
  'where too few were treated alike, by a model of values. Ways of learning are compared by it, so that it is a little lucky.';

/** What is drawn, in words. */
function wordsOf({ ranking, curve, method, assumed }: LearningData) {
  if (method !== undefined) {
    const remark =
      assumed === undefined
        ? ''
        : ` Leaving a customer alone counts ${formatGiven(assumed)} there (assumed).`;
    return {
      subject: `the value on validation customers${assumed === undefined ? '' : ' (in part assumed)'}`,
      caption: `${BY_VALIDATION}${remark}`,
      axis: assumed === undefined ? 'validation value' : 'validation value (in part assumed)',
    };
  }
  if (ranking === undefined) {
    return { subject: 'the reward it trains for', caption: ON_A_LOG, axis: 'reward per row, as trained' };
  }
  const level = formatShare(curve[0]!.value.level);
  return {
    subject: 'the value',
    caption:
      `Each dot is an evaluation without exploration; the band is its ${level} interval. ` +
      'Dashed lines are baselines; what lies far below the rest is cut off.',
    axis: metricLabel(ranking.objective),
  };
}

function learningFigure(data: LearningData): Figure {
  const { ranking, curve, values } = data;
  const words = wordsOf(data);
  const points = curve.filter((point) => point.value.value !== null);
  const [start, end] = [points[0]!, points.at(-1)!];
  const floor = lowerFence(values);
  const best = points.reduce((a, b) => (b.value.value! > a.value.value! ? b : a));
  return {
    id: 'learning',
    title:
      `Training took ${words.subject} from ${formatRounded(start.value.value!)} to ${formatRounded(end.value.value!)}; its ` +
      `highest was ${formatRounded(best.value.value!)}, after ${formatNumber(best.environmentSteps)} steps`,
    caption: words.caption,
    legend: [
      { label: 'model', colour: 'model', mark: 'solid' },
      ...(ranking === undefined
        ? []
        : [{ label: 'baseline', colour: 'muted' as const, mark: 'dashed' as const }]),
    ],
    draw: (width) => drawLearningCurve(curve, curveBaselines(ranking), floor, words.axis, width),
  };
}

const MEAN_Q =
  'What the model itself expected, on average, of the actions that it had lately learned from: the reward of that ' +
  'decision and, discounted, of all that follow, in the units of the reward. It should level off in the end; one far ' +
  'beyond what customers bring has been learned from nothing but itself.';

/** The scale of the Q-values; nothing of runs that did not keep it, or learned nothing. */
function meanQFigure(curve: readonly LearningPoint[]): Figure[] {
  const points = curve.flatMap(({ meanQ, ...point }) =>
    typeof meanQ === 'number' ? [{ ...point, value: { ...point.value, value: meanQ } }] : [],
  );
  if (points.length < 2) return [];
  const [start, end] = [points[0]!, points.at(-1)!];
  return [
    {
      id: 'mean-q',
      title: `The model's mean Q-value went from ${formatRounded(start.value.value)} to ${formatRounded(end.value.value)}`,
      caption: MEAN_Q,
      legend: [],
      draw: (width) =>
        drawCurves([{ name: 'mean Q-value', colour: 'model', points }], -Infinity, 'mean Q-value', width),
    },
  ];
}

export const learning: Section<LearningData> = {
  key: 'learning',
  data: (report) => {
    const ranking = rankingOf(report);
    const curve = report.learningCurve ?? [];
    if (curve.every(({ value }) => value.value === null)) return undefined;
    if (ranking === undefined) {
      // A simulation without policies has nothing to say either.
      const method = configAt(report.config, ['settings', 'method']);
      const known = typeof method === 'string' ? method : undefined;
      const assumed = report.unlogged?.noAction?.reward;
      if (report.offPolicy === undefined) return undefined;
      return { ranking, curve, method: known, assumed, values: [] };
    }
    const values = report.policies.flatMap((policy) => objectiveOf(ranking, policy)?.value ?? []);
    return { ranking, curve, method: undefined, assumed: undefined, values };
  },
  blocks: (data) => [
    heading('How the model learned'),
    ...figures([learningFigure(data), ...meanQFigure(data.curve)]),
  ],
};
