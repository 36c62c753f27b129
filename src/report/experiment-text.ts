/** An experiment as the terminal shows it. */
import {
  comparisonCells,
  comparisonLabels,
  experimentHeadline,
  experimentRemarks,
  groupCells,
  groupLabels,
  intervalWords,
} from './content/experiment';
import type { ReadExperiment } from './experiment-read';
import { numberColumn, terminalTable, textColumn, wrapped } from './terminal';

const list = (items: readonly string[]) => items.map((item) => wrapped(item, '  ')).join('\n');

export function experimentText(read: ReadExperiment): string {
  const { groups, comparisons, split } = read.result;
  const columnsOf = (labels: readonly string[], texts: number) =>
    labels.map((label, i) =>
      i < texts ? textColumn(label.toLowerCase()) : numberColumn(label.toLowerCase()),
    );
  const groupsTable = terminalTable(columnsOf(groupLabels, 1), groups.map(groupCells));
  const parts = [experimentHeadline(read), groupsTable];
  if (!split.isBroken)
    parts.push(
      terminalTable(columnsOf(comparisonLabels(read), 2), comparisons.map(comparisonCells)),
      list(intervalWords(read)),
      ...comparisons.map(({ group, decision, reasons }) => `${group}: ${decision}\n${list(reasons)}`),
    );
  return [...parts, list(experimentRemarks(read))].join('\n\n');
}
