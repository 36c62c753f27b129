/** A customer model as the terminal shows it. */
import {
  atOnceWords,
  judgedWords,
  measureCells,
  measureLabels,
  modelHeadline,
  partCells,
  partLabels,
  wayCells,
  wayLabels,
} from './content/customer-model';
import type { CustomerModelReport } from './customer-model';
import { foldedTable, numberColumn, textColumn, wrapped } from './terminal';

const columnsOf = (labels: readonly string[]) =>
  labels.map((label, i) => (i === 0 ? textColumn(label.toLowerCase()) : numberColumn(label.toLowerCase())));

export function customerModelText(report: CustomerModelReport): string {
  const { judged, facts, fewCases } = report;
  return [
    modelHeadline(report),
    wrapped(judgedWords(report), ''),
    ...(fewCases === null ? [] : [wrapped(fewCases, '')]),
    ...(judged === null
      ? []
      : [
          foldedTable(columnsOf(measureLabels), judged.measures.map(measureCells)),
          ...judged.sideBySide.map((beside) =>
            foldedTable(columnsOf(wayLabels(beside)), beside.ways.map(wayCells)),
          ),
          ...judged.parts.map(({ by, parts }) =>
            [
              `${judged.names.loss}, by ${by}:`,
              foldedTable(columnsOf(partLabels(judged)), parts.map(partCells)),
            ].join('\n'),
          ),
          ...(atOnceWords(judged) === '' ? [] : [wrapped(atOnceWords(judged), '  ')]),
          ...judged.remarks.map((remark) => wrapped(remark, '  ')),
        ]),
    ...facts.map((fact) => wrapped(fact, '  ')),
  ].join('\n\n');
}
