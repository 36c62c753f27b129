/** The whole page of a report as blocks: limits before results, results before what is there to look up. */
import type { Block } from '../blocks';
import type { ReportData } from '../report';
import { chance } from './chance';
import { comparison } from './comparison';
import { dataLimits } from './data-limits';
import { descriptions } from './descriptions';
import { effort } from './effort';
import { learning } from './learning';
import { matchedActions } from './matched-actions';
import { offPolicyValue } from './off-policy-value';
import { publishedLines } from './published-lines';
import type { Section } from './section';
import { sectionBlocks } from './section';
import { seeds } from './seeds';
import { views } from './views';

/** In the order of the page. */
const sections: readonly Section<unknown>[] = [
  dataLimits,
  offPolicyValue,
  comparison,
  effort,
  learning,
  views,
  matchedActions,
  publishedLines,
  chance,
  seeds,
  descriptions,
];

/** Keys of the sections that a report has data for, in the order of the page. */
export function sectionKeys(report: ReportData): string[] {
  return sections.filter((section) => section.data(report) !== undefined).map(({ key }) => key);
}

export function pageBlocks(report: ReportData): Block[] {
  return sections.flatMap((section) => sectionBlocks(section, report));
}
