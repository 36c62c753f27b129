/** The next purchase on CDNOW: a memory beside the mean gap, rates and BG/NBD, who has not bought by the end counted as such. */
import type { Random } from '../../src/core/random';
import { besideAnchor } from '../../src/profiles/judge/beside-anchor';
import { frequencySegments } from '../../src/profiles/judge/frequency-segments';
import {
  censoredLogLikelihoods,
  medianDays,
  restrictedErrors,
  type NextPurchaseCurves,
} from '../../src/profiles/judge/next-purchase-curves';
import { verdictLines } from '../../src/profiles/judge/verdict';
import { bgNbdCurves, meanGapCurves } from '../../src/profiles/models/next-purchase/anchors';
import { fitGammaPoisson, gammaPoissonCurves } from '../../src/profiles/models/next-purchase/gamma-poisson';
import { fitHazardNetwork, hazardCurves } from '../../src/profiles/models/next-purchase/hazard-network';
import { nextPurchases } from '../../src/profiles/models/next-purchase/next-purchases';
import { DAYS_A_WEEK, type PurchaseHistories } from '../../src/profiles/models/purchases/histories';
import { summaryOf } from '../../src/profiles/models/purchases/summary';
import { lstmSettingsSchema } from '../../src/profiles/models/recurrent/fit-lstm';
import { fitBgNbd } from '../../src/profiles/models/value/bg-nbd';
import { CALIBRATED_UNTIL } from './read-cdnow';
import { timed } from './timed';

const RESAMPLES = 1000;

interface Fitted {
  readonly name: string;
  readonly seconds: number;
  readonly curves: NextPurchaseCurves;
}

async function fittedModels(histories: PurchaseHistories, random: Random): Promise<Fitted[]> {
  const until = CALIBRATED_UNTIL;
  const summary = summaryOf(histories, until);
  const gap = await timed(() => meanGapCurves(summary));
  const rate = await timed(() => gammaPoissonCurves(fitGammaPoisson(summary), summary));
  const anchor = await timed(() => bgNbdCurves(fitBgNbd(summary, random.fork('customers')), summary));
  const memory = await timed(async () => {
    const settings = lstmSettingsSchema.parse({});
    return hazardCurves(
      await fitHazardNetwork(histories, until, settings, random.fork('lstm')),
      histories,
      until,
    );
  });
  return [
    { name: 'mean gap', seconds: gap.seconds, curves: gap.result },
    { name: 'rate over the time observed', seconds: rate.seconds, curves: rate.result },
    { name: 'BG/NBD', seconds: anchor.seconds, curves: anchor.result },
    { name: 'LSTM', seconds: memory.seconds, curves: memory.result },
  ];
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** @param weeks that are looked ahead */
export async function cdnowNextPurchase(histories: PurchaseHistories, weeks: number, random: Random) {
  const { customer, frequency } = summaryOf(histories, CALIBRATED_UNTIL);
  const horizon = weeks * DAYS_A_WEEK;
  const came = nextPurchases(histories, customer, CALIBRATED_UNTIL, CALIBRATED_UNTIL + horizon);
  const models = (await fittedModels(histories, random)).map((model) => ({
    ...model,
    losses: [
      {
        ...{ loss: 'mean absolute error', unit: 'days' },
        values: restrictedErrors(medianDays(model.curves, horizon), came, horizon),
      },
      {
        ...{ loss: 'mean log-likelihood lost', unit: '' },
        values: censoredLogLikelihoods(model.curves, came).map((value) => -value),
      },
    ],
  }));
  const memory = models.at(-1)!;
  const verdicts = [];
  for (const anchor of models.slice(0, -1))
    for (const [i, { loss, unit, values }] of memory.losses.entries()) {
      const options = { resamples: RESAMPLES, random: random.fork('resamples') };
      const judged = await besideAnchor(
        values,
        anchor.losses[i]!.values,
        frequencySegments(frequency),
        options,
      );
      const names = { model: memory.name, anchor: anchor.name, loss, unit };
      verdicts.push({
        ...{ against: anchor.name, loss, besideAnchor: judged },
        verdict: verdictLines(judged, names),
      });
    }
  return {
    ...{ weeks, customers: customer.length, bought: came.seen.reduce((sum, one) => sum + one, 0) },
    models: models.map(({ name, seconds, losses }) => ({
      ...{ name, seconds, meanAbsoluteErrorDays: mean(losses[0]!.values) },
      meanLogLikelihood: -mean(losses[1]!.values),
    })),
    verdicts,
  };
}
