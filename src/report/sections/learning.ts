/** How the model learned: its value at each evaluation during training, beside the best baselines. */
import { figures, heading } from '../blocks';
import type { Figure } from '../charts/figure';
import { lowerFence } from '../charts/intervals';
import type { ReferenceLine } from '../charts/lines';
import { drawLearningCurve } from '../charts/lines';
import { metricLabel } from '../content/metrics';
import type { Ranking } from '../content/ranking';
import { objectiveOf, rankedPolicies, rankingOf } from '../content/ranking';
import { formatNumber, formatRounded, formatShare } from '../format';
import type { LearningPoint } from '../report';
import type { Section } from './section';

interface LearningData {
  readonly ranking: Ranking;
  readonly curve: readonly LearningPoint[];
  /** Values of all policies, also of those that are not shown: the best alone would cut off how training began. */
  readonly values: readonly number[];
}

/** The three best baselines, and leaving everyone alone. */
function curveBaselines(ranking: Ranking): ReferenceLine[] {
  const baselines = rankedPolicies(ranking).filter((policy) => policy.role === 'baseline');
  return baselines.flatMap((policy, place) => {
    const value = objectiveOf(ranking, policy)?.value ?? null;
    return value !== null && (place < 3 || policy.name === 'no-action') ? [{ name: policy.name, value }] : [];
  });
}

function learningFigure({ ranking, curve, values }: LearningData): Figure {
  const points = curve.filter((point) => point.value.value !== null);
  const [start, end] = [points[0]!, points.at(-1)!];
  const floor = lowerFence(values);
  const best = points.reduce((a, b) => (b.value.value! > a.value.value! ? b : a));
  return {
    id: 'learning',
    title:
      `Training took the value from ${formatRounded(start.value.value!)} to ${formatRounded(end.value.value!)}; its ` +
      `highest was ${formatRounded(best.value.value!)}, after ${formatNumber(best.environmentSteps)} steps`,
    caption:
      `Each dot is an evaluation without exploration; the band is its ${formatShare(start.value.level)} interval. ` +
      'Dashed lines are baselines; what lies far below the rest is cut off.',
    legend: [
      { label: 'model', colour: 'model', mark: 'solid' },
      { label: 'baseline', colour: 'muted', mark: 'dashed' },
    ],
    draw: (width) =>
      drawLearningCurve(curve, curveBaselines(ranking), floor, metricLabel(ranking.objective), width),
  };
}

export const learning: Section<LearningData> = {
  key: 'learning',
  data: (report) => {
    const ranking = rankingOf(report);
    const curve = report.learningCurve;
    if (ranking === undefined || curve.every(({ value }) => value.value === null)) return undefined;
    const values = report.policies.flatMap((policy) => objectiveOf(ranking, policy)?.value ?? []);
    return { ranking, curve, values };
  },
  blocks: (data) => [heading('How the model learned'), ...figures([learningFigure(data)])],
};
