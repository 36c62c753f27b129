/** The blocks of a simulation report. */
import { policyDescriptions } from './descriptions';
import type { Block } from '../blocks';
import { figures, heading, note, numberTable, paragraph } from '../blocks';
import { formatDifference, formatNumber, formatShare } from '../format';
import type { SimulationReport } from '../report';
import { formatMetric, metricLabel } from './metrics';
import { modelOf, rankedPolicies } from './ranking';
import { seedBlocks } from './seeds';
import { simulationFigures } from './simulation-figures';

/** The objective first, then the other metrics in the order the policies have them. */
export function metricNames(report: SimulationReport): string[] {
  const all = new Set(report.policies.flatMap((policy) => Object.keys(policy.metrics)));
  return [report.objective, ...[...all].filter((name) => name !== report.objective)];
}

/** Slow policies may be judged on fewer episodes than fast ones. */
function episodesText(report: SimulationReport): string {
  const counts = report.policies.map((policy) => policy.episodes);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? formatNumber(least) : `${formatNumber(least)} to ${formatNumber(most)}`;
}

function policyTable(report: SimulationReport): Block {
  const names = metricNames(report);
  const rows = rankedPolicies(report).map((policy) => [
    policy.name,
    formatMetric(report.objective, policy.metrics[report.objective]),
    formatDifference(policy.modelMinusPolicy?.[report.objective]),
    ...names.slice(1).map((name) => formatMetric(name, policy.metrics[name])),
  ]);
  const labels = ['Policy', metricLabel(report.objective), 'Model minus policy'];
  const caption = `Every policy over ${episodesText(report)} episodes of ${formatNumber(report.periods)} periods, ± half the width of the interval`;
  return numberTable(
    caption,
    [...labels, ...names.slice(1).map(metricLabel)],
    rows,
    modelOf(report)?.name ?? null,
  );
}

function terms(report: SimulationReport): Block[] {
  const level = report.policies.flatMap((policy) => Object.values(policy.metrics))[0]?.level ?? 0.95;
  return [
    note(
      'Discounted reward',
      `the sum of an episode's rewards in which a reward t periods away counts ${report.gamma} to the ` +
        'power t. A policy trained for it may give up total reward for reward that comes sooner.',
    ),
    note(
      'Interval',
      `a range made so that ${formatShare(level)} of such ranges contain the true mean over episodes. It says how ` +
        'much the simulation is uncertain, not how much the simulator differs from the world.',
    ),
    note(
      'Model minus policy',
      'a paired difference: both act on the same random numbers, so that luck cancels. Where its interval is ' +
        'wholly above 0 the model is better; where it contains 0 no difference is shown.',
    ),
  ];
}

export function simulationBlocks(report: SimulationReport): Block[] {
  const charts = simulationFigures(report);
  return [
    heading('How good the policies are'),
    ...figures(charts.comparison),
    policyTable(report),
    ...terms(report),
    heading('What they spend'),
    ...figures(charts.effort),
    ...(charts.learning.length > 0 ? [heading('How the model learned'), ...figures(charts.learning)] : []),
    ...(charts.behaviour.length > 0
      ? [
          heading('What the model does'),
          paragraph(
            'Learned behaviour should make sense to someone who knows the customers: look before you serve it.',
          ),
          ...figures(charts.behaviour),
        ]
      : []),
    ...seedBlocks(report.seeds),
    heading('The policies'),
    policyDescriptions(rankedPolicies(report), modelOf(report)?.name ?? null),
  ];
}
