/** Runs side by side as the terminal shows them: a line a run, however many there are. */
import type { ComparedRuns, DifferingSetting } from './compared-runs';
import {
  CANNOT_TELL,
  comparableText,
  comparisonHeadline,
  differenceText,
  effortColumns,
  effortUnit,
  measureLabel,
  NO_RANKING,
  overSeedsText,
  reasonsByRuns,
  settingText,
  valueText,
  withoutBeginning,
} from './content/compared-runs';
import { ABSENT, formatNumber } from './format';
import { numberColumn, terminalTable, textColumn, wrapped } from './terminal';
import { oneLine } from './text-table';

const WIDTH = 100;
const GAP = 2;

/** Letters of a run's name: with the longest verdict, values and names of baselines a line is then full. */
const MOST_NAME = 20;

/** Letters of a setting's key or value. */
const MOST_LETTERS = 28;

/** Settings shown; the others are in the JSON document. */
const MOST_SETTINGS = 40;

const shortName = (name: string) => withoutBeginning(oneLine(name), MOST_NAME);
const shortKey = (key: string) => withoutBeginning(key, MOST_LETTERS);
const shortValue = (text: string) =>
  text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : oneLine(text);

function resultsTable(compared: ComparedRuns): string {
  const { runs } = compared;
  const level = runs.find(({ value }) => value.value !== null)?.value.level ?? 0.95;
  const columns = [
    ...['run', 'verdict'].map(textColumn),
    ...['value', 'minus baseline'].map(numberColumn),
    textColumn('baseline'),
  ];
  const rows = runs.map((run) => [
    ...[shortName(run.name), run.decision, valueText(run), differenceText(run)],
    run.baseline ?? ABSENT,
  ]);
  const unit = `(value: ${measureLabel(compared).toLowerCase()}; intervals of ${formatNumber(100 * level)} %)`;
  return [terminalTable(columns, rows), unit].join('\n');
}

function effortTable(compared: ComparedRuns): string {
  const { runs } = compared;
  const columns = effortColumns(compared);
  const rows = runs.map((run, i) => [
    ...[shortName(run.name), ...columns.map(({ cells }) => cells[i]!)],
    run.backend,
  ]);
  const labels = columns.map(({ label }) => numberColumn(label.toLowerCase()));
  const table = terminalTable([textColumn('run'), ...labels, textColumn('backend')], rows);
  return [table, `(${effortUnit(compared)})`].join('\n');
}

function seedsTable({ runs }: ComparedRuns): string[] {
  const several = runs.filter(({ overSeeds }) => overSeeds !== null);
  if (several.length === 0) return [];
  const rows = several.map((run) => [shortName(run.name), overSeedsText(run)]);
  return [terminalTable([textColumn('run'), numberColumn('value over its seeds')], rows)];
}

/** As many columns at a time as a line has room for, never none. */
function columnGroups(widths: readonly number[], room: number): number[][] {
  const groups: number[][] = [];
  let left = 0;
  widths.forEach((width, column) => {
    left -= width + GAP;
    if (groups.length === 0 || left < 0) {
      groups.push([]);
      left = room - width - GAP;
    }
    groups.at(-1)!.push(column);
  });
  return groups;
}

/** A column a run; where the runs are too many for one table, several below each other. */
function settingsTables(names: readonly string[], all: readonly DifferingSetting[]): string[] {
  if (all.length === 0) return ['Their settings are alike.'];
  const settings = all.slice(0, MOST_SETTINGS);
  const keys = settings.map(({ key }) => shortKey(key));
  const cells = names.map((_, run) => settings.map(({ values }) => shortValue(settingText(values[run]))));
  const labels = names.map(shortName);
  const widths = labels.map((label, run) =>
    Math.max(label.length, ...cells[run]!.map(({ length }) => length)),
  );
  const room = WIDTH - Math.max('setting'.length, ...keys.map(({ length }) => length));
  const tables = columnGroups(widths, room).map((runs) =>
    terminalTable(
      [textColumn('setting'), ...runs.map((run) => numberColumn(labels[run]!))],
      keys.map((key, i) => [key, ...runs.map((run) => cells[run]![i]!)]),
    ),
  );
  const left = all.length - settings.length;
  return [...tables, ...(left === 0 ? [] : [`and ${formatNumber(left)} more settings: see --json`])];
}

/** Plain text, at most 100 columns, no newline at the end. */
export function comparedRunsText(compared: ComparedRuns): string {
  const { runs, settings } = compared;
  const untold = reasonsByRuns(runs.filter(({ decision }) => decision === CANNOT_TELL)).map(
    ({ names, reasons }) =>
      [
        wrapped(`Nothing can be told of ${names.join(', ')}:`, ''),
        ...reasons.map((reason) => wrapped(reason, '  ')),
      ].join('\n'),
  );
  return [
    [comparisonHeadline(compared), comparableText(compared)].map((text) => wrapped(text, '')).join('\n'),
    resultsTable(compared),
    ...seedsTable(compared),
    effortTable(compared),
    ...settingsTables(
      runs.map(({ name }) => name),
      settings,
    ),
    ...untold,
    wrapped(NO_RANKING, ''),
  ].join('\n\n');
}
