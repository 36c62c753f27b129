/**
 * Maximum likelihood of a few parameters that are all above 0, searched in their logarithms from several starts, with the
 * standard errors that the curvature at the maximum gives.
 */
import { factored, solve } from './cholesky';
import { minimise } from './nelder-mead';

export interface PositiveFit {
  /** [parameters] */
  readonly parameters: readonly number[];
  /** [parameters] by the observed information; null where the likelihood is as good as flat: they are not identified */
  readonly standardErrors: readonly number[] | null;
  readonly logLikelihood: number;
  readonly converged: boolean;
}

/** How far from its start the logarithm of a parameter that has gone to 0 or to infinity is. */
const MOST_LOG = 18;
/** Near enough to see which summit a start leads to. */
const ROUGH = { value: 0.01, at: 0.05 };
/** An error of a logarithm that leaves open whether the parameter is e¹⁰ times as large or as small; so far from its start it is on its way to 0 or to infinity. */
const UNIDENTIFIED = 10;
/** Balances what rounding and what curvature do to second differences: about the fourth root of a double's last bit. */
const DIFFERENCE = 1e-3;

/** [size, size] second derivatives by central differences. */
export function numericalHessian(
  f: (at: readonly number[]) => number,
  at: readonly number[],
  difference = DIFFERENCE,
): Float64Array {
  const size = at.length;
  const hessian = new Float64Array(size * size);
  const moved = (i: number, iBy: number, j: number, jBy: number) =>
    f(at.map((value, k) => value + difference * ((k === i ? iBy : 0) + (k === j ? jBy : 0))));
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j <= i; j += 1) {
      const corners = moved(i, 1, j, 1) - moved(i, 1, j, -1) - moved(i, -1, j, 1) + moved(i, -1, j, -1);
      hessian[i * size + j] = hessian[j * size + i] = corners / (4 * difference * difference);
    }
  return hessian;
}

/** [parameters] of the logarithms; null unless the curvature is that of a maximum. */
function errorsOfLogs(negative: (at: readonly number[]) => number, at: readonly number[]): number[] | null {
  const size = at.length;
  try {
    const lower = factored(numericalHessian(negative, at), size);
    const errors = at.map((_, i) => {
      const unit = new Float64Array(size);
      unit[i] = 1;
      return Math.sqrt(solve(lower, size, unit)[i]!);
    });
    return errors.some((error) => error > UNIDENTIFIED) ? null : errors;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * @param logLikelihood of parameters above 0; -Infinity or NaN where it is not defined
 * @param starts each [parameters], above 0
 * @param rough of a part of the data, where that is enough to see which summit a start leads to
 * @returns that of the start which came to the greatest likelihood; the errors are those of the parameters themselves
 *   (of their logarithms, times the parameters)
 */
export function fitPositive(
  logLikelihood: (parameters: readonly number[]) => number,
  starts: readonly (readonly number[])[],
  rough = logLikelihood,
): PositiveFit {
  const negative = (logs: readonly number[]) => -logLikelihood(logs.map(Math.exp));
  const minima = starts.map((start) => {
    const first = start.map(Math.log);
    const near = (of: typeof logLikelihood) => (logs: readonly number[]) =>
      logs.some((log, i) => Math.abs(log - first[i]!) > MOST_LOG) ? Infinity : -of(logs.map(Math.exp));
    const found = minimise(near(rough), first, { tolerance: ROUGH });
    return { first, found, refine: () => minimise(near(logLikelihood), found.at, { step: ROUGH.at }) };
  });
  const [best] = minima.sort((one, other) => one.found.value - other.found.value);
  const { at, value, converged } = best!.refine();
  const parameters = at.map(Math.exp);
  const isFar = at.some((log, i) => Math.abs(log - best!.first[i]!) > UNIDENTIFIED);
  // Out there the likelihood is flat, and its curvature that of rounding: errors by it would be small.
  const errors = isFar ? null : errorsOfLogs(negative, at);
  return {
    parameters,
    standardErrors: errors?.map((error, i) => error * parameters[i]!) ?? null,
    logLikelihood: -value,
    converged,
  };
}
