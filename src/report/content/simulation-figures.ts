/** The charts of a simulation report, with titles that say what is seen. */
import type { BarPanel } from '../charts/bars';
import { drawBarPanels } from '../charts/bars';
import type { Figure } from '../charts/figure';
import { clippedNames, drawIntervals, lowerFence } from '../charts/intervals';
import { drawLearningCurve } from '../charts/lines';
import { drawActionMap, mapActions, mapLegend } from '../charts/map';
import { drawTrajectory, trajectoryLegend } from '../charts/trajectory';
import { formatFixed, formatNumber, formatShare } from '../format';
import type { PolicyResult, SimulationReport } from '../report';
import { metricLabel, metricPhrase } from './metrics';
import { bestBaseline, intervalRows, modelOf, objectiveOf, rankedPolicies } from './ranking';

function rounded(value: number): string {
  const size = Math.abs(value);
  return size >= 10 && !Number.isInteger(value)
    ? formatFixed(value, size >= 1000 ? 0 : 1)
    : formatNumber(value);
}

function comparison(report: SimulationReport): Figure[] {
  const rows = intervalRows(report);
  if (rows.length === 0) return [];
  const best = bestBaseline(report);
  const model = modelOf(report);
  const value = (policy: PolicyResult | undefined): string | null => {
    const number = policy ? (objectiveOf(report, policy)?.value ?? null) : null;
    return number === null ? null : rounded(number);
  };
  const [modelValue, bestValue] = [value(model), value(best)];
  const against = best && bestValue !== null ? `the best baseline, ${best.name}, ${bestValue}` : null;
  const parts = [
    modelValue === null ? null : `the model earns ${modelValue} ${metricPhrase(report.objective)}`,
    against,
  ];
  const sentence = parts.filter((part) => part !== null).join('; ');
  const clipped = clippedNames(rows);
  const level = formatShare(rows[0]!.estimate.level);
  return [
    {
      id: 'comparison',
      title: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`,
      caption:
        `Each dot is a policy's mean, each bar its ${level} interval (often narrower than the dot); the numbers stand ` +
        `at the right. Further right is better.` +
        (clipped.length > 0
          ? ` An arrow marks what lies beyond the left end of the axis: ${clipped.join(', ')}.`
          : ''),
      legend: [
        { label: 'model', colour: 'model', mark: 'dot' },
        { label: 'baseline', colour: 'baseline', mark: 'dot' },
      ],
      draw: (width) => drawIntervals(rows, metricLabel(report.objective), width),
    },
  ];
}

/** The three best baselines, and leaving everyone alone. */
function curveBaselines(report: SimulationReport): { name: string; value: number }[] {
  const baselines = rankedPolicies(report).filter((policy) => policy.role === 'baseline');
  return baselines.flatMap((policy, place) => {
    const value = objectiveOf(report, policy)?.value ?? null;
    return value !== null && (place < 3 || policy.name === 'no-action') ? [{ name: policy.name, value }] : [];
  });
}

function learning(report: SimulationReport): Figure[] {
  const points = report.learningCurve.filter((point) => point.value.value !== null);
  const [start, end] = [points[0], points.at(-1)];
  if (start === undefined || end === undefined) return [];
  const floor = lowerFence(intervalRows(report).map((row) => row.estimate.value!));
  const best = points.reduce((a, b) => (b.value.value! > a.value.value! ? b : a));
  return [
    {
      id: 'learning',
      title:
        `Training took the value from ${rounded(start.value.value!)} to ${rounded(end.value.value!)}; its highest was ` +
        `${rounded(best.value.value!)}, after ${formatNumber(best.environmentSteps)} steps`,
      caption:
        `Each dot is an evaluation without exploration; the band is its ${formatShare(start.value.level)} interval. ` +
        'Dashed lines are baselines; what lies far below the rest is cut off.',
      legend: [
        { label: 'model', colour: 'model', mark: 'solid' },
        { label: 'baseline', colour: 'muted', mark: 'dashed' },
      ],
      draw: (width) =>
        drawLearningCurve(
          report.learningCurve,
          curveBaselines(report),
          floor,
          metricLabel(report.objective),
          width,
        ),
    },
  ];
}

function trajectoryFigure(report: SimulationReport): Figure[] {
  const { trajectory, actions } = report;
  const periods = trajectory.actions.length;
  if (periods === 0) return [];
  const count = (action: string): number => trajectory.actions.filter((taken) => taken === action).length;
  const most = actions.reduce((a, b) => (count(b) > count(a) ? b : a));
  const ends = trajectory.features.map((feature, index) => {
    const values = trajectory.values[index] ?? [];
    return `${feature} ${rounded(values[0] ?? 0)} → ${rounded(values.at(-1) ?? 0)}`;
  });
  return [
    {
      id: 'trajectory',
      title: `One episode: ${ends.join(', ')}; most often ${most} (${count(most)} of ${periods} periods)`,
      caption: 'Lines: customers per segment at the start of each period. Strip: the action the model took.',
      legend: trajectoryLegend(trajectory, actions),
      draw: (width) => drawTrajectory(trajectory, actions, width),
    },
  ];
}

function map(report: SimulationReport): Figure[] {
  const { actionMap, actions } = report;
  const shares = mapActions(actionMap);
  if (shares.length === 0) return [];
  const parts = shares
    .slice(0, 3)
    .map(({ action, share }) => `${action} in ${formatFixed(100 * share, 0)} %`);
  return [
    {
      id: 'action-map',
      title: `What the model does where: ${parts.join(', ')} of the states`,
      caption:
        `Each cell is a state with ${formatNumber(actionMap.total)} customers, placed by two shares; the third segment ` +
        'has the rest, so the upper right half cannot occur.',
      legend: mapLegend(actionMap, actions),
      draw: (width) => drawActionMap(actionMap, actions, width),
    },
  ];
}

function effort(report: SimulationReport): Figure[] {
  const policies = rankedPolicies(report);
  const panel = (metric: string): BarPanel => ({
    title: metricLabel(metric),
    groups: [
      {
        name: metric,
        values: policies.map((policy) => policy.metrics[metric]?.value ?? null),
        colours: policies.map((policy) => (policy.role === 'model' ? 'model' : 'baseline')),
      },
    ],
  });
  const rows = policies.map(({ name, role }) => ({ name, highlighted: role === 'model' }));
  const cost = modelOf(report)?.metrics.costPerPeriod?.value ?? null;
  const contacts = modelOf(report)?.metrics.contactsPerPeriod?.value ?? null;
  return [
    {
      id: 'effort',
      title:
        cost === null || contacts === null
          ? 'Cost and contacts per period'
          : `The model spends ${rounded(cost)} and makes ${rounded(contacts)} contacts per period`,
      caption: 'Policies in the order of the first chart, best first. Costs are part of the reward already.',
      legend: [],
      draw: (width) => drawBarPanels(rows, [panel('costPerPeriod'), panel('contactsPerPeriod')], width),
    },
  ];
}

export function simulationFigures(report: SimulationReport): {
  readonly comparison: readonly Figure[];
  readonly effort: readonly Figure[];
  readonly learning: readonly Figure[];
  readonly behaviour: readonly Figure[];
} {
  return {
    comparison: comparison(report),
    effort: effort(report),
    learning: learning(report),
    behaviour: [...trajectoryFigure(report), ...map(report)],
  };
}
