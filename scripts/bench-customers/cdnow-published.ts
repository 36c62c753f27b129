/** BG/NBD and gamma-gamma on CDNOW beside what was published of them, and beside lifetimes. */
import { Random } from '../../src/core/random';
import { join } from 'node:path';
import { expectedPurchases, expectedRepeats } from '../../src/profiles/models/value/bg-nbd-ahead';
import { fitBgNbd } from '../../src/profiles/models/value/bg-nbd';
import { fitGammaGamma } from '../../src/profiles/models/value/gamma-gamma';
import { boughtBetween, type PurchaseHistories } from '../../src/profiles/models/purchases/histories';
import { summaryOf } from '../../src/profiles/models/purchases/summary';
import { measureProcess } from '../peers/contender';
import { pythonWith } from '../peers/python';
import { CALIBRATED_UNTIL, JUDGED_UNTIL, WEEKS_AHEAD } from './read-cdnow';
import { timed } from './timed';

/** Fader, Hardie & Lee (2005), table 2 and brucehardie.com/notes/004; Fader & Hardie (2013). */
const PUBLISHED = {
  bgNbd: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426, logLikelihood: -9582.4 },
  gammaGamma: { p: 6.25, q: 3.74, gamma: 15.44 },
  /** Of a new customer after so many weeks. */
  expectedRepeats: [
    [1 / 7, 0.0078],
    [1, 0.0532],
    [3, 0.1506],
    [223 / 7, 1.0405],
    [32, 1.0437],
    [78, 1.8576],
  ],
} as const;

export interface PeerFit {
  readonly parameters: Readonly<Record<string, number>>;
  readonly standardErrors: Readonly<Record<string, number>>;
  /** Of processor. */
  readonly seconds: number;
}

export interface ByLifetimes {
  readonly customers: number;
  readonly bgNbd: PeerFit;
  readonly gammaGamma: PeerFit;
  readonly expectedPurchases: number;
}

/** @throws Error with the last line that Python said if it fails */
async function byLifetimes(root: string, file: string, say: (line: string) => void) {
  const python = pythonWith(
    {
      ...{ name: 'lifetimes', requirements: join(root, 'scripts/bench-customers/requirements-cdnow.txt') },
      announcement: ['lifetimes and what it needs, 70 MB to download'],
    },
    say,
  );
  const script = join(root, 'scripts/bench-customers/fit_lifetimes.py');
  return measureProcess<ByLifetimes>([python, script, '--data', file, '--weeks', String(WEEKS_AHEAD)]);
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

/** @param peers whether lifetimes is asked too */
export async function cdnowPublished(
  { root, file, peers }: { readonly root: string; readonly file: string; readonly peers: boolean },
  histories: PurchaseHistories,
  say: (line: string) => void,
) {
  const summary = summaryOf(histories, CALIBRATED_UNTIL);
  const bgNbd = await timed(() => fitBgNbd(summary, Random.fromSeed(1)));
  const gammaGamma = await timed(() => fitGammaGamma(summary, Random.fromSeed(1)));
  const { purchases } = boughtBetween(histories, CALIBRATED_UNTIL, JUDGED_UNTIL);
  return {
    published: PUBLISHED,
    ours: {
      bgNbd: { ...bgNbd.result, seconds: bgNbd.seconds },
      gammaGamma: { ...gammaGamma.result, seconds: gammaGamma.seconds },
      expectedRepeats: PUBLISHED.expectedRepeats.map(([weeks]) => [
        weeks,
        expectedRepeats(bgNbd.result, weeks),
      ]),
      expectedPurchases: total(expectedPurchases(bgNbd.result, summary, WEEKS_AHEAD)),
    },
    lifetimes: peers ? await byLifetimes(root, file, say) : null,
    purchasesMade: total(purchases),
  };
}
