/** A calibrated world as report.json, report.md and report.html. Brings the chart library with it: import it where one is wanted. */
import { join } from 'node:path';
import { writeFileAtomically } from '../core/files';
import { dayText } from '../core/moment-text';
import { facts, figures, heading, list, numberTable, paragraph, type Block } from './blocks';
import { drawCourse } from './charts/course';
import type { Figure } from './charts/figure';
import { drawIntervals } from './charts/intervals';
import {
  arrivalCells,
  arrivalLabels,
  calibrationHeadline,
  checkWords,
  costCells,
  costLabels,
  countWords,
  definitionWords,
  differenceWords,
  flowCells,
  flowLabels,
  flowTitle,
  statisticCells,
  statisticLabels,
  unshownActions,
} from './content/world-calibration';
import { formatNumber } from './format';
import { pageHtml } from './html';
import { reportJson } from './json';
import { pageMarkdown } from './markdown';
import type { Page } from './page';
import type { WorldCalibrationReport } from './world-calibration';

/** Periods in which the log lies within the middle of the simulated ones. */
function courseFigures({ check }: WorldCalibrationReport): Figure[] {
  return check.courses.map((course) => {
    const { state, logged, low, high } = course;
    const within = logged.filter((value, i) => value >= low[i]! && value <= high[i]!).length;
    return {
      id: `course-${state}`,
      title: `${state}: the log lies within the simulated logs at ${within} of ${logged.length} points in time`,
      caption: 'Customers at the beginning of each period. Band: the middle 95 % of simulated logs.',
      legend: [
        { label: 'the log', colour: 'model', mark: 'solid' },
        { label: 'mean of simulated logs', colour: 'baseline', mark: 'dashed' },
      ],
      draw: (width: number) => drawCourse(course, 'customers', width),
    };
  });
}

/** What each action makes of the customers who can be won back or lost; those on whom nothing was decided stand beside. */
function flowFigures({ flows }: WorldCalibrationReport): Figure[] {
  const moves = [...new Set(flows.map(({ from, to }) => `${from} to ${to}`))];
  return moves.map((move, place) => {
    const own = flows.filter(({ from, to }) => `${from} to ${to}` === move);
    const largestFirst = own.toSorted((a, b) => b.share - a.share);
    const rows = largestFirst.map(({ action, share, low, high, level }) => ({
      name: action,
      estimate: { value: share, low, high, level },
      highlighted: action === own[0]!.action,
    }));
    return {
      id: `flow-${place}`,
      title: flowTitle(move, largestFirst),
      caption: `Share of the customers in the state before who are in the other one a period later, by action, with 95 % intervals. In bold: without a contact.`,
      legend: [],
      draw: (width: number) => drawIntervals(rows, 'share of the customers', width),
    };
  });
}

function blocksOf(report: WorldCalibrationReport): Block[] {
  const { verdict, notIdentified } = report;
  return [
    heading('The log and the calibrated world'),
    paragraph(checkWords(report)),
    ...(verdict.lines.length === 0 ? [] : [paragraph('The world does not reproduce:'), list(verdict.lines)]),
    ...figures(courseFigures(report)),
    numberTable(
      'Statistics of the log beside those of simulated logs',
      statisticLabels,
      statisticCells(report),
    ),
    heading('Who moves where'),
    ...figures(flowFigures(report)),
    numberTable('Shares that move in a period', flowLabels, flowCells(report)),
    paragraph(differenceWords(report)),
    heading('Who joins, what they bring, and what contacts cost'),
    numberTable('A period, by state', arrivalLabels(report), arrivalCells(report)),
    numberTable('By action', costLabels(report), costCells(report)),
    heading('What is not identified'),
    list(notIdentified),
    heading('How the log was read'),
    paragraph(definitionWords(report)),
    facts(countWords(report)),
  ];
}

/** Statistics named above the page; the others stand below. */
const NAMED = 4;

function caveatOf(report: WorldCalibrationReport): string {
  const missed = report.check.statistics.filter(({ reproduced }) => !reproduced).map(({ name }) => name);
  const more = missed.length > NAMED ? `; and ${missed.length - NAMED} more, see below` : '';
  const unshown = unshownActions(report);
  return [
    ...(missed.length === 0 ? [] : [`Not reproduced: ${missed.slice(0, NAMED).join('; ')}${more}.`]),
    ...(unshown.length === 0 ? [] : [`Not shown to differ from No Action: ${unshown.join(', ')}.`]),
  ].join(' ');
}

function pageOf(report: WorldCalibrationReport): Page {
  const { check, verdict, world, version, data, dataHash, from, until, timeZone, period, settings } = report;
  const headline = calibrationHeadline(report);
  const kept = check.statistics.length - verdict.lines.length;
  return {
    ...{ title: `${headline} contact-dqn`, headline, kicker: `Calibrated world · ${world}` },
    state: verdict.decision === 'reproduced' ? 'better' : 'limited',
    caveat: caveatOf(report),
    numbers: [
      { label: 'statistics reproduced', value: `${kept} of ${check.statistics.length}`, note: '' },
      { label: 'periods', value: formatNumber(report.periods), note: `of ${period}` },
      { label: 'customers', value: formatNumber(report.customers), note: 'at the end' },
    ],
    reasons: [],
    facts: [
      `contact-dqn ${version}`,
      `${dayText(from, timeZone)} to ${dayText(until, timeZone)}`,
      `${data} ${dataHash.slice(0, 12)}`,
      ...(report.segment === null ? [] : [`segment ${report.segment.name} of ${report.segment.model}`]),
    ],
    blocks: blocksOf(report),
    details: { summary: 'Settings of the world', text: JSON.stringify(settings, null, 2) },
  };
}

/** @throws InputError if the folder cannot be written; RangeError if the report holds a number that is not finite */
export function writeWorldCalibrationReport(folder: string, report: WorldCalibrationReport): void {
  const page = pageOf(report);
  const texts = {
    'report.json': reportJson(report),
    'report.md': pageMarkdown(page),
    'report.html': pageHtml(page),
  };
  for (const [name, text] of Object.entries(texts)) writeFileAtomically(join(folder, name), text);
}
