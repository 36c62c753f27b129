/** The columns of `enrich`, of customers who are decided about now, by models that were fitted before. */
import type { RawColumn } from '../../src/dataset/contacts/contact-log';
import { customersAtMoments } from '../../src/profiles/asof/at-moments';
import { chosenCustomers } from '../../src/profiles/asof/customers-as-of';
import type { FittedModel } from '../../src/profiles/customer-model';
import { growingColumns } from '../../src/profiles/growing-columns';
import type { Moments } from '../../src/profiles/profile/moments';
import type { CompanyTables } from '../../src/profiles/tables/company-tables';

export interface AsOf {
  readonly models: readonly FittedModel[];
  /** Milliseconds that models look ahead. */
  readonly window: number;
}

/** @returns [rows] each */
export async function columnsAsOf(
  tables: CompanyTables,
  rows: Moments,
  { models, window }: AsOf,
): Promise<readonly RawColumn[]> {
  const all = customersAtMoments(tables, rows, window);
  const customers = chosenCustomers(all, all.known);
  const said = growingColumns(rows.customers.length);
  for (const model of models) said.add(await model.apply(customers), all.known);
  return [...all.columns, ...said.columns()];
}
