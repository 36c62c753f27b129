/** What the terminal shows when a run ends. */
import { caveatOf, headline, reasonsOf } from './content/verdict';
import type { Report } from './report';
import { comparison } from './sections/comparison';
import { dataLimits } from './sections/data-limits';
import { enriched } from './sections/enriched';
import { looks } from './sections/looks';
import { matchedActions } from './sections/matched-actions';
import { publishedLines } from './sections/published-lines';
import { readable } from './sections/readable';
import type { Section } from './sections/section';
import { sectionSummary } from './sections/section';
import { seeds } from './sections/seeds';
import { selection } from './sections/selection';
import { unloggedActions } from './sections/unlogged-actions';
import { spending } from './sections/spending';
import { values } from './sections/values';
import { shrinkage } from './sections/shrinkage';
import { winsorised } from './sections/winsorised';
import { worldLimits } from './sections/world-limits';
import { wrapped } from './terminal';

/** Unlike on the page, limits stand after the results: a terminal is read from its last line. */
const sections: readonly Section<unknown>[] = [
  comparison,
  values,
  spending,
  publishedLines,
  matchedActions,
  selection,
  enriched,
  readable,
  worldLimits,
  dataLimits,
  unloggedActions,
  shrinkage,
  winsorised,
  seeds,
  looks,
];

/** Plain text, at most 100 columns (long policy names are cut), no newline at the end. */
export function reportSummary(report: Report): string {
  const parts = sections.flatMap((section) => sectionSummary(section, report));
  const reasons = reasonsOf(report).map((reason) => wrapped(reason, '  '));
  const caveat = caveatOf(report);
  const verdict = [headline(report), ...(caveat === '' ? [] : [caveat])].map((text) => wrapped(text, ''));
  return [...parts, [...verdict, ...reasons].join('\n')].join('\n\n');
}
