/** A model's losses beside those of its anchor, and of what needs no model: whoever does not beat that has learned nothing. */
import { negativeEstimate } from '../../core/estimate';
import type { Random } from '../../core/random';
import { meanInterval } from '../../stats/intervals';
import { numbersOf, type CustomersAsOf } from '../asof/customers-as-of';
import { gainOver, type Gain } from './beside-anchor';
import { gainOptions } from './judge-losses';
import type { Measure, SideBySide, Way } from './judgement';

type Named = Pick<Way, 'name' | 'role'>;

export interface Guess extends Named {
  /** [rows] */
  readonly predicted: Float64Array;
}

export interface WayWithLosses extends Named {
  /** [rows] */
  readonly losses: Float64Array;
}

export const lossesOf = (guesses: readonly Guess[], lossOf: (predicted: Float64Array) => Float64Array) =>
  guesses.map(({ name, role, predicted }): WayWithLosses => ({ name, role, losses: lossOf(predicted) }));

/** What the one mean is. */
export const ONE_MEAN = 'one mean for everybody is what the customers spent in the last window on average';

/** Of everybody what customers spent in the last window on average, or nothing. */
export function simpleGuesses(customers: CustomersAsOf): Guess[] {
  const rows = customers.customers.length;
  const { value: mean } = meanInterval(numbersOf(customers, 'recent_spend') ?? []);
  const forAll = (name: string, amount: number): Guess => ({
    ...{ name: `${name} for everybody`, role: 'simple', predicted: new Float64Array(rows).fill(amount) },
  });
  return [...(mean === null ? [] : [forAll('one mean', mean)]), forAll('nothing', 0)];
}

/**
 * @param all the model's first, then the anchor's
 * @param known the model beside its anchor, where that has been judged: a page tells one interval of it
 */
export async function lossesSideBySide(
  measure: string,
  all: readonly WayWithLosses[],
  known: Pick<Gain, 'gain' | 'decision'> | null,
  random: Random,
): Promise<SideBySide> {
  const own = all[0]!.losses;
  const beside = async ({
    name,
    role,
    losses,
  }: WayWithLosses): Promise<Pick<Way, 'modelMinus' | 'decision'>> => {
    if (role === 'model') return { modelMinus: null, decision: null };
    const isKnown = role === 'anchor' && known !== null;
    const { gain, decision } = isKnown ? known : await gainOver(own, losses, gainOptions(random.fork(name)));
    return { modelMinus: negativeEstimate(gain), decision };
  };
  const ways: Way[] = [];
  for (const way of all)
    ways.push({
      ...{ name: way.name, role: way.role, value: meanInterval(way.losses) },
      ...(await beside(way)),
    });
  return { measure, better: 'low', ways };
}

/** The first two of them, the model and its anchor. */
export function measureOf({ measure, better, ways: [model, anchor] }: SideBySide): Measure {
  return {
    ...{ name: measure, better, model: model!.value, anchor: anchor!.value },
    difference: anchor!.modelMinus,
  };
}
