/** The whole page of a report as blocks: limits before results, results before what is there to look up. */
import type { Block } from '../blocks';
import type { ReportData } from '../report';
import { againstOthers } from './against-others';
import { certainty } from './certainty';
import { chance } from './chance';
import { compared } from './compared';
import { comparison } from './comparison';
import { contacted } from './contacted';
import { dataLimits } from './data-limits';
import { descriptions } from './descriptions';
import { effort } from './effort';
import { enriched } from './enriched';
import { estimates } from './estimates';
import { learning } from './learning';
import { leaves } from './leaves';
import { leavingAlone } from './leaving-alone';
import { looks } from './looks';
import { matchedActions } from './matched-actions';
import { offPolicyValue } from './off-policy-value';
import { propensities } from './propensities';
import { publishedLines } from './published-lines';
import { readable } from './readable';
import { reproduce } from './reproduce';
import type { Section } from './section';
import { sectionBlocks } from './section';
import { selection } from './selection';
import { seeds } from './seeds';
import { sensitivity } from './sensitivity';
import { unloggedActions } from './unlogged-actions';
import { spending } from './spending';
import { supportedActions } from './supported-actions';
import { values } from './values';
import { views } from './views';
import { shrinkage } from './shrinkage';
import { winsorised } from './winsorised';
import { worldLimits } from './world-limits';

/** In the order of the page. */
const sections: readonly Section<unknown>[] = [
  compared,
  worldLimits,
  dataLimits,
  unloggedActions,
  offPolicyValue,
  values,
  contacted,
  supportedActions,
  spending,
  leaves,
  enriched,
  readable,
  leavingAlone,
  estimates,
  propensities,
  sensitivity,
  certainty,
  looks,
  againstOthers,
  comparison,
  effort,
  selection,
  shrinkage,
  winsorised,
  learning,
  views,
  seeds,
  descriptions,
  reproduce,
  matchedActions,
  publishedLines,
  chance,
];

/** Keys of the sections that a report has data for, in the order of the page. */
export function sectionKeys(report: ReportData): string[] {
  return sections.filter((section) => section.data(report) !== undefined).map(({ key }) => key);
}

export function pageBlocks(report: ReportData): Block[] {
  return sections.flatMap((section) => sectionBlocks(section, report));
}
