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
import type { MomentOf } from './moments';
import { fromMillionths } from './exact-sums';
import type { TransactionTotals } from './transaction-totals';

const column = (name: string, kind: NumberKind, values: Float64Array): RawColumn => ({ name, kind, values });

/** NaN where there is nothing to divide by. */
function ratios(parts: Float64Array, wholes: Float64Array): Float64Array {
  return parts.map((part, customer) => (wholes[customer]! > 0 ? part / wholes[customer]! : NaN));
}

/**
 * x, t_x, T, and the mean spend of a day with a purchase after the first: less what went back since the first of these days,
 * for before it money goes back for the first purchase.
 */
function repeatColumns({ fields }: TransactionTotals, todayOf: MomentOf): RawColumn[] {
  const { purchaseDays, firstDay, lastDay, spent, spentBeforeRepeat } = fields;
  const frequency = purchaseDays.map((days) => (days > 0 ? days - 1 : NaN));
  const later = spent.map((amount, customer) => fromMillionths(amount - spentBeforeRepeat[customer]!));
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
      firstDay.map((day, row) => todayOf(row) - day),
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

/** The last day of which something is known, as `dayOf` numbers them, is that of the last millisecond before the moment. */
export function purchaseColumns(
  { products, transactions, dayOf }: Pick<CompanyTables, 'products' | 'transactions' | 'dayOf'>,
  totals: TransactionTotals,
  momentOf: MomentOf,
): RawColumn[] {
  const { purchases, lastTime, spent, quantity } = totals.fields;
  return [
    daysSince(RECENCY_COLUMN, lastTime, momentOf),
    column('purchases', 'count', purchases),
    ...repeatColumns(totals, (row) => dayOf(momentOf(row) - 1)),
    column('spend', 'number', spent.map(fromMillionths)),
    ...(transactions!.quantities === null
      ? []
      : [column('quantity', 'number', quantity.map(fromMillionths))]),
    ...(products === null ? [] : shareColumns(totals, products.isListed)),
  ];
}
