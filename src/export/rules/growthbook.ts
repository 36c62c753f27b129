/**
 * The readable policy in the form of GrowthBook's contextual bandits: leaves tried in order, of which the first whose
 * condition matches says how likely each variation is. Conditions are those of its SDKs, in the manner of MongoDB.
 *
 * @see https://docs.growthbook.io/lib/build-your-own#condition-evaluation
 */
import { weightedLeaves, type Rules } from '../../dataset/rules/read-rules';
import type { Operators } from '../../dataset/rules/rules-schema';

type Condition = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface Leaf {
  readonly id: string;
  /** By attribute; empty for the leaf that takes all that is left. */
  readonly condition: Condition;
  /** [variations] */
  readonly weights: readonly number[];
}

export interface GrowthBookRules {
  /** What there is to do, by index; index 0 is to do nothing. */
  readonly variations: readonly string[];
  readonly leaves: readonly Leaf[];
}

const operatorNames: Readonly<Record<Exclude<keyof Operators, 'missing'>, string>> = {
  ...{ in: '$in', notIn: '$nin', eq: '$eq', ne: '$ne', lt: '$lt', lte: '$lte', gt: '$gt', gte: '$gte' },
};

/**
 * What is not known is no reason here, while GrowthBook takes null for another value, and for 0 where numbers are
 * compared: whatever asks for a value asks that there is one.
 */
function conditionOf({ missing, ...compared }: Operators): Readonly<Record<string, unknown>> {
  const asked = Object.entries(compared).filter(([, value]) => value !== undefined);
  return {
    $exists: missing !== true,
    ...Object.fromEntries(
      asked.map(([name, value]) => [operatorNames[name as keyof typeof operatorNames], value]),
    ),
  };
}

/**
 * @param actions names by index; index 0 is No Action
 * @param noAction how the rules call it
 * @throws InputError for a leaf that names what is no action
 */
export function growthBookRules(rules: Rules, actions: readonly string[], noAction: string): GrowthBookRules {
  const weighted = weightedLeaves(rules, actions, noAction);
  return {
    variations: [noAction, ...actions.slice(1)],
    leaves: rules.leaves.map(({ id, condition = {} }, i) => ({
      id,
      condition: Object.fromEntries(
        Object.entries(condition).map(([column, operators]) => [column, conditionOf(operators)]),
      ),
      weights: [...weighted[i]!.weights],
    })),
  };
}
