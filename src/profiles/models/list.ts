/** The customer models there are. */
import { InputError, show } from '../../core/errors';
import { didYouMean } from '../../core/nearest';
import type { CustomerModel } from '../customer-model';
import { churnCustomerModel } from './churn/churn-model';
import { nextPurchaseCustomerModel } from './next-purchase/next-purchase-model';
import { segmentsCustomerModel } from './segments/segments-model';
import { spendCustomerModel } from './spend/spend-model';
import { upliftCustomerModel } from './uplift/uplift-model';
import { valueCustomerModel } from './value/value-model';

export const customerModels: readonly CustomerModel[] = [
  segmentsCustomerModel,
  churnCustomerModel,
  spendCustomerModel,
  valueCustomerModel,
  nextPurchaseCustomerModel,
  upliftCustomerModel,
];

/** @param place for messages @throws InputError for a name that no model has */
export function customerModelNamed(place: string, name: string): CustomerModel {
  const found = customerModels.find((model) => model.name === name);
  if (found !== undefined) return found;
  const names = customerModels.map((model) => model.name);
  throw new InputError(
    `${place}: expected one of ${names.join(', ')}, got ${show(name)}${didYouMean(name, names)}`,
  );
}
