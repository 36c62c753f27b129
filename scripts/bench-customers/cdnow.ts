/**
 * Customer models on CDNOW, 2,357 customers fitted to 1997-09-30 and judged on the 39 weeks that follow: BG/NBD and
 * gamma-gamma beside what was published and beside lifetimes, nets beside both, times beside.
 */
import { join } from 'node:path';
import { Random } from '../../src/core/random';
import { table } from '../docs/markdown';
import { within, type Agreed } from './agreed';
import { cdnowNextPurchase } from './cdnow-next-purchase';
import { cdnowPublished } from './cdnow-published';
import { cdnowValue } from './cdnow-value';
import { WEEKS_AHEAD, cdnowHistories } from './read-cdnow';

const root = join(__dirname, '../../..');
/** The published one, and one within what the nets have seen. */
const HORIZONS = [13, WEEKS_AHEAD] as const;

/** @param peers whether lifetimes is asked too */
export async function benchCdnow(file: string, seed: number, peers: boolean, say: (line: string) => void) {
  const histories = cdnowHistories(file);
  const random = Random.fromSeed(seed);
  const published = await cdnowPublished({ root, file, peers }, histories, say);
  say('CDNOW: lifetime value');
  const value = await cdnowValue(histories, HORIZONS, random.fork('value'));
  say('CDNOW: next purchase');
  const nextPurchase = await cdnowNextPurchase(histories, WEEKS_AHEAD, random.fork('next-purchase'));
  return { published, value, nextPurchase };
}

export type Cdnow = Awaited<ReturnType<typeof benchCdnow>>;

/** Half of the third decimal. */
const THIRD_DECIMAL = 0.0005;
const parameters = ['r', 'alpha', 'a', 'b'] as const;

export function cdnowAgreed({ published: { ours, published } }: Cdnow): Agreed[] {
  return [
    ...parameters.map((name) =>
      within(`BG/NBD ${name}, as published`, ours.bgNbd[name], published.bgNbd[name], THIRD_DECIMAL),
    ),
    ...published.expectedRepeats.map(([weeks, purchases], i) => {
      const what = `purchases of a new customer in ${Number(weeks.toFixed(2))} weeks, as published`;
      return within(what, ours.expectedRepeats[i]![1]!, purchases, THIRD_DECIMAL);
    }),
  ];
}

const short = (value: number | null) => (value === null ? 'not finite' : value.toFixed(2));

function publishedTable({ published: { ours, published, lifetimes, purchasesMade } }: Cdnow): string[] {
  const theirs = (value: number | undefined, decimals: number) =>
    value === undefined ? 'not asked' : value.toFixed(decimals);
  const fits = [
    ...parameters.map((name) => [
      ...[`BG/NBD ${name}`, ours.bgNbd[name].toFixed(4), String(published.bgNbd[name])],
      theirs(lifetimes?.bgNbd.parameters[name], 4),
    ]),
    ...(['p', 'q'] as const).map((name) => [
      ...[`gamma-gamma ${name}`, ours.gammaGamma[name].toFixed(3), String(published.gammaGamma[name])],
      theirs(lifetimes?.gammaGamma.parameters[name], 3),
    ]),
    ['seconds, BG/NBD', ours.bgNbd.seconds.toFixed(2), '–', theirs(lifetimes?.bgNbd.seconds, 2)],
    [
      'seconds, gamma-gamma',
      ours.gammaGamma.seconds.toFixed(2),
      '–',
      theirs(lifetimes?.gammaGamma.seconds, 2),
    ],
    [
      ...[`purchases in ${WEEKS_AHEAD} weeks`, ours.expectedPurchases.toFixed(1), '–'],
      theirs(lifetimes?.expectedPurchases, 1),
    ],
  ];
  return [
    table(['', 'ours', 'published', 'lifetimes'], fits),
    `In those ${WEEKS_AHEAD} weeks ${purchasesMade} purchases were made.`,
  ];
}

export function cdnowTables(cdnow: Cdnow): string[] {
  const { value, nextPurchase } = cdnow;
  const values = value.flatMap(({ weeks, models }) =>
    models.map((one) => [
      ...[`${one.name}, ${weeks} weeks`, short(one.meanAbsoluteError), short(one.meanDeviance)],
      ...[short(one.rankCorrelation.value), short(one.predictedOverActual), one.seconds.toFixed(1)],
    ]),
  );
  const next = nextPurchase.models.map((one) => [
    ...[one.name, short(one.meanAbsoluteErrorDays), one.meanLogLikelihood.toFixed(3), one.seconds.toFixed(1)],
  ]);
  const verdicts = [
    ...value.flatMap(({ weeks, models }) =>
      models.flatMap(({ besideAnchor }) =>
        besideAnchor.map(({ verdict }) => `${weeks} weeks: ${verdict[0]!}`),
      ),
    ),
    ...nextPurchase.verdicts.map(({ verdict }) => verdict[0]!),
  ];
  return [
    ...publishedTable(cdnow),
    '### Lifetime value',
    table(['model', 'mean error, $', 'deviance', 'rank', 'predicted/actual', 'seconds'], values),
    '### Next purchase',
    table(['model', 'mean error, days', 'log-likelihood', 'seconds'], next),
    '### Verdicts',
    verdicts.map((line) => `- ${line}`).join('\n'),
  ];
}
