/** Segments as a customer model: `customer_segment`, by name; judged by how well they foretell what customers spend. */
import { z } from 'zod';
import type { Random } from '../../../core/random';
import { shuffled } from '../../../stats/held-out';
import { encoded, encodingSchema, fitEncoding, skewedNames } from '../../asof/encoding';
import { chosenCustomers, type CustomersAsOf } from '../../asof/customers-as-of';
import { endingTables } from '../../tables/company-tables';
import { defineCustomerModel } from '../../customer-model';
import { judgeSegments } from '../../judge/judge-segments';
import type { Measure } from '../../judge/judgement';
import { judgeGroups } from '../../judge/judge-groups';
import { expectTransactions } from '../../asof/expect-transactions';
import { SEGMENT_COLUMN } from '../column-names';
import { applyPreparation } from '../preparation';
import { applyRfm, fitRfm, rfmSchema } from './rfm';
import { namedAsBefore, type NamedSegments } from './same-segments';
import {
  applySegments,
  fitSegments,
  segmentsModelSchema,
  segmentsSettingsSchema,
  type SegmentsModel,
} from './segments';

/** Of the profile, where nothing else is named: how lately, how often, how much, and what is made of contacts. */
const MEANT = [
  'days_since_purchase',
  'frequency',
  'monetary_value',
  'open_rate',
  'click_rate',
  'answer_rate',
];

const settings = segmentsSettingsSchema.unwrap().extend({
  features: z
    .array(z.string())
    .min(1)
    .default(MEANT)
    .describe('columns of the profile that customers are grouped by; those that nobody has are left out'),
});

const fittedSchema = z.strictObject({
  encoding: encodingSchema,
  segments: segmentsModelSchema,
  rfmEncoding: encodingSchema,
  rfm: rfmSchema.describe('the anchor'),
  spend: z
    .strictObject({ segments: z.array(z.number()).readonly(), rfm: z.array(z.number()).readonly() })
    .describe('mean spend in the window of each segment, the last one of those in none; of each fifth'),
});
type Fitted = z.infer<typeof fittedSchema>;

const RFM = { recency: 'days_since_purchase', frequency: 'purchases', monetary: 'spend' } as const;

const only = (customers: CustomersAsOf, names: readonly string[]): CustomersAsOf => ({
  ...customers,
  columns: customers.columns.filter(({ name }) => names.includes(name)),
});

/** [rows] of the segment, or one after the last */
function placesOf(
  { encoding, segments }: Pick<Fitted, 'encoding' | 'segments'>,
  customers: CustomersAsOf,
): Int32Array {
  const places = applySegments(segments, encoded(encoding, customers));
  return places.map((place) => (place < 0 ? segments.segments.length : place));
}

function namedOf(fitted: Fitted, customers: CustomersAsOf): NamedSegments {
  return {
    names: fitted.segments.segments.map(({ name }) => name),
    places: placesOf(fitted, customers),
  };
}

/** Time and memory of the silhouette grow with the square of the customers. */
const MOST_LOOKED_AT = 1000;

/** Of some of the customers, drawn; without segments there is none. */
function silhouetteMeasure(
  { encoding, segments, rfmEncoding, rfm }: Fitted,
  all: CustomersAsOf,
  random: Random,
): Measure {
  const drawn = shuffled(Int32Array.from(all.customers.keys()), random).slice(0, MOST_LOOKED_AT);
  const customers = chosenCustomers(all, drawn);
  const table = encoded(encoding, customers);
  const { silhouette, anchorSilhouette, difference } = judgeSegments(
    applyPreparation(segments.preparation, table),
    table.names.length,
    applySegments(segments, table),
    applyRfm(rfm, encoded(rfmEncoding, customers)),
  );
  return {
    ...{ name: 'silhouette', better: 'high', model: silhouette, anchor: anchorSilhouette },
    difference: difference.value === null ? null : difference,
  };
}

/** Means of each group; of one without customers, that of all. */
function meansOf(values: Float64Array, groups: Int32Array, count: number): number[] {
  const [sums, rows] = [new Float64Array(count), new Float64Array(count)];
  values.forEach((value, row) => {
    sums[groups[row]!]! += value;
    rows[groups[row]!]! += 1;
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Array.from(sums, (sum, group) => (rows[group]! > 0 ? sum / rows[group]! : mean));
}

const noneFound = ({ reason }: SegmentsModel): string | null =>
  reason === null ? null : `no segments were found: ${reason}`;

export const segmentsCustomerModel = defineCustomerModel({
  name: 'segments',
  description: 'customer_segment: which of the kinds of customers that were found, if there are any',
  anchor: 'fifths by recency, frequency and money',
  settings,
  fitted: fittedSchema,
  asks: () => ({ label: ['transactions'], columns: endingTables }),
  async fit(past, { features, ...given }, random) {
    const customers = past.before();
    expectTransactions('segments', customers);
    const encoding = fitEncoding(only(customers, features));
    const logged = [...new Set([...skewedNames(encoding), ...given.logged])];
    const segments = fitSegments(encoded(encoding, customers), { ...given, logged }, random);
    const rfmEncoding = fitEncoding(only(customers, Object.values(RFM)));
    const table = encoded(rfmEncoding, customers);
    const rfm = fitRfm(table, RFM);
    const { spend } = past.came();
    const places = placesOf({ encoding, segments }, customers);
    return {
      ...{ encoding, segments, rfmEncoding, rfm },
      spend: {
        segments: meansOf(spend, places, segments.segments.length + 1),
        rfm: meansOf(spend, applyRfm(rfm, table), 5),
      },
    };
  },
  continued(fitted, before, customers) {
    const names = namedAsBefore(namedOf(fitted, customers), namedOf(before, customers));
    const segments = fitted.segments.segments.map((one, place) => ({ ...one, name: names[place]! }));
    return { ...fitted, segments: { ...fitted.segments, segments } };
  },
  async apply({ encoding, segments }, customers) {
    const names = segments.segments.map(({ name }) => name);
    const codes = applySegments(segments, encoded(encoding, customers));
    return [{ name: SEGMENT_COLUMN, kind: 'category', declared: false, names, codes }];
  },
  async judge(fitted, past, random, by) {
    const customers = past.before();
    const groups = {
      segments: placesOf(fitted, customers),
      found: fitted.segments.segments.length > 0,
      names: [...fitted.segments.segments.map(({ name }) => name), 'in no segment'],
      model: fitted.spend.segments,
      anchorGroups: applyRfm(fitted.rfm, encoded(fitted.rfmEncoding, customers)),
      anchor: fitted.spend.rfm,
      actual: past.came().spend,
    };
    const judged = await judgeGroups(customers, groups, by, random);
    return {
      ...judged,
      measures: [silhouetteMeasure(fitted, customers, random.fork('rows')), ...judged.measures],
      remarks: [
        ...judged.remarks,
        'the silhouette is measured in the features of the segments, which favours them against fifths of other features: what they foretell decides',
      ],
    };
  },
  speaksOf: ({ segments: { groups } }) =>
    groups?.kind === 'cores' ? 'who are near enough to one of the groups' : null,
  saysNothing: ({ segments }) => noneFound(segments),
  facts: ({ segments }) =>
    segments.segments.length === 0
      ? [noneFound(segments)!]
      : [
          `${segments.segments.length} segments by ${segments.method}, chosen as the clearest and stable ones of ${segments.tried.length} that were tried`,
          ...segments.segments.map(
            ({ name, share, traits }) =>
              `${name}: ${(100 * share).toFixed(1)} % of the customers; ${traits.map(({ words }) => words).join(', ')}`,
          ),
        ],
  cases: ({ segments: { rowsFitted, preparation } }) => ({
    ...{ count: rowsFitted, kind: 'customers', unknowns: preparation.length, of: 'features' },
    advised: 'segments',
  }),
});
