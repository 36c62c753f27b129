/** What each way to contact is worth, per decision of all: by the model, without one, and not at all. */
import type { Estimate } from '../../core/estimate';
import { decisionOf } from './anchor-decision';
import type { JudgedUplift, Terms } from './judge-uplift';
import type { Measure, SideBySide, Way } from './judgement';

const ALL_BY_MODEL = "all, each the model's choice";

const without = (role: Way['role'], name: string, value: Estimate, modelMinus: Estimate): Way => ({
  ...{ name, role, value, modelMinus, decision: decisionOf(modelMinus) },
});
const simple = (name: string, value: Estimate, modelMinus: Estimate) =>
  without('simple', name, value, modelMinus);

const nothing = ({ level }: Estimate): Estimate => ({ value: 0, low: 0, high: 0, level });

/** What is sent to as many as may be contacted. @param limited whether these are fewer than all */
const toMany = (name: string, limited: boolean) =>
  limited ? `${name} to as many as may be contacted` : `${name} to all`;

/** @param treatments how many there are */
export function targetingWays(
  model: string,
  { values, rows }: JudgedUplift,
  { contacts }: Pick<Terms, 'contacts'>,
  treatments: number,
): SideBySide {
  const limited = contacts !== null && contacts < rows;
  const single = treatments === 1;
  const [random, all] = single
    ? ['as many at random', null]
    : ["the model's choice, as many at random", ALL_BY_MODEL];
  return {
    ...{ measure: 'value per decision', better: 'high' },
    ways: [
      { name: model, role: 'model', value: values.model, modelMinus: null, decision: null },
      without('anchor', random, values.random, values.modelMinusRandom),
      ...(all === null || values.all === null ? [] : [simple(all, values.all, values.modelMinusAll!)]),
      ...values.tried.map(({ name, value, modelMinus }, place) =>
        simple(place < treatments ? toMany(name, limited) : `${name}, as many at random`, value, modelMinus),
      ),
      simple('nobody', nothing(values.model), values.model),
    ],
  };
}

/** The first of them as measures. @param treatments how many there are */
export function valueMeasures({ values }: JudgedUplift, treatments: number): Measure[] {
  const value = (beside: string, anchor: Estimate, difference: Estimate): Measure => ({
    ...{ name: `value beside ${beside}`, better: 'high' },
    ...{ model: values.model, anchor, difference },
  });
  return [
    value('random', values.random, values.modelMinusRandom),
    ...(values.all === null
      ? []
      : [value(treatments === 1 ? 'all' : ALL_BY_MODEL, values.all, values.modelMinusAll!)]),
    value('nobody', nothing(values.model), values.model),
  ];
}
