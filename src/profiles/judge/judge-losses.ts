/** Losses of a model and its anchor, of all customers and of parts of them. */
import type { Random } from '../../core/random';
import type { CustomersAsOf } from '../asof/customers-as-of';
import { gainOver, gainsOfSegments } from './beside-anchor';
import { customerParts, partsAtOnce } from './customer-parts';
import type { Judgement, JudgedParts } from './judgement';

const RESAMPLES = 1000;
const LEVEL = 0.95;

export const gainOptions = (random: Random) => ({ resamples: RESAMPLES, level: LEVEL, random });

/**
 * The intervals of all parts hold together, whatever they are parts by.
 *
 * @param model [rows] losses
 * @param anchor [rows]
 * @param by columns by which customers are parted beside those that always are
 * @throws InputError for a name that no column has
 */
export async function judgeLosses(
  customers: CustomersAsOf,
  model: Float64Array,
  anchor: Float64Array,
  by: readonly string[],
  random: Random,
): Promise<Pick<Judgement, 'customers' | 'beside' | 'parts' | 'partsAtOnce'>> {
  const all = customerParts(customers, by);
  const atOnce = partsAtOnce(all);
  const beside = await gainOver(model, anchor, gainOptions(random.fork('all')));
  const parts: JudgedParts[] = [];
  for (const { by: column, segments } of all) {
    const options = { ...gainOptions(random.fork(column)), atOnce };
    parts.push({ by: column, parts: await gainsOfSegments(model, anchor, segments, options) });
  }
  return { customers: model.length, beside, parts, partsAtOnce: atOnce };
}
