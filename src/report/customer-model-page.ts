/** A customer model as report.json, report.md and report.html. Brings the chart library with it: import it where one is wanted. */
import { join } from 'node:path';
import { writeFileAtomically } from '../core/files';
import type { Block } from './blocks';
import { facts, figures, heading, list, numberTable, paragraph } from './blocks';
import type { Figure } from './charts/figure';
import { clippedText } from './charts/interval-axis';
import { drawIntervals } from './charts/intervals';
import { drawPredictedActual } from './charts/predicted-actual';
import { drawQiniCurve } from './charts/qini-curve';
import {
  dayText,
  judgedWords,
  measureCells,
  measureLabels,
  modelHeadline,
  notWorkingFor,
  partCells,
  partLabels,
} from './content/customer-model';
import type { CustomerModelReport, Judgement } from './customer-model';
import { formatDifference, formatEstimate, formatNumber } from './format';
import { pageHtml } from './html';
import { reportJson } from './json';
import { pageMarkdown } from './markdown';
import type { Page } from './page';

function calibrationFigures({ calibration }: Judgement): Figure[] {
  if (calibration === null || calibration.groups.length === 0) return [];
  const { quantity, groups } = calibration;
  const dots = groups.filter(({ actual }) => actual.value !== null);
  const off = dots.filter(
    ({ predicted, actual: { low, high } }) =>
      low !== null && high !== null && (predicted < low || predicted > high),
  );
  return [
    {
      id: 'calibration',
      title:
        off.length === 0
          ? `What was predicted is about what came, in all ${dots.length} groups`
          : `In ${off.length} of ${dots.length} groups another ${quantity} came than was predicted`,
      caption: `Customers in groups by their predicted ${quantity}, the lowest left. A dot above the dashed line: more came than was predicted. Bars are 95 % intervals of what came.`,
      legend: [],
      draw: (width) => drawPredictedActual(dots, quantity, width),
    },
  ];
}

function qiniFigures({ gains, names, beside: { decision } }: Judgement): Figure[] {
  if (gains === undefined) return [];
  const { outcome, curve, all } = gains;
  const dots = curve.filter(({ gained }) => gained.value !== null);
  if (dots.length === 0) return [];
  const shown = decision === 'better' ? 'gains more than' : 'is not shown to gain more than';
  return [
    {
      id: 'qini',
      title: `Contacting the first by ${names.model} ${shown} as many at random`,
      caption: `${outcome} gained per decision over contacting nobody, by the share that is contacted, those of the most expected effect first; bars are 95 % intervals. Dashed: as many contacts at random, up to contacting all (${formatEstimate(all)}). The area between the two is the Qini coefficient.`,
      legend: [
        { label: 'by the model', colour: 'model', mark: 'dot' },
        { label: 'at random', colour: 'muted', mark: 'dashed' },
      ],
      draw: (width) => drawQiniCurve(dots, outcome, width),
    },
  ];
}

function partFigures({ parts, names }: Judgement): Figure[] {
  const [verb, gained] = names.better === 'high' ? ['gains', 'gained'] : ['saves', 'saved'];
  return parts.flatMap(({ by, parts: all }, place) => {
    const rows = all
      .filter(({ gain }) => gain.value !== null)
      .map(({ name, gain, decision }) => ({ name, estimate: gain, highlighted: decision === 'better' }));
    if (rows.length === 0) return [];
    const better = rows.filter(({ highlighted }) => highlighted).length;
    return [
      {
        id: `parts-${place}`,
        title: `By ${by}: better for ${better} of ${rows.length} kinds of customers`,
        caption: `How much ${names.loss} the model ${verb} against ${names.anchor}, with intervals as wide as so many at once need: where a bar lies right of 0 the model works for them.${clippedText(rows)}`,
        legend: [],
        draw: (width: number) => drawIntervals(rows, `${names.loss} ${gained}`, width),
      },
    ];
  });
}

function judgedBlocks(report: CustomerModelReport, judged: Judgement): Block[] {
  const without = notWorkingFor(report);
  return [
    heading('How good it is'),
    paragraph(judgedWords(report)),
    numberTable('Model and anchor on the same customers', measureLabels, judged.measures.map(measureCells)),
    ...(judged.remarks.length > 0 ? [list(judged.remarks)] : []),
    ...figures([...calibrationFigures(judged), ...qiniFigures(judged)]),
    heading('For whom it works'),
    ...(without.length === 0
      ? [paragraph('It is better than the anchor for every kind of customers that was looked at.')]
      : [paragraph('Nothing shows that it works for:'), list(without)]),
    ...figures(partFigures(judged)),
    ...judged.parts.map(({ by, parts }) =>
      numberTable(`${judged.names.loss} by ${by}`, partLabels(judged), parts.map(partCells)),
    ),
  ];
}

function pageOf(report: CustomerModelReport): Page {
  const { judged, model, asOf, window, customers, columns, version, data, dataHash } = report;
  const headline = modelHeadline(report);
  return {
    ...{ title: `${headline} contact-dqn`, headline, kicker: `Customer model · ${model}` },
    state: judged === null ? 'limited' : judged.beside.decision.replaceAll(' ', '-'),
    caveat: judged === null ? judgedWords(report) : '',
    numbers: (judged?.measures ?? []).slice(0, 3).map(({ name, model: value, difference }) => ({
      ...{ label: name, value: formatEstimate(value) },
      note: difference === null ? '' : `${formatDifference(difference)} against the anchor`,
    })),
    reasons: [report.description, `anchor: ${report.anchor}`],
    facts: [
      `contact-dqn ${version}`,
      `fitted on what was known before ${dayText(asOf)}`,
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
