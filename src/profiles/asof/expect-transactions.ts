import { InputError } from '../../core/errors';
import { numbersOf, type CustomersAsOf } from './customers-as-of';

/** @param model for messages @throws InputError for a company without transactions */
export function expectTransactions(model: string, customers: CustomersAsOf): void {
  if (numbersOf(customers, 'purchases') === null)
    throw new InputError(`${model}: expected a company with a table of transactions, got none`);
}
