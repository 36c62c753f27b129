/** Who is how good, by the objective: a chart, the table of all metrics, and what its words mean. */
import type { Block } from '../blocks';
import { figures, heading, note, numberTable } from '../blocks';
import type { Figure } from '../charts/figure';
import { clippedText } from '../charts/interval-axis';
import { drawIntervals } from '../charts/intervals';
import { formatMetric, metricLabel, metricPhrase } from '../content/metrics';
import type { Ranking } from '../content/ranking';
import {
  bestBaseline,
  intervalRows,
  modelOf,
  objectiveOf,
  rankedPolicies,
  rankingOf,
} from '../content/ranking';
import { foldedBlocks, foldedText } from '../content/short-list';
import { formatDifference, formatNumber, formatShare, formatValue } from '../format';
import type { PolicyResult } from '../report';
import { numberColumn, terminalTable, textColumn, wrapped } from '../terminal';
import type { Section } from './section';

interface ComparisonData extends Ranking {
  readonly gamma: number;
  /** Length of an episode. */
  readonly periods: number;
}

/** Undefined where no policy has a value. */
export function comparisonFigure(data: ComparisonData): Figure | undefined {
  const rows = intervalRows(data);
  if (rows.length === 0) return undefined;
  const best = bestBaseline(data);
  const value = (policy: PolicyResult | undefined): string | null => {
    const estimate = policy && objectiveOf(data, policy);
    return !estimate || estimate.value === null ? null : formatValue(estimate);
  };
  const [modelValue, bestValue] = [value(modelOf(data)), value(best)];
  const against = best && bestValue !== null ? `the best baseline, ${best.name}, ${bestValue}` : null;
  const parts = [
    modelValue === null ? null : `the model earns ${modelValue} ${metricPhrase(data.objective)}`,
    against,
  ];
  const sentence = parts.filter((part) => part !== null).join('; ');
  const level = formatShare(rows[0]!.estimate.level);
  return {
    id: 'comparison',
    title: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`,
    caption:
      `Each dot is a policy's mean, each bar its ${level} interval (often narrower than the dot); the numbers stand ` +
      `at the right. Further right is better.${clippedText(rows)}`,
    legend: [
      { label: 'model', colour: 'model', mark: 'dot' },
      { label: 'baseline', colour: 'baseline', mark: 'dot' },
    ],
    draw: (width) => drawIntervals(rows, metricLabel(data.objective), width),
  };
}

/** Slow policies may be judged on fewer episodes than fast ones. */
function episodesText({ policies }: Ranking): string {
  const counts = policies.map((policy) => policy.episodes);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? formatNumber(least) : `${formatNumber(least)} to ${formatNumber(most)}`;
}

/** The objective first, then the other metrics in the order the policies have them. */
function policyTable(data: ComparisonData): Block {
  const { objective, policies, periods } = data;
  const all = new Set(policies.flatMap(({ metrics }) => Object.keys(metrics)));
  const others = [...all].filter((name) => name !== objective);
  const rows = rankedPolicies(data).map(({ name, metrics, modelMinusPolicy }) => [
    name,
    formatMetric(objective, metrics[objective]),
    formatDifference(modelMinusPolicy?.[objective]),
    ...others.map((other) => formatMetric(other, metrics[other])),
  ]);
  return numberTable(
    `Every policy over ${episodesText(data)} episodes of ${formatNumber(periods)} periods, ± half the width of the interval`,
    ['Policy', metricLabel(objective), 'Model minus policy', ...others.map(metricLabel)],
    rows,
    modelOf(data)?.name ?? null,
  );
}

function terms({ gamma, policies }: ComparisonData): Block[] {
  const level = policies.flatMap((policy) => Object.values(policy.metrics))[0]?.level ?? 0.95;
  return [
    note(
      'Discounted reward',
      `the sum of an episode's rewards in which a reward t periods away counts ${gamma} to the ` +
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

function terminalPart(data: ComparisonData): string {
  const { objective, shortList } = data;
  const columns = [
    textColumn('policy'),
    numberColumn(metricLabel(objective).toLowerCase()),
    ...['model minus it', 'contacts', 'cost'].map(numberColumn),
  ];
  const rows = rankedPolicies(data).map(({ name, metrics, modelMinusPolicy }) => [
    name,
    formatMetric(objective, metrics[objective]),
    formatDifference(modelMinusPolicy?.[objective]),
    formatNumber(metrics.contactsPerPeriod?.value ?? null),
    formatNumber(metrics.costPerPeriod?.value ?? null),
  ]);
  const folded = foldedText(shortList).map((text) => wrapped(text, ''));
  return [terminalTable(columns, rows), '(contacts and cost per period)', ...folded].join('\n');
}

export const comparison: Section<ComparisonData> = {
  key: 'comparison',
  data: (report) => {
    const { gamma, periods } = report;
    const ranking = rankingOf(report);
    return ranking && gamma !== undefined && periods !== undefined
      ? { ...ranking, gamma, periods }
      : undefined;
  },
  blocks: (data) => {
    const figure = comparisonFigure(data);
    return [
      heading('How good the policies are'),
      ...foldedBlocks(data.shortList),
      ...figures(figure === undefined ? [] : [figure]),
      policyTable(data),
      ...terms(data),
    ];
  },
  summary: (data) => [terminalPart(data)],
};
