/** The model of values that doubly robust estimators lean on, for worlds where what was done before says all. */
import type { Random } from '../../core/random';
import { fittedQEvaluation } from '../../evaluate/off-policy/fitted-q-evaluation';
import { foldsOf } from '../../evaluate/off-policy/folds';
import type { Histories, JudgedPolicy } from '../../evaluate/off-policy/histories';

export interface Flags {
  /** [n, width] 1 in the column of the state, none in that of the first decision: it is what the intercept stands for */
  readonly features: Float32Array;
  readonly width: number;
}

/** Which actions were taken before each decision, in their order, as one flag per order that occurs. */
export function actionsSoFar({ units, starts, actions, actionCount }: Histories): Flags {
  const codes = new Int32Array(actions.length);
  for (let unit = 0; unit < units; unit += 1) {
    let code = 0;
    for (let i = starts[unit]!; i < starts[unit + 1]!; i += 1) {
      codes[i] = code;
      // 0 is nothing, so that orders of different lengths never share a number.
      code = code * (actionCount + 1) + actions[i]! + 1;
    }
  }
  return flagsOf(codes);
}

/** @param codes [n] a number per state, of which 0 has no column */
export function flagsOf(codes: Int32Array): Flags {
  const occurring = [...new Set(codes)].filter((code) => code !== 0).sort((a, b) => a - b);
  const columns = new Map(occurring.map((code, column) => [code, column]));
  const width = occurring.length;
  const features = new Float32Array(codes.length * width);
  codes.forEach((code, i) => {
    const column = columns.get(code);
    if (column !== undefined) features[i * width + column] = 1;
  });
  return { features, width };
}

/**
 * Next to no doubt: fits are means by state and action, as exact as a log of three decisions allows. A model that is drawn
 * towards less would leave doubly robust estimators right, and fitted Q evaluation off.
 */
const RIDGE = 1e-6;

/** @returns [n, actions] in two folds of customers, each valued by the other */
export function valuesByHistory(
  { histories, probabilities, rewards }: Pick<JudgedPolicy, 'histories' | 'probabilities' | 'rewards'>,
  random: Random,
): Float64Array | null {
  const folds = foldsOf(histories.units, random.fork('folds'));
  const problem = { histories, probabilities, ...actionsSoFar(histories), folds, ridge: RIDGE };
  return fittedQEvaluation(problem, random.fork('fit'))(rewards).values;
}
