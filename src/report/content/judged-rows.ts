/** Which decisions of a log were judged, in one sentence. */
import { formatNumber } from '../format';
import type { OffPolicy } from '../report';

/** Those that the model was not trained on; all of the log; or all, some of which it was trained on, or may have been. */
export type JudgedRows =
  | { readonly kind: 'held out' }
  | { readonly kind: 'all' }
  | { readonly kind: 'trained on'; readonly count: number }
  | { readonly kind: 'not known' };

type Judged = Pick<OffPolicy, 'decisions' | 'units' | 'unit'>;

/** `3,933 decisions of 1,000 customers`; rows that nobody's name ties together are just decisions. */
export function decisionsText({ decisions, units, unit }: Judged): string {
  const all = `${formatNumber(decisions)} decisions`;
  return unit === 'row' ? all : `${all} of ${formatNumber(units)} ${unit}s`;
}

/** @param data the log's file */
export function judgedRowsText(rows: JudgedRows, judged: Judged, data: string): string {
  const decisions = decisionsText(judged);
  if (rows.kind === 'held out')
    return `Judged on the ${decisions} in ${data} that the model was not trained on.`;
  const all = `Judged on all ${decisions} in ${data}`;
  if (rows.kind === 'not known') return `${all}, some of which the model may have been trained on.`;
  return rows.kind === 'all'
    ? `${all}; a policy that is learned here from the log meets only decisions that it did not learn from.`
    : `${all}, ${formatNumber(rows.count)} of which the model was trained on.`;
}

/** Who is judged apart, for they were left alone whatever a policy would have done; empty where nobody was. */
export function heldBackTexts({ heldBack, unit }: Pick<OffPolicy, 'heldBack' | 'unit'>): string[] {
  if (heldBack === undefined) return [];
  const { policies } = heldBack;
  const on =
    policies.length === 0
      ? 'nothing is judged on them'
      : `${policies.join(', ')} ${policies.length === 1 ? 'is' : 'are'} judged on them alone, all else on the others`;
  return [`Beside these, ${decisionsText({ ...heldBack, unit })} were kept from contacts: ${on}.`];
}
