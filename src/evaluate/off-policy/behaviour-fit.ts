/**
 * One fit of which action was logged: a logistic model and a small network, the better of them by the log-loss of units
 * that neither saw, made as sure as it is right on them by a temperature.
 */
import type { Random } from '../../core/random';
import { reordered } from '../../dataset/contacts/row-order';
import {
  frequentProbabilities,
  plainNumbers,
  type ClassModel,
  type UntemperedModel,
} from '../../stats/class-model';
import {
  amongFrequent,
  type ClassShares,
  type FrequentRows,
  type LabelledRows,
} from '../../stats/class-shares';
import { fitMultinomialLogistic } from '../../stats/multinomial-logistic';
import { fitSoftmaxNetwork } from '../../stats/softmax-network';
import { logLoss, temper, temperatureOf } from '../../stats/temperature';

/** Decisions with their features, ready for a fit. */
export interface FitRows extends LabelledRows {
  /** [rows, width] */
  readonly features: Float32Array;
  readonly width: number;
  /** [rows] unit of each */
  readonly units: Int32Array;
}

/** [rows, frequent], those that were not allowed 0. */
function masked(probabilities: Float64Array, { allowed, classes }: FrequentRows): Float64Array {
  if (allowed === null) return probabilities;
  const result = probabilities.map((p, i) => p * allowed[i]!);
  temper(result, classes, 1);
  return result;
}

function candidates(shares: ClassShares, known: FitRows, random: Random): readonly UntemperedModel[] {
  const rows = amongFrequent(shares, known);
  const { width } = known;
  const problem = { ...rows, width, features: reordered(known.features, rows.rows, width) };
  const units = reordered(known.units, rows.rows);
  const { coefficients } = fitMultinomialLogistic({ ...problem, mostIterations: 40 });
  const { parameters } = fitSoftmaxNetwork({ ...problem, units }, random.fork('network'));
  return [
    { kind: 'logistic', width, shares, parameters: plainNumbers(coefficients) },
    { kind: 'network', width, shares, parameters: plainNumbers(parameters) },
  ];
}

/**
 * @param known decisions of the fit
 * @param heldOut decisions of other units, by which the model is chosen and tempered
 */
export function fitBehaviour(
  shares: ClassShares,
  known: FitRows,
  heldOut: FitRows,
  random: Random,
): ClassModel {
  const classes = shares.frequent.length;
  if (classes < 2) return { kind: 'shares', width: known.width, shares, parameters: [], temperature: 1 };
  const asked = amongFrequent(shares, heldOut);
  const features = reordered(heldOut.features, asked.rows, heldOut.width);
  const judged = candidates(shares, known, random).map((model) => {
    const guessed = masked(frequentProbabilities(model, features), asked);
    const loss = logLoss(guessed, asked.labels, classes, asked.weights);
    return { model, loss, temperature: temperatureOf(guessed, asked.labels, classes, asked.weights) };
  });
  // Without a frequent action among those held out no loss is a number: the simpler one is taken, as it is.
  const best = judged.reduce((a, b) => (b.loss < a.loss ? b : a));
  return { ...best.model, temperature: asked.rows.length === 0 ? 1 : best.temperature };
}
