/** Runs side by side as comparison.html and comparison.md. Brings the chart library with it: import it where one is wanted. */
import { join } from 'node:path';
import { writeFileAtomically } from '../core/files';
import type { Block, TableColumn } from './blocks';
import { figures, heading, list, note, numberTable, paragraph } from './blocks';
import type { ComparedRun, ComparedRuns } from './compared-runs';
import { curvesFigure, valuesFigure } from './compared-runs-figures';
import {
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
} from './content/compared-runs';
import { ABSENT, formatShare } from './format';
import { pageHtml } from './html';
import { pageMarkdown } from './markdown';
import type { Page } from './page';

const COMPARISON_FILES = ['comparison.html', 'comparison.md'] as const;

/** Letters of a value in a table. */
const MOST_LETTERS = 60;

const left = (label: string): TableColumn => ({ label, align: 'left' });
const right = (label: string): TableColumn => ({ label, align: 'right' });

function resultsTable(compared: ComparedRuns): Block {
  const { runs } = compared;
  const hasSeeds = runs.some(({ overSeeds }) => overSeeds !== null);
  const cells = (run: ComparedRun) => [
    ...[run.name, run.decision, valueText(run), differenceText(run), run.baseline ?? ABSENT],
    ...(hasSeeds ? [overSeedsText(run)] : []),
  ];
  return {
    ...{
      kind: 'table',
      caption: 'What the runs came to, ± half the width of the interval',
      highlighted: null,
    },
    columns: [
      ...[left('Run'), left('Verdict'), right(measureLabel(compared)), right('Model minus baseline')],
      left('Baseline that decides'),
      ...(hasSeeds ? [right('Over its seeds (how many)')] : []),
    ],
    rows: runs.map(cells),
  };
}

function effortTable(compared: ComparedRuns): Block {
  const columns = effortColumns(compared);
  return {
    ...{ kind: 'table', caption: `What the runs took (${effortUnit(compared)})`, highlighted: null },
    columns: [left('Run'), ...columns.map(({ label }) => right(label)), left('Backend')],
    rows: compared.runs.map((run, i) => [run.name, ...columns.map(({ cells }) => cells[i]!), run.backend]),
  };
}

function settingsBlock({ runs, settings }: ComparedRuns): Block {
  if (settings.length === 0) return paragraph('Their settings are alike.');
  const cell = (value: unknown): string => {
    const text = settingText(value);
    return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text;
  };
  return numberTable(
    'Settings in which not all runs are alike',
    ['Setting', ...runs.map(({ name }) => name)],
    settings.map(({ key, values }) => [key, ...values.map(cell)]),
  );
}

function notes({ runs }: ComparedRuns): Block[] {
  const level = runs.find(({ value }) => value.value !== null)?.value.level ?? 0.95;
  return [
    note(
      'Interval',
      `a range made so that ${formatShare(level)} of such ranges contain the true value of this one model. It does not say ` +
        'how the same training would come out under another seed.',
    ),
    note(
      'Model minus baseline',
      'a difference within one run, against the baseline that decides its verdict; paired, on the same random numbers or customer by customer.',
    ),
  ];
}

function reasonsBlocks({ runs }: ComparedRuns): Block[] {
  const groups = reasonsByRuns(runs);
  if (groups.length === 0) return [];
  return [
    heading('Why the verdicts'),
    ...groups.flatMap(({ names, reasons }) => [paragraph(`${names.join(', ')}:`), list(reasons)]),
  ];
}

function pageOf(compared: ComparedRuns): Page {
  const { runs, comparable } = compared;
  const headline = comparisonHeadline(compared);
  const versions = [...new Set(runs.map(({ version }) => `contact-dqn ${version}`))];
  const subjects = [...new Set(runs.map(({ subject }) => subject))];
  const curves = curvesFigure(compared);
  return {
    ...{ title: `${headline} contact-dqn`, state: comparable ? 'alike' : 'worse', headline },
    kicker: 'Comparison of runs',
    caveat: '',
    numbers: [],
    reasons: [comparableText(compared), NO_RANKING],
    facts: [
      ...versions,
      ...subjects,
      ...runs.map(({ name, configHash }) => `${name} ${configHash.slice(0, 12)}`),
    ],
    blocks: [
      heading('What the runs came to'),
      ...figures(valuesFigure(compared)),
      resultsTable(compared),
      ...notes(compared),
      ...(curves.length === 0 ? [] : [heading('How they learned'), ...figures(curves)]),
      heading('What they took'),
      effortTable(compared),
      heading('What differs between their settings'),
      settingsBlock(compared),
      ...reasonsBlocks(compared),
    ],
    details: null,
  };
}

export const comparisonHtml = (compared: ComparedRuns): string => pageHtml(pageOf(compared));
export const comparisonMarkdown = (compared: ComparedRuns): string => pageMarkdown(pageOf(compared));

/** @returns the paths written @throws InputError if the folder cannot be written */
export function writeComparison(folder: string, compared: ComparedRuns): string[] {
  const texts = [comparisonHtml(compared), comparisonMarkdown(compared)];
  return COMPARISON_FILES.map((name, i) => {
    const path = join(folder, name);
    writeFileAtomically(path, texts[i]!);
    return path;
  });
}
