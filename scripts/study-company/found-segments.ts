/** Segments that were found beside what customers truly are: whether the two groupings agree more than by chance. */
import { numbered } from '../../src/core/numbered';
import type { Random } from '../../src/core/random';
import { encoded, type Encoding } from '../../src/profiles/asof/encoding';
import type { CustomersAsOf } from '../../src/profiles/asof/customers-as-of';
import type { Past } from '../../src/profiles/asof/past';
import { adjustedRand } from '../../src/profiles/judge/adjusted-rand';
import { segmentsCustomerModel } from '../../src/profiles/models/segments/segments-model';
import { applyRfm, type Rfm } from '../../src/profiles/models/segments/rfm';
import { shuffled } from '../../src/stats/held-out';
import { timed } from '../bench-customers/timed';
import type { CustomerTruth } from './truth';

/** Of the same groups dealt to other customers, to see what chance comes to. */
const SHUFFLES = 100;

/** [customers] each: what the model is not told. A customer who is lost is of a kind of their own. */
function kindsOf(customers: CustomersAsOf, truth: ReadonlyMap<string, CustomerTruth>) {
  const segment = customers.columns.find(({ name }) => name === 'segment');
  if (segment?.kind !== 'category') throw new Error('expected a column segment of the customers');
  const hidden = (of: (one: CustomerTruth) => string) =>
    numbered(customers.customers.map((name) => of(truth.get(name)!)));
  return [
    { kind: 'segment of the world', of: segment.codes },
    { kind: 'channel that is liked', of: hidden(({ gone, likes }) => (gone === 1 ? 'gone' : likes)) },
    {
      kind: 'level of interest',
      of: hidden(({ gone, interest }) => (gone === 1 ? 'gone' : String(interest))),
    },
    { kind: 'gone or not', of: hidden(({ gone }) => String(gone)) },
  ];
}

/** The agreement, and what 95 % of groups dealt by chance do not come to. */
function agreement(groups: Int32Array, kinds: Int32Array, random: Random) {
  const byChance = Array.from({ length: SHUFFLES }, () => adjustedRand(shuffled(groups, random), kinds)).sort(
    (a, b) => a - b,
  );
  return { value: adjustedRand(groups, kinds), chance: byChance[Math.ceil(0.95 * SHUFFLES) - 1]! };
}

export async function foundSegments(past: Past, truth: ReadonlyMap<string, CustomerTruth>, random: Random) {
  const settings = segmentsCustomerModel.settings.parse({});
  const { result, seconds } = await timed(() =>
    segmentsCustomerModel.fit(past, settings, random.fork('fit')),
  );
  const customers = past.now();
  const [column] = await result.apply(customers);
  if (column?.kind !== 'category') throw new Error('segments: expected names');
  const { rfm, rfmEncoding } = result.data as { readonly rfm: Rfm; readonly rfmEncoding: Encoding };
  const fifths = applyRfm(rfm, encoded(rfmEncoding, customers));
  return {
    ...{ seconds, customers: customers.customers.length, names: [...column.names], facts: result.facts },
    agreements: kindsOf(customers, truth).map(({ kind, of }) => ({
      kind,
      segments: agreement(column.codes, of, random.fork(`segments/${kind}`)),
      fifths: agreement(fifths, of, random.fork(`fifths/${kind}`)),
    })),
  };
}

export type FoundSegments = Awaited<ReturnType<typeof foundSegments>>;
