/** The tables of the study, for readers. */
import type { Estimate } from '../../src/core/estimate';
import { formatShare } from '../../src/report/format';
import { table } from '../docs/markdown';
import type { thisMachine } from '../peers/machine';
import type { StudiedCompany } from './one-company';
import { amountsPart, likedKindsPart, segmentsPart } from './page-parts';

export interface CompanyStudy {
  readonly version: string;
  readonly date: string;
  readonly machine: ReturnType<typeof thisMachine>;
  /** Of each company. */
  readonly customers: number;
  readonly companies: readonly StudiedCompany[];
}

const around = ({ value, low, high }: Estimate) =>
  `${value!.toFixed(4)} (${low!.toFixed(4)} to ${high!.toFixed(4)})`;

const seconds = (value: number | null) => (value === null ? '–' : value.toFixed(1));

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** How near a model is to come to the hidden hazard. */
const AGREED = 0.02;

/** How far the default method lies from an order, in the mean of the companies. */
function behind(companies: readonly StudiedCompany[], other: number): number {
  const logistic = companies.map(({ churn }) => churn.find(({ name }) => name === 'logistic')!.auc.value!);
  const others = companies.map(({ churn }) => churn[other]!.auc.value!);
  return mean(others) - mean(logistic);
}

const holds = (gap: number) => (gap <= AGREED ? 'holds' : 'does not hold');

export function companyPage({ version, date, machine, customers, companies }: CompanyStudy): string {
  const [toHazard, toBest] = [behind(companies, 0), behind(companies, 1)];
  const churn = companies.flatMap((company) =>
    company.churn.map((one) => [
      ...[String(company.seed), one.name, around(one.auc), around(one.aucOfThoseThere), seconds(one.seconds)],
    ]),
  );
  const value = companies.flatMap((company) =>
    company.value.map((one) => [
      ...[String(company.seed), one.name, around(one.rankCorrelation), seconds(one.seconds)],
    ]),
  );
  const kinds = companies.map(
    ({ seed, customers: judged, lost, gone }) =>
      `seed ${seed}: ${judged} customers who had bought, ${formatShare(lost)} of them without a purchase in the window, ${formatShare(gone)} gone before it`,
  );
  return [
    '# Customer models in companies whose truth is known',
    `Companies of ${customers} customers by \`simulate-company\`, version ${version}, written by \`npm run study:company\` on ${date}: ${machine.processor}, ${machine.cores} cores; seconds are of processor. Models are fitted on what was known after 52 weeks, and judged on the 13 weeks that follow. ${kinds.join('; ')}.`,
    '## Churn: AUC',
    `The hidden hazard is the true chance of no purchase, which knows each customer's interest, fatigue and favourite channel. Nobody sees these. The best that the log tells is that chance, averaged over all that the rows of the contact log before the date leave possible, by Bayes' rule and the true mechanism: apart from luck no model of the tables can order customers better. In the mean of the companies the logistic model is ${toHazard.toFixed(4)} behind the hidden hazard, and ${toBest.toFixed(4)} behind the best that the log tells.`,
    `Agreed was ${AGREED} to the hidden hazard: that ${holds(toHazard)}. To the best that the log tells it ${holds(toBest)}.`,
    table(['seed', 'ordered by', 'AUC', 'AUC of those still there', 'seconds'], churn),
    '## Value: rank correlation with the true expected amount',
    table(['seed', 'ordered by', 'rank correlation', 'seconds'], value),
    ...amountsPart(companies),
    ...segmentsPart(companies),
    ...likedKindsPart(companies),
    '',
  ].join('\n\n');
}
