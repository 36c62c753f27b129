/**
 * The rate of each customer over the time that they were observed: purchases after the first one by the time since it, drawn
 * towards that of all, the more so the shorter they were observed. Customers buy at random times, at rates that are gamma
 * with shape r and rate α, and nobody is ever gone: BG/NBD without leaving. Fitted by maximum likelihood.
 *
 * @see Ehrenberg (1959), The pattern of consumer purchases, https://doi.org/10.2307/2985810
 */
import { z } from 'zod';
import { InputError } from '../../../core/errors';
import { logGamma } from '../../../stats/log-gamma';
import { fitPositive } from '../../../stats/positive-likelihood';
import type { NextPurchaseCurves } from '../../judge/next-purchase-curves';
import { DAYS_A_WEEK } from '../purchases/histories';
import type { PurchaseSummary } from '../purchases/summary';

/** Read once: where scripts run in a realm of their own, as under jest, a global costs more than the arithmetic. */
const { log } = Math;

export const gammaPoissonSchema = z
  .strictObject({
    r: z.number().positive(),
    alpha: z.number().positive().describe('weeks'),
    converged: z.boolean(),
  })
  .readonly();
export type GammaPoisson = z.infer<typeof gammaPoissonSchema>;

type Observed = Pick<PurchaseSummary, 'frequency' | 'age'>;
type Rates = Pick<GammaPoisson, 'r' | 'alpha'>;

/** [frequency, age, customers that are alike in both] */
function groupsOf({ frequency, age }: Observed): readonly (readonly [number, number, number])[] {
  const counts = new Map<number, Map<number, number>>();
  frequency.forEach((x, row) => {
    const byAge = counts.get(x) ?? new Map<number, number>();
    counts.set(x, byAge.set(age[row]!, (byAge.get(age[row]!) ?? 0) + 1));
  });
  return [...counts].flatMap(([x, byAge]) => [...byAge].map(([weeks, many]) => [x, weeks, many] as const));
}

function likelihoodOf(groups: ReturnType<typeof groupsOf>, { r, alpha }: Rates): number {
  let sum = 0;
  for (const [x, weeks, many] of groups)
    sum += many * (logGamma(r + x) - logGamma(r) + r * log(alpha) - (r + x) * log(alpha + weeks));
  return sum;
}

/** The log-likelihood of all customers together, without the terms that no parameter is in. */
export function gammaPoissonLogLikelihood(model: Rates, observed: Observed): number {
  return likelihoodOf(groupsOf(observed), model);
}

/** @param observed of customers who have bought @throws InputError if nobody bought again */
export function fitGammaPoisson(observed: Observed): GammaPoisson {
  const groups = groupsOf(observed);
  const repeats = groups.reduce((sum, [x, , many]) => sum + x * many, 0);
  if (repeats === 0)
    throw new InputError(
      `next purchase: expected customers who bought more than once, got none among ${observed.frequency.length}`,
    );
  const rate = repeats / groups.reduce((sum, [, weeks, many]) => sum + weeks * many, 0);
  const starts = [0.2, 1, 4].map((r) => [r, r / rate]);
  const { parameters, converged } = fitPositive(
    ([r, alpha]) => likelihoodOf(groups, { r: r!, alpha: alpha! }),
    starts,
  );
  return { r: parameters[0]!, alpha: parameters[1]!, converged };
}

/** No purchase within t: ((α + T) / (α + T + t))^(r + x). */
export function gammaPoissonCurves({ r, alpha }: Rates, { frequency, age }: Observed): NextPurchaseCurves {
  return {
    rows: frequency.length,
    noPurchaseWithin: (row, days) => {
      const weeks = alpha + age[row]!;
      return (weeks / (weeks + days / DAYS_A_WEEK)) ** (r + frequency[row]!);
    },
  };
}
