/** What the policies spend: cost and contacts per period, in the order of the comparison. */
import { figures, heading } from '../blocks';
import type { BarPanel } from '../charts/bars';
import { drawBarPanels } from '../charts/bars';
import type { Figure } from '../charts/figure';
import { metricLabel } from '../content/metrics';
import type { Ranking } from '../content/ranking';
import { modelOf, rankedPolicies, rankingOf } from '../content/ranking';
import { formatRounded } from '../format';
import type { PolicyResult } from '../report';
import type { Section } from './section';

const metrics = ['costPerPeriod', 'contactsPerPeriod'] as const;

function panelOf(metric: string, policies: readonly PolicyResult[]): BarPanel {
  return {
    title: metricLabel(metric),
    groups: [
      {
        name: metric,
        values: policies.map((policy) => policy.metrics[metric]?.value ?? null),
        colours: policies.map((policy) => (policy.role === 'model' ? 'model' : 'baseline')),
      },
    ],
  };
}

function effortFigure(ranking: Ranking): Figure {
  const policies = rankedPolicies(ranking);
  const rows = policies.map(({ name, role }) => ({ name, highlighted: role === 'model' }));
  const [cost, contacts] = metrics.map((metric) => modelOf(ranking)?.metrics[metric]?.value ?? null);
  return {
    id: 'effort',
    title:
      typeof cost !== 'number' || typeof contacts !== 'number'
        ? 'Cost and contacts per period'
        : `The model spends ${formatRounded(cost)} and makes ${formatRounded(contacts)} contacts per period`,
    caption: 'Policies in the order of the first chart, best first. Costs are part of the reward already.',
    legend: [],
    draw: (width) =>
      drawBarPanels(
        rows,
        metrics.map((metric) => panelOf(metric, policies)),
        width,
      ),
  };
}

export const effort: Section<Ranking> = {
  key: 'effort',
  data: (report) => {
    const ranking = rankingOf(report);
    const isMeasured = (policy: PolicyResult): boolean => metrics.some((metric) => metric in policy.metrics);
    return ranking?.policies.some(isMeasured) ? ranking : undefined;
  },
  blocks: (ranking) => [heading('What they spend'), ...figures([effortFigure(ranking)])],
};
