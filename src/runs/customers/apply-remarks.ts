/** What whoever reads scores must know: how little the model may be worth, and of whom it says nothing. */
import type { FittedModel } from '../../profiles/customer-model';
import type { ProfileTable } from '../../profiles/profile/profile-table';
import type { CustomerManifest } from '../../profiles/saved/manifest';
import { count } from '../../profiles/words';

/** Customers of whom no column has anything. */
function withoutScore({ customers, columns }: ProfileTable): number {
  const isMissing = columns.map((column) =>
    column.kind === 'category'
      ? (row: number) => column.codes[row]! < 0
      : (row: number) => Number.isNaN(column.values[row]),
  );
  return customers.filter((_, row) => isMissing.every((missing) => missing(row))).length;
}

/** Why some, or all, have no score. */
function emptyRemark(model: string, { saysNothing, speaksOf }: FittedModel, scores: ProfileTable): string[] {
  if (saysNothing !== null) return [`every row is empty: ${saysNothing}`];
  const empty = withoutScore(scores);
  if (empty === 0) return [];
  const why =
    speaksOf === null ? `${model} says nothing of them` : `${model} speaks of those alone ${speaksOf}`;
  return [`${count(empty)} of ${count(scores.customers.length)} rows are empty: ${why}`];
}

function verdictRemark({ verdict }: CustomerManifest): string[] {
  if (verdict === null) return ['not judged when it was fitted: there was too little to judge it by'];
  return verdict.decision === 'better' ? [] : [verdict.lines[0]!];
}

export function applyRemarks(
  fitted: FittedModel,
  manifest: CustomerManifest,
  scores: ProfileTable,
): string[] {
  return [
    ...emptyRemark(manifest.model, fitted, scores),
    ...verdictRemark(manifest),
    ...(fitted.fewCases === null ? [] : [fitted.fewCases]),
  ];
}
