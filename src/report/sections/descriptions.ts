/** What each policy does, for readers who meet the names first in a chart. */
import type { Block } from '../blocks';
import { heading } from '../blocks';
import { modelOf, rankedPolicies, rankingOf } from '../content/ranking';
import { logValuesOf } from '../content/log-values';
import type { ShortList } from '../content/short-list';
import { foldedBlocks, shortList } from '../content/short-list';
import { isPublishedForm } from '../content/thresholds';
import type { PolicyResult, ReportData } from '../report';
import type { Section } from './section';

interface Descriptions {
  readonly policies: readonly PolicyResult[];
  /** Name of a policy to stand out, or null. */
  readonly highlighted: string | null;
  readonly shortList: ShortList;
}

/** In a ranking the model has to be found; else it stands first. */
function descriptionsOf(report: ReportData): Descriptions | undefined {
  if (report.policies.length === 0) return undefined;
  const ranking = rankingOf(report);
  const shown = shortList(report);
  const judged = logValuesOf(report)?.offPolicy.policies;
  // Baselines that only the published lines know are nobody's on a page without these lines.
  const isMet = (name: string) =>
    judged === undefined || isPublishedForm(report.config) || judged[name] !== undefined;
  return {
    policies: ranking
      ? rankedPolicies(ranking)
      : report.policies.filter(({ name }) => shown.names.has(name) && isMet(name)),
    highlighted: ranking ? (modelOf(ranking)?.name ?? null) : null,
    shortList: shown,
  };
}

function table({ policies, highlighted }: Descriptions): Block {
  return {
    kind: 'table',
    caption: 'What each policy does',
    columns: [
      { label: 'Policy', align: 'left' },
      { label: 'What it does', align: 'left' },
    ],
    rows: policies.map(({ name, description }) => [name, description]),
    highlighted,
  };
}

export const descriptions: Section<Descriptions> = {
  key: 'descriptions',
  data: descriptionsOf,
  blocks: (data) => [heading('The policies'), table(data), ...foldedBlocks(data.shortList)],
};
