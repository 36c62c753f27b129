/** Losses of a model and its anchor, of all customers and of parts of them. */
import type { Random } from '../../core/random';
import type { CustomersAsOf } from '../asof/customers-as-of';
import { besideAnchor } from './beside-anchor';
import { customerParts } from './customer-parts';
import type { Judgement } from './judgement';

const RESAMPLES = 1000;

/** @param model [rows] losses @param anchor [rows] */
export async function judgeLosses(
  customers: CustomersAsOf,
  model: Float64Array,
  anchor: Float64Array,
  random: Random,
): Promise<Pick<Judgement, 'customers' | 'beside' | 'parts'>> {
  const none = { names: [], of: new Uint8Array(model.length) };
  const options = (name: string) => ({ resamples: RESAMPLES, random: random.fork(name) });
  const { segments: _, ...beside } = await besideAnchor(model, anchor, none, options('all'));
  const parts = [];
  for (const { by, segments } of customerParts(customers))
    parts.push({ by, parts: (await besideAnchor(model, anchor, segments, options(by))).segments });
  return { customers: model.length, beside, parts };
}
