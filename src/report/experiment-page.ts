/** An experiment as experiment.html and experiment.md. Brings the chart library with it: import it where one is wanted. */
import { join } from 'node:path';
import { writeFileAtomically } from '../core/files';
import type { Block } from './blocks';
import { facts, figures, heading, numberTable, paragraph } from './blocks';
import type { Figure } from './charts/figure';
import { clippedText } from './charts/interval-axis';
import { drawIntervals } from './charts/intervals';
import {
  comparisonCells,
  comparisonLabels,
  experimentHeadline,
  experimentRemarks,
  experimentState,
  groupCells,
  groupLabels,
  intervalWords,
} from './content/experiment';
import type { ReadExperiment } from './experiment-read';
import { formatDifference, formatNumber, formatShare } from './format';
import { pageHtml } from './html';
import { pageMarkdown } from './markdown';
import type { Page } from './page';

const EXPERIMENT_FILES = ['experiment.html', 'experiment.md'] as const;

/** The fixed interval of every group, and below it the one of any time. */
function differencesFigure({ result, outcome }: ReadExperiment): Figure[] {
  const { control, lookLevel, level } = result;
  const rows = result.comparisons.flatMap(({ group, difference, anytime }) =>
    difference.value === null
      ? []
      : [
          { name: group, estimate: difference, highlighted: true },
          { name: `${group}, any time`, estimate: anytime, highlighted: false },
        ],
  );
  const [first] = rows;
  if (first === undefined) return [];
  const axis = `${outcome} per customer, minus ${control}`;
  return [
    {
      id: 'differences',
      title: `${first.name} minus ${control}: ${formatDifference(first.estimate)} per customer`,
      caption:
        `Each dot is the difference per customer to ${control}, each bar an interval: where it lies right of 0 the group brought more. ` +
        `Blue is the ${formatShare(lookLevel)} interval of one look, grey the ${formatShare(level)} interval that holds at any time.${clippedText(rows)}`,
      legend: [],
      draw: (width) => drawIntervals(rows, axis, width),
    },
  ];
}

function differenceBlocks(read: ReadExperiment): Block[] {
  const { comparisons, split, control } = read.result;
  if (split.isBroken)
    return [
      paragraph(
        'No difference is shown: groups of whom some were lost differ by more than what was done to them.',
      ),
    ];
  return [
    ...figures(differencesFigure(read)),
    numberTable(
      `What each group brings more than ${control} per customer, by the group that customers were given`,
      comparisonLabels(read),
      comparisons.map(comparisonCells),
    ),
    facts(intervalWords(read)),
    ...comparisons.flatMap(({ group, decision, reasons }) => [
      paragraph(`${group}: ${decision}`),
      facts(reasons),
    ]),
  ];
}

function pageOf(read: ReadExperiment): Page {
  const { result, data, groupsFile, outcome, until, dataHash, groupsHash } = read;
  const headline = experimentHeadline(read);
  return {
    ...{ title: `${headline} contact-dqn`, state: experimentState(read), headline },
    kicker: 'Experiment',
    caveat: '',
    numbers: result.split.isBroken
      ? []
      : result.comparisons.map(({ group, difference, decision }) => ({
          label: `${group} minus ${result.control}, ${outcome} per customer`,
          value: difference.value === null ? 'cannot tell' : formatDifference(difference),
          note: decision,
        })),
    reasons: experimentRemarks(read),
    facts: [
      `outcomes ${data} ${dataHash.slice(0, 12)}`,
      `groups ${groupsFile} ${groupsHash.slice(0, 12)}`,
      `${formatNumber(read.outcomeRows.counted)} rows`,
      ...(until === null ? [] : [`until ${until}`]),
    ],
    blocks: [
      heading(`What the groups bring more than ${result.control}`),
      ...differenceBlocks(read),
      heading('Who was in which group'),
      numberTable('Customers by the group they were given', groupLabels, result.groups.map(groupCells)),
    ],
    details: null,
  };
}

export const experimentHtml = (read: ReadExperiment): string => pageHtml(pageOf(read));
export const experimentMarkdown = (read: ReadExperiment): string => pageMarkdown(pageOf(read));

/** @returns the paths written @throws InputError if the folder cannot be written */
export function writeExperiment(folder: string, read: ReadExperiment): string[] {
  const texts = [experimentHtml(read), experimentMarkdown(read)];
  return EXPERIMENT_FILES.map((name, i) => {
    const path = join(folder, name);
    writeFileAtomically(path, texts[i]!);
    return path;
  });
}
