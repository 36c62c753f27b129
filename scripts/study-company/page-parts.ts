/** What the page of the study says of value, segments and liked kinds of products. */
import { formatShare } from '../../src/report/format';
import { table } from '../docs/markdown';
import type { StudiedCompany } from './one-company';

const fixed = (value: number | null, places = 3) => (value === null ? '–' : value.toFixed(places));

/** Of BG/NBD and of expected spend, whose amounts are meant as amounts. */
const AMOUNTS = ['BG/NBD with gamma-gamma', 'expected spend, linear'];

function tenthsOf({ seed, value }: StudiedCompany): string[] {
  return value
    .filter(({ name }) => AMOUNTS.includes(name))
    .flatMap(({ name, tenths }) => [
      `Seed ${seed}, ${name}: mean predicted and true amounts by tenths of the prediction, equal ones together.`,
      table(
        ['tenth', 'customers', 'predicted', 'true'],
        tenths.map(({ customers, predicted, truth }, i) => [
          ...[String(i + 1), String(customers), fixed(predicted), fixed(truth)],
        ]),
      ),
    ]);
}

export function amountsPart(companies: readonly StudiedCompany[]): string[] {
  const rows = companies.flatMap(({ seed, value }) =>
    value.map(({ name, predictedOverTrue, tenthsOff }) => [
      ...[String(seed), name, fixed(predictedOverTrue), formatShare(tenthsOff)],
    ]),
  );
  return [
    '## Value: amounts beside the true expected ones',
    'All that was predicted by all that was truly to be expected, 1 where right; and how far the mean of a tenth of the customers by prediction lies from its truth, by the mean truth of all.',
    table(['seed', 'predicted by', 'predicted by true', 'tenths are off by'], rows),
    ...tenthsOf(companies[0]!),
  ];
}

export function segmentsPart(companies: readonly StudiedCompany[]): string[] {
  const rows = companies.flatMap(({ seed, segments: { names, agreements } }) =>
    agreements.map(({ kind, segments, fifths }) => [
      ...[String(seed), kind, String(names.length)],
      ...[segments.value, segments.chance, fifths.value, fifths.chance].map((value) => fixed(value)),
    ]),
  );
  const found = companies.map(({ seed, segments: { customers, names, facts } }) =>
    names.length === 0
      ? `Seed ${seed}, ${customers} customers: ${facts[0]}.`
      : `Seed ${seed}, ${customers} customers: ${facts.slice(1).join('; ')}.`,
  );
  return [
    '## Segments: agreement with what customers are',
    `The adjusted Rand index of the segments that \`customers fit segments\` finds by itself, and of fifths by recency, frequency and money: 1 where two groupings are one, 0 in the mean by chance; beside each what 95 of 100 shuffles of the same groups stay below. The segment of the world says how customers begin and which contacts they allow; the company knows it, and the model is not told it. Channel and interest are hidden from both.`,
    table(['seed', 'kind', 'found', 'segments', 'by chance', 'fifths', 'by chance'], rows),
    ...found,
  ];
}

export function likedKindsPart(companies: readonly StudiedCompany[]): string[] {
  const rows = companies.flatMap(({ seed, likedKinds: { groups } }) =>
    groups.map(({ purchases, customers, sameFirst, distance, distanceOfEqualShares }) => [
      ...[String(seed), String(purchases), String(customers), formatShare(sameFirst)],
      ...[fixed(distance), fixed(distanceOfEqualShares)],
    ]),
  );
  return [
    '## Liked kinds of products',
    `Shares of the money by kind, as the profile has them, beside the true chances. The kind with most of the money is the one that is liked most in so many cases; by chance it would be in one of ${companies[0]!.likedKinds.kinds}.`,
    table(
      [
        'seed',
        'purchases from',
        'customers',
        'first kind right',
        'mean distance of shares',
        'of equal shares',
      ],
      rows,
    ),
  ];
}
