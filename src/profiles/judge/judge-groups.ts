/**
 * Segments beside those of an anchor, by what they foretell: each customer is predicted to spend the mean of their segment, as
 * it was in the window of the fit. Squared errors, for the mean is what makes them the least.
 */
import type { Random } from '../../core/random';
import { meanInterval } from '../../stats/intervals';
import type { CustomersAsOf } from '../asof/customers-as-of';
import { count, words } from '../words';
import { calibrationOf } from './calibration';
import { squaredErrors } from './errors';
import { judgeLosses } from './judge-losses';
import type { Judgement } from './judgement';
import { lossesOf, lossesSideBySide, measureOf, ONE_MEAN, simpleGuesses, type Guess } from './side-by-side';

export interface GroupsToJudge {
  /** [rows] */
  readonly segments: Int32Array;
  /** [segments] */
  readonly names: readonly string[];
  /** Whether there are segments: if not, all customers are in none, and one mean is predicted of them. */
  readonly found: boolean;
  /** [segments] what their customers are expected to spend */
  readonly model: readonly number[];
  /** [rows] */
  readonly anchorGroups: Int32Array;
  /** [groups of the anchor] */
  readonly anchor: readonly number[];
  /** [rows] what they spent */
  readonly actual: Float64Array;
}

const LOSS = 'squared error of spend';
const ANCHOR = 'fifths by recency, frequency and money';
const FOUND = 'segments';
const NONE_FOUND = 'the mean of all where no segments were found';

/** The same mean for everybody is what one segment for all foretells. */
export async function judgeGroups(
  customers: CustomersAsOf,
  { segments, names, found, model, anchorGroups, anchor, actual }: GroupsToJudge,
  by: readonly string[],
  random: Random,
): Promise<Judgement> {
  const predicted = Float64Array.from(segments, (segment) => model[segment]!);
  const byAnchor = Float64Array.from(anchorGroups, (group) => anchor[group]!);
  const squares = (guess: Float64Array) => squaredErrors(guess, actual);
  const judged = await judgeLosses(customers, squares(predicted), squares(byAnchor), by, random);
  const guesses: Guess[] = [
    { name: found ? FOUND : NONE_FOUND, role: 'model', predicted },
    { name: ANCHOR, role: 'anchor', predicted: byAnchor },
    ...simpleGuesses(customers),
  ];
  const losses = lossesOf(guesses, squares);
  const squared = await lossesSideBySide(LOSS, losses, judged.beside, random.fork('squared'));
  const spending = names.flatMap((name, segment) => {
    const amounts = actual.filter((_, row) => segments[row] === segment);
    if (amounts.length === 0) return [];
    const spent = meanInterval(amounts);
    return [
      `${name}: ${count(amounts.length)} customers, expected to spend ${words(model[segment]!)} and spent ${words(spent.value!)} on average`,
    ];
  });
  return {
    ...judged,
    names: { model: found ? FOUND : NONE_FOUND, anchor: ANCHOR, loss: LOSS, unit: '' },
    sideBySide: [squared],
    measures: [measureOf(squared)],
    calibration: { quantity: 'spend', groups: calibrationOf(predicted, actual).groups },
    remarks: [ONE_MEAN, ...spending],
  };
}
