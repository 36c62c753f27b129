/** A customer model as report.json, report.md and report.html. Brings the chart library with it: import it where one is wanted. */
import { join } from 'node:path';
import { writeFileAtomically } from '../core/files';
import { dayText } from '../core/moment-text';
import type { Block } from './blocks';
import { facts, figures, heading, list, numberTable, paragraph } from './blocks';
import {
  armCells,
  armLabels,
  atOnceWords,
  judgedWords,
  measureCells,
  measureLabels,
  modelHeadline,
  notWorkingFor,
  partCells,
  partLabels,
  wayCells,
  wayLabels,
} from './content/customer-model';
import { calibrationFigures, partFigures, qiniFigures, sideBySideFigures } from './customer-model-figures';
import type { CustomerModelReport, Judgement } from './customer-model';
import { formatDifference, formatEstimate, formatNumber } from './format';
import { pageHtml } from './html';
import { reportJson } from './json';
import { pageMarkdown } from './markdown';
import type { Page } from './page';

/** Beside what needs no model: whoever does not beat that has learned nothing. */
function sideBySideBlocks(judged: Judgement): Block[] {
  if (judged.sideBySide.length === 0) return [];
  return [
    heading('Beside what needs no model'),
    ...figures(sideBySideFigures(judged)),
    ...judged.sideBySide.map((beside) =>
      numberTable(
        `${beside.measure}, good if it is ${beside.better}`,
        wayLabels(beside),
        beside.ways.map(wayCells),
      ),
    ),
  ];
}

function armBlocks({ gains }: Judgement): Block[] {
  if (gains === undefined) return [];
  return [
    numberTable(
      'Decisions by action; as so many customers of equal weight they count (effective sample size)',
      armLabels,
      gains.arms.map(armCells),
    ),
  ];
}

function judgedBlocks(report: CustomerModelReport, judged: Judgement): Block[] {
  const without = notWorkingFor(report);
  return [
    heading('How good it is'),
    paragraph(judgedWords(report)),
    numberTable('Model and anchor on the same customers', measureLabels, judged.measures.map(measureCells)),
    ...(judged.remarks.length > 0 ? [list(judged.remarks)] : []),
    ...figures([...calibrationFigures(judged), ...qiniFigures(judged)]),
    ...sideBySideBlocks(judged),
    ...armBlocks(judged),
    heading('For whom it works'),
    ...(without.length === 0
      ? [paragraph('It is better than the anchor for every kind of customers that was looked at.')]
      : [paragraph('Nothing shows that it works for:'), list(without)]),
    ...(atOnceWords(judged) === '' ? [] : [paragraph(atOnceWords(judged))]),
    ...figures(partFigures(judged)),
    ...judged.parts.map(({ by, parts }) =>
      numberTable(`${judged.names.loss} by ${by}`, partLabels(judged), parts.map(partCells)),
    ),
  ];
}

function pageOf(report: CustomerModelReport): Page {
  const {
    judged,
    fewCases,
    saysNothing,
    model,
    asOf,
    window,
    customers,
    columns,
    version,
    data,
    dataHash,
    timeZone,
  } = report;
  const headline = modelHeadline(report);
  return {
    ...{ title: `${headline} contact-dqn`, headline, kicker: `Customer model · ${model}` },
    state: judged === null || saysNothing !== null ? 'limited' : judged.beside.decision.replaceAll(' ', '-'),
    caveat: [
      ...(judged === null ? [judgedWords(report)] : []),
      ...(fewCases === null ? [] : [fewCases]),
    ].join('. '),
    numbers: (judged?.measures ?? []).slice(0, 3).map(({ name, model: value, difference }) => ({
      ...{ label: name, value: formatEstimate(value) },
      note: difference === null ? '' : `${formatDifference(difference)} against the anchor`,
    })),
    reasons: [report.description, `anchor: ${report.anchor}`],
    facts: [
      `contact-dqn ${version}`,
      `fitted on what was known before ${dayText(asOf, timeZone)}`,
      `window ${window}`,
      `${data} ${dataHash.slice(0, 12)}`,
    ],
    blocks: [
      ...(judged === null ? [] : judgedBlocks(report, judged)),
      heading('What was fitted'),
      facts([
        ...report.facts,
        `${formatNumber(customers)} customers were known when the window began`,
        `columns: ${columns.map(({ name, kind }) => `${name} (${kind})`).join(', ')}`,
      ]),
    ],
    details: { summary: 'Settings', text: JSON.stringify(report.settings, null, 2) },
  };
}

export const customerModelHtml = (report: CustomerModelReport): string => pageHtml(pageOf(report));
export const customerModelMarkdown = (report: CustomerModelReport): string => pageMarkdown(pageOf(report));

/** @throws InputError if the folder cannot be written; RangeError if the report holds a number that is not finite */
export function writeCustomerModelReport(folder: string, report: CustomerModelReport): void {
  const texts = {
    'report.json': reportJson(report),
    'report.md': customerModelMarkdown(report),
    'report.html': customerModelHtml(report),
  };
  for (const [name, text] of Object.entries(texts)) writeFileAtomically(join(folder, name), text);
}
