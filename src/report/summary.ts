/** What the terminal shows when a run ends. */
import { formatMetric, metricLabel } from './content/metrics';
import { policiesOn, publishedLines } from './content/published-lines';
import { rankedPolicies } from './content/ranking';
import { spreadOf } from './content/seeds';
import { headline } from './content/verdict';
import { formatDifference, formatFixed, formatNumber } from './format';
import type { LoggedReport, MatchedActions, Report, SimulationReport } from './report';
import type { TextColumn } from './text-table';
import { oneLine, textTable } from './text-table';

const WIDTH = 100;

const text = (label: string): TextColumn => ({ label, align: 'left' });
const number = (label: string): TextColumn => ({ label, align: 'right' });

/** A paragraph broken between words; later lines are indented below the first. */
function wrapped(words: string, indent: string): string {
  const lines = [''];
  for (const word of oneLine(words).split(/\s+/)) {
    const current = lines.at(-1)!;
    const longer = current === '' ? word : `${current} ${word}`;
    if (current !== '' && longer.length + indent.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.map((line, i) => `${i === 0 ? indent.replace(/ {2}$/, '- ') : indent}${line}`).join('\n');
}

function simulationTables(report: SimulationReport): string[] {
  const { objective } = report;
  const columns = [
    text('policy'),
    number(metricLabel(objective).toLowerCase()),
    number('model minus it'),
    number('contacts'),
    number('cost'),
  ];
  const rows = rankedPolicies(report).map(({ name, metrics, modelMinusPolicy }) => [
    name,
    formatMetric(objective, metrics[objective]),
    formatDifference(modelMinusPolicy?.[objective]),
    formatNumber(metrics.contactsPerPeriod?.value ?? null),
    formatNumber(metrics.costPerPeriod?.value ?? null),
  ]);
  return [`${textTable(columns, rows, WIDTH)}\n(contacts and cost per period)`];
}

function publishedTable(report: LoggedReport): string {
  const columns = [text('published line')];
  const cells = publishedLines.map((line) => [line.label]);
  const sets = [
    ['held-out', report.splits.test],
    ['trained on', report.splits.train],
  ] as const;
  for (const [name, rows] of sets) {
    for (const policy of policiesOn(report, rows).filter(({ role }) => role !== 'baseline')) {
      columns.push(number(`${policy.role === 'model' ? 'model' : 'log'}, ${name}`));
      publishedLines.forEach((line, i) => cells[i]!.push(line.format(policy.lines, rows)));
    }
  }
  return textTable(columns, cells, WIDTH);
}

function heldOutTable(report: LoggedReport, rows: MatchedActions): string {
  const columns = [
    text(`policy, ${formatNumber(rows.rows)} held-out rows`),
    ...['reward', 'contacts', 'cost', 'negatives', 'wins', 'by chance', 'losses'].map(number),
  ];
  const cells = policiesOn(report, rows).map(({ name, lines }) => [
    name,
    ...[lines.reward, lines.contacts, lines.cost, lines.negativeRewards].map(formatNumber),
    formatNumber(lines.noActionWins),
    formatFixed(lines.expectedChanceWins, 1),
    formatNumber(lines.noActionLosses),
  ]);
  return textTable(columns, cells, WIDTH);
}

function warningLines(report: LoggedReport): string[] {
  if (report.warnings.length === 0) return [];
  return [
    ['What this data cannot tell:', ...report.warnings.map(({ message }) => wrapped(message, '  '))].join(
      '\n',
    ),
  ];
}

/** The spread over seeds in a few words; nothing for a single seed. */
function seedLines({ seed, seeds }: Report): string[] {
  if (seeds.length === 0) return [];
  const spreads = Object.keys(seeds[0]!.values).flatMap((name) => {
    const spread = spreadOf(seeds.map(({ values }) => values[name] ?? null));
    if (spread === null) return [];
    const { min, median, max } = spread;
    return [`  ${name}: ${formatNumber(min)} to ${formatNumber(max)}, median ${formatNumber(median)}`];
  });
  return [[`Everything above is seed ${seed}. The model over ${seeds.length} seeds:`, ...spreads].join('\n')];
}

/** Plain text, at most 100 columns (long policy names are cut), no newline at the end. */
export function reportSummary(report: Report): string {
  const tables =
    report.kind === 'simulation'
      ? simulationTables(report)
      : [publishedTable(report), heldOutTable(report, report.splits.test), ...warningLines(report)];
  const reasons = report.verdict.reasons.map((reason) => wrapped(reason, '  '));
  return [...tables, ...seedLines(report), [oneLine(headline(report)), ...reasons].join('\n')].join('\n\n');
}
