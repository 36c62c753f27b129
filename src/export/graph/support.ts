/**
 * What the support filter lets pass, in a graph: `agents/supported-actions.ts` and the model of classes of
 * `stats/class-model.ts` behind it, operation by operation, in double precision as there.
 */
import type { SupportFilter } from '../../agents/support-filter';
import type { GraphBuilder } from './builder';
import type { Place } from './graph';

/** Units of the hidden layer of `stats/softmax-network.ts`. */
function hiddenUnits({ width, parameters, shares }: SupportFilter['behaviour']): number {
  const classes = shares.frequent.length;
  return (parameters.length - classes) / (width + 1 + classes);
}

class SupportNodes {
  readonly #builder: GraphBuilder;
  readonly #filter: SupportFilter;

  constructor(builder: GraphBuilder, filter: SupportFilter) {
    this.#builder = builder;
    this.#filter = filter;
  }

  #row(values: ArrayLike<number>): Place {
    return this.#builder.row('float64', values);
  }

  #scalar(value: number): Place {
    return this.#builder.scalar('float64', value);
  }

  #matrix(values: readonly number[], rows: number, columns: number): Place {
    return this.#builder.constant('float64', [rows, columns], values);
  }

  /** x · matrix + row, of parameters that lie one after the other. */
  #layer(x: Place, inputs: number, units: number, from: number): Place {
    const { parameters } = this.#filter.behaviour;
    const end = from + inputs * units;
    const product = this.#builder.matMul(x, this.#matrix(parameters.slice(from, end), inputs, units));
    return this.#builder.binary('add', product, this.#row(parameters.slice(end, end + units)));
  }

  /** [rows, features] float64: what the behaviour model sees, which is of single precision. */
  #seen(features: Place): Place {
    const builder = this.#builder;
    const { observationOffset, observationScale } = this.#filter.scaling;
    const centred = builder.binary(
      'subtract',
      builder.cast(features, 'float64'),
      this.#row(observationOffset),
    );
    const scaled = builder.binary('multiply', centred, this.#row(observationScale));
    return builder.cast(builder.cast(scaled, 'float32'), 'float64');
  }

  /** [rows, frequent] */
  #scores(features: Place): Place {
    const builder = this.#builder;
    const { behaviour } = this.#filter;
    const { kind, width, shares } = behaviour;
    const classes = shares.frequent.length;
    if (kind === 'logistic') return this.#layer(this.#seen(features), width, classes, 0);
    const units = hiddenUnits(behaviour);
    const hidden = this.#layer(this.#seen(features), width, units, 0);
    // tanh as the model has it: 1 - 2 / (exp(2 h) + 1).
    const powers = builder.unary('exp', builder.binary('multiply', hidden, this.#scalar(2)));
    const share = builder.binary('divide', this.#scalar(2), builder.binary('add', powers, this.#scalar(1)));
    const shown = builder.binary('subtract', this.#scalar(1), share);
    return this.#layer(shown, units, classes, (width + 1) * units);
  }

  /** Rows that sum to 1. */
  #normalised(x: Place): Place {
    return this.#builder.binary('divide', x, this.#builder.reduce('sum', x, [1], true));
  }

  /** [rows, frequent] probabilities of the frequent actions among each other; null where fewer than two are */
  #guessed(features: Place): Place | null {
    const builder = this.#builder;
    const { kind, temperature } = this.#filter.behaviour;
    if (kind === 'shares') return null;
    const scores = this.#scores(features);
    const below = builder.binary('subtract', scores, builder.reduce('max', scores, [1], true));
    return this.#normalised(builder.unary('exp', builder.binary('divide', below, this.#scalar(temperature))));
  }

  /** [rows, actions] the same, 0 for those that are not frequent */
  #guessedOfAll(features: Place): Place {
    const { rare, frequent } = this.#filter.behaviour.shares;
    const count = rare.length;
    const guessed = this.#guessed(features);
    if (guessed === null) return this.#row(rare.map((_, action) => (frequent.includes(action) ? 1 : 0)));
    const places = new Array<number>(frequent.length * count).fill(0);
    frequent.forEach((action, i) => (places[i * count + action] = 1));
    return this.#builder.matMul(guessed, this.#matrix(places, frequent.length, count));
  }

  /** Which actions the log could have shown: [rows, actions], or [1, actions] where it kept to no mask. */
  #possible(allowed: Place): Place {
    const builder = this.#builder;
    const { customers, isMasked } = this.#filter;
    const isLogged = builder.row(
      'bool',
      customers.map((count) => (count > 0 ? 1 : 0)),
    );
    return isMasked ? builder.binary('and', allowed, isLogged) : isLogged;
  }

  /** [rows, actions] as `classProbabilities`: NaN where nothing is left that was ever logged. */
  probabilities(features: Place, allowed: Place): Place {
    const builder = this.#builder;
    const { frequent, rare, weights, rows } = this.#filter.behaviour.shares;
    const possible = this.#possible(allowed);
    const ofRare = builder.select(possible, this.#row(rare), this.#scalar(0));
    const taken = builder.reduce('sum', ofRare, [1], true);
    const rest = builder.binary('subtract', this.#scalar(1), taken);
    const left = builder.binary('maximum', rest, this.#scalar(1 / (rows + rare.length)));
    const guessed = builder.select(possible, this.#guessedOfAll(features), this.#scalar(0));
    const ratio = builder.binary('divide', left, builder.reduce('sum', guessed, [1], true));
    const isPossible = builder.binary('greater', guessed, this.#scalar(0));
    const ofFrequent = builder.select(
      isPossible,
      builder.binary('multiply', guessed, ratio),
      this.#scalar(0),
    );
    const isFrequent = builder.row(
      'bool',
      rare.map((_, action) => (frequent.includes(action) ? 1 : 0)),
    );
    const all = builder.select(isFrequent, ofFrequent, ofRare);
    return this.#normalised(builder.binary('multiply', all, this.#row(weights)));
  }

  /** [rows, actions] 1 where the row's first greatest is, of those that are allowed */
  #first(values: Place, allowed: Place): Place {
    const builder = this.#builder;
    const count = this.#filter.customers.length;
    const seen = builder.select(allowed, values, this.#scalar(-1));
    const place = builder.reshape(builder.argMax(seen), ['rows', 1]);
    const actions = builder.constant(
      'int64',
      [1, count],
      Array.from({ length: count }, (_, action) => action),
    );
    return builder.binary('equal', place, actions);
  }

  supported(features: Place, allowed: Place, isNoActionAssumed: boolean): Place {
    const builder = this.#builder;
    const { leastProbability, leastOfLikeliest, leastCustomers, customers } = this.#filter;
    const given = this.probabilities(features, allowed);
    const isNothing = builder.unary('isNaN', given);
    const known = builder.select(isNothing, this.#scalar(0), given);
    const ofAllowed = builder.select(allowed, known, this.#scalar(0));
    const likeliest = builder.reduce('max', ofAllowed, [1], true);
    const relative = builder.binary('multiply', likeliest, this.#scalar(leastOfLikeliest));
    const least = builder.binary('maximum', relative, this.#scalar(leastProbability));
    const flags = (is: (action: number) => boolean) =>
      builder.row(
        'bool',
        customers.map((_, action) => (is(action) ? 1 : 0)),
      );
    const isKnown = builder.all('and', [
      builder.binary('greaterEqual', known, least),
      builder.unary('not', isNothing),
      flags((action) => customers[action]! >= leastCustomers),
    ]);
    const isTaken = isNoActionAssumed
      ? builder.binary(
          'or',
          isKnown,
          flags((action) => action === 0),
        )
      : isKnown;
    const supported = builder.binary('and', isTaken, allowed);
    // Where the log supports nothing, what it would most likely have shown.
    const instead = builder.binary('and', this.#first(known, allowed), allowed);
    const isEmpty = builder.unary('not', builder.any(supported));
    return builder.binary('or', supported, builder.binary('and', instead, isEmpty));
  }
}

/**
 * @param features [rows, features] float32 as the policy gets them
 * @param allowed [rows, actions] bool
 * @param isNoActionAssumed whether No Action may be taken though the log does not support it
 * @returns [rows, actions] bool: allowed and supported, one at least in every row that allows any
 */
export function supportNodes(
  builder: GraphBuilder,
  filter: SupportFilter,
  features: Place,
  allowed: Place,
  isNoActionAssumed: boolean,
): Place {
  return new SupportNodes(builder, filter).supported(features, allowed, isNoActionAssumed);
}
