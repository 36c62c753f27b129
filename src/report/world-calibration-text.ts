/** A calibrated world as the terminal shows it. */
import {
  arrivalCells,
  arrivalLabels,
  calibrationHeadline,
  checkWords,
  countWords,
  differenceWords,
  flowCells,
  flowLabels,
} from './content/world-calibration';
import { numberColumn, terminalTable, textColumn, wrapped } from './terminal';
import type { WorldCalibrationReport } from './world-calibration';

const columnsOf = (labels: readonly string[], texts: number) =>
  labels
    .map((label) => `${label.charAt(0).toLowerCase()}${label.slice(1)}`)
    .map((label, i) => (i < texts ? textColumn(label) : numberColumn(label)));

/** Columns of the flows that a terminal has room for. */
const SHOWN = ['Action', 'From', 'To', 'Customers', 'Share', '95 % interval', "Minus No Action's"].map(
  (label) => flowLabels.indexOf(label),
);
const shown = (cells: readonly string[]) => SHOWN.map((i) => cells[i]!);

export function worldCalibrationText(report: WorldCalibrationReport): string {
  const { verdict, notIdentified } = report;
  return [
    calibrationHeadline(report),
    ...verdict.lines.map((line) => wrapped(`not reproduced: ${line}`, '  ')),
    wrapped(checkWords(report), ''),
    terminalTable(columnsOf(shown(flowLabels), 3), flowCells(report).map(shown)),
    wrapped(differenceWords(report), ''),
    terminalTable(columnsOf(arrivalLabels(report), 1), arrivalCells(report)),
    ...[...countWords(report), ...notIdentified].map((line) => wrapped(line, '  ')),
  ].join('\n\n');
}
