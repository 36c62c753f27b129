/**
 * One fit of which action was logged: a logistic model and a small network, the better of them by the log-loss of units
 * that neither saw, made as sure as it is right on them by a temperature.
 */
import type { Random } from '../../core/random';
import { reordered } from '../../dataset/contacts/row-order';
import {
  amongFrequent,
  type ClassShares,
  type FrequentRows,
  type LabelledRows,
} from '../../stats/class-shares';
import { fitMultinomialLogistic, predictedProbabilities } from '../../stats/multinomial-logistic';
import { fitSoftmaxNetwork, networkProbabilities } from '../../stats/softmax-network';
import { logLoss, temper, temperatureOf } from '../../stats/temperature';

/** Decisions with their features, ready for a fit. */
export interface FitRows extends LabelledRows {
  /** [rows, width] */
  readonly features: Float32Array;
  readonly width: number;
  /** [rows] unit of each */
  readonly units: Int32Array;
}

export interface BehaviourFit {
  /** What was the better one; `shares` where fewer than two actions are frequent enough for a fit. */
  readonly kind: 'logistic' | 'network' | 'shares';
  readonly temperature: number;
  /** [rows, frequent] probabilities of the frequent actions among each other, before masks and weights */
  probabilities(features: Float32Array): Float64Array;
}

type Model = Pick<BehaviourFit, 'probabilities'>;

/** [rows, frequent], those that were not allowed 0. */
function masked(probabilities: Float64Array, { allowed, classes }: FrequentRows): Float64Array {
  if (allowed === null) return probabilities;
  const result = probabilities.map((p, i) => p * allowed[i]!);
  temper(result, classes, 1);
  return result;
}

function candidates(
  shares: ClassShares,
  known: FitRows,
  random: Random,
): readonly (Model & { readonly kind: 'logistic' | 'network' })[] {
  const rows = amongFrequent(shares, known);
  const { width } = known;
  const problem = { ...rows, width, features: reordered(known.features, rows.rows, width) };
  const units = reordered(known.units, rows.rows);
  const logistic = fitMultinomialLogistic({ ...problem, mostIterations: 40 });
  const network = fitSoftmaxNetwork({ ...problem, units }, random.fork('network'));
  return [
    { kind: 'logistic', probabilities: (features) => predictedProbabilities(logistic, features) },
    { kind: 'network', probabilities: (features) => networkProbabilities(network, features) },
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
): BehaviourFit {
  const classes = shares.frequent.length;
  if (classes < 2)
    return {
      ...{ kind: 'shares', temperature: 1 },
      probabilities: ({ length }) => new Float64Array((classes * length) / known.width).fill(1),
    };
  const asked = amongFrequent(shares, heldOut);
  const features = reordered(heldOut.features, asked.rows, heldOut.width);
  const judged = candidates(shares, known, random).map((model) => {
    const guessed = masked(model.probabilities(features), asked);
    const loss = logLoss(guessed, asked.labels, classes, asked.weights);
    return { ...model, loss, temperature: temperatureOf(guessed, asked.labels, classes, asked.weights) };
  });
  // Without a frequent action among those held out no loss is a number: the simpler one is taken, as it is.
  const best = judged.reduce((a, b) => (b.loss < a.loss ? b : a));
  const temperature = asked.rows.length === 0 ? 1 : best.temperature;
  return {
    ...{ kind: best.kind, temperature },
    probabilities(given) {
      const result = best.probabilities(given);
      temper(result, classes, temperature);
      return result;
    },
  };
}
