/**
 * What a customer bought, in the measures of the field. Of models of repeat buying (BG/NBD and the like): purchases on one
 * day are one, x = `frequency` counts the days with a purchase after the first, t_x = `recency_days` is the time between
 * the first and the last of them, and T = `age_days` that between the first and the end of what is known, all in whole
 * days. Whoever never bought has none of these: such models begin with the first purchase.
 *
 * @see Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24(2): x, t_x, T
 * @see Fader & Hardie (2005; 2013), The Gamma-Gamma Model of Monetary Value: the mean of repeat transactions
 */
import type { NumberKind, RawColumn } from '../../dataset/contacts/contact-log';
import type { CompanyTables } from '../tables/company-tables';
import { RECENCY_COLUMN } from './column-names';
import { daysSince } from './days-since';
import { fromMillionths } from './exact-sums';
import type { TransactionTotals } from './transaction-totals';

const column = (name: string, kind: NumberKind, values: Float64Array): RawColumn => ({ name, kind, values });

/** NaN where there is nothing to divide by. */
function ratios(parts: Float64Array, wholes: Float64Array): Float64Array {
  return parts.map((part, customer) => (wholes[customer]! > 0 ? part / wholes[customer]! : NaN));
}

/** x, t_x, T, and the mean spend of a day with a purchase after the first. */
function repeatColumns({ fields }: TransactionTotals, today: number): RawColumn[] {
  const { purchaseDays, firstDay, lastDay, bought, boughtOnFirstDay } = fields;
  const frequency = purchaseDays.map((days) => (days > 0 ? days - 1 : NaN));
  const later = bought.map((amount, customer) => fromMillionths(amount - boughtOnFirstDay[customer]!));
  return [
    column('frequency', 'count', frequency),
    column(
      'recency_days',
      'days-since',
      lastDay.map((day, customer) => day - firstDay[customer]!),
    ),
    column(
      'age_days',
      'days-since',
      firstDay.map((day) => today - day),
    ),
    column('monetary_value', 'number', ratios(later, frequency)),
  ];
}

/** Shares of the money spent on each kind of product; NaN for whoever spent none. */
function shareColumns({ fields, groups, byGroup }: TransactionTotals, isListed: boolean): RawColumn[] {
  const byName = [...groups.keys()].sort((a, b) => (groups[a]! < groups[b]! ? -1 : 1));
  return byName.flatMap((i) => {
    const group = groups[i]!;
    // Of kinds that no table lists, those are known that were bought before the moment.
    const isKnown = isListed || byGroup[i]!.some((amount) => amount > 0);
    return isKnown ? [column(`share_${group}`, 'number', ratios(byGroup[i]!, fields.bought))] : [];
  });
}

/** @param today the last day of which something is known, as `dayOf` numbers them */
export function purchaseColumns(
  { products, transactions }: Pick<CompanyTables, 'products' | 'transactions'>,
  totals: TransactionTotals,
  moment: number,
  today: number,
): RawColumn[] {
  const { purchases, lastTime, spent, quantity } = totals.fields;
  return [
    daysSince(RECENCY_COLUMN, lastTime, moment),
    column('purchases', 'count', purchases),
    ...repeatColumns(totals, today),
    column('spend', 'number', spent.map(fromMillionths)),
    ...(transactions!.quantities === null
      ? []
      : [column('quantity', 'number', quantity.map(fromMillionths))]),
    ...(products === null ? [] : shareColumns(totals, products.isListed)),
  ];
}
