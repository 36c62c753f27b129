/**
 * Response and uplift as a customer model: `uplift_<action>`, what a contact changes of the outcome over No Action, and
 * `response_<action>`, what is expected by each. Learned of the decisions of the contact log, customers as of each.
 */
import { z } from 'zod';
import type { RawColumn } from '../../../dataset/contacts/contact-log';
import type { CustomersAsOf } from '../../asof/customers-as-of';
import { isOfShop, outcomeNames, type Decided, type Outcome } from '../../asof/decided';
import { encoded, encodingSchema, fitEncoding, skewedNames } from '../../asof/encoding';
import { expectTransactions } from '../../asof/expect-transactions';
import { endingTables } from '../../tables/company-tables';
import { defineCustomerModel } from '../../customer-model';
import { meanOfEach, SAME_COUNT_LESS, toldApart, type Cases } from '../../few-cases';
import { judgeTargeting } from '../../judge/judge-targeting';
import { responseColumn, upliftColumn } from '../column-names';
import { count, words } from '../../words';
import { applyResponse, applyUplift, fitUplift, upliftModelSchema, upliftSettingsSchema } from './uplift';

const termsSchema = z
  .strictObject({
    worth: z.number().positive().default(1).describe('of one unit of the outcome, account currency'),
    cost: z.number().min(0).default(0).describe('of a contact, account currency'),
    contacts: z
      .int()
      .positive()
      .nullable()
      .default(null)
      .describe('at most, of the decisions that are judged'),
  })
  .readonly();

const settings = upliftSettingsSchema.unwrap().extend({
  outcome: z
    .enum(outcomeNames)
    .default('purchase')
    .describe(
      'in the window after a decision, or of the log: opened, clicked, answered as company.yaml names them',
    ),
  judgedWindows: z
    .int()
    .positive()
    .default(2)
    .describe('windows of decisions that the earlier fit is judged by'),
  terms: termsSchema.prefault({}),
});

const fitted = z.strictObject({
  until: z.number().describe('of the fit, milliseconds since 1970 in UTC'),
  outcome: settings.shape.outcome.unwrap(),
  learner: settings.shape.learner.unwrap(),
  terms: termsSchema.unwrap(),
  encoding: encodingSchema,
  uplift: upliftModelSchema,
  arms: z
    .array(
      z.strictObject({
        decisions: z.int().positive(),
        outcome: z.number().describe('on average'),
        cases: z
          .int()
          .nonnegative()
          .describe('customers with the rarer outcome; of amounts those whom these tell apart'),
      }),
    )
    .readonly()
    .describe('of the fit, by action'),
  dealtAtRandom: z
    .boolean()
    .describe('whether the log says no probabilities, so that actions must have been dealt at random'),
});
type Fitted = z.output<typeof fitted>;

/** Customers of an action, not its decisions, which follow each other: what the same customer does is no new case. */
function casesIn(customers: readonly string[], outcomes: Float64Array, outcome: Outcome): number {
  const means = meanOfEach(customers, outcomes);
  if (outcome === 'spend') return toldApart(means);
  const [with1, with0] = [means.filter((mean) => mean > 0), means.filter((mean) => mean < 1)];
  return Math.min(with1.length, with0.length);
}

function armsOf({ actionNames, actions, outcomes, customers }: Decided, outcome: Outcome): Fitted['arms'] {
  return actionNames.map((_, action) => {
    const isOwn = (_of: unknown, row: number) => actions[row] === action;
    const own = outcomes.filter(isOwn);
    return {
      ...{ decisions: own.length, outcome: own.reduce((sum, one) => sum + one, 0) / own.length },
      cases: casesIn(customers.customers.filter(isOwn), own, outcome),
    };
  });
}

/** [rows] each, of numbers [rows, names] */
function columnsOf(values: Float64Array, names: readonly string[], rows: number): RawColumn[] {
  return names.map((name, j) => ({
    ...{ name, kind: 'number' },
    values: Float64Array.from({ length: rows }, (_, row) => values[row * names.length + j]!),
  }));
}

/** Of the action of which least is known, for each has a model of its own. */
function casesOf({ arms, outcome, uplift: { actionNames, preparation } }: Fitted): Cases {
  const counts = arms.map(({ cases }) => cases);
  const count = Math.min(...counts);
  const name = actionNames[counts.indexOf(count)]!;
  const kind =
    outcome === 'spend'
      ? `customers of ${name} ${SAME_COUNT_LESS}`
      : `customers with the rarer outcome of ${name}`;
  return { count, kind, unknowns: preparation.length, of: 'features' };
}

const wordsOf = ({ learner, uplift: { effects } }: Pick<Fitted, 'learner' | 'uplift'>) =>
  `the ${learner.toUpperCase()}-learner of ${effects.arms[0]!.kind}`;

export const upliftCustomerModel = defineCustomerModel({
  name: 'uplift',
  description:
    'uplift_<action>: what each contact changes of the outcome over No Action; response_<action>: what is expected by each',
  anchor: 'random targeting; each contact to all, and nobody, beside it',
  settings,
  fitted,
  // Decisions of so many windows, and a window after the last of them until it is known what came.
  windowsToJudge: ({ judgedWindows }) => judgedWindows + 1,
  asks: ({ outcome }) => ({
    label: [isOfShop(outcome) ? 'transactions' : 'contacts'],
    columns: endingTables,
  }),
  async fit(past, { outcome, terms, judgedWindows: _, ...given }, random, tell) {
    if (isOfShop(outcome)) expectTransactions('uplift', past.before());
    const decided = await past.decided(-Infinity, outcome);
    const encoding = fitEncoding(decided.customers);
    const logged = [...new Set([...skewedNames(encoding), ...given.logged])];
    const uplift = fitUplift(
      encoded(encoding, decided.customers),
      decided,
      { ...given, logged },
      random,
      tell,
    );
    return {
      ...{ until: past.until, outcome, terms, learner: given.learner, encoding, uplift },
      ...{ arms: armsOf(decided, outcome), dealtAtRandom: decided.propensities === null },
    };
  },
  async apply({ encoding, uplift }, customers: CustomersAsOf) {
    const table = encoded(encoding, customers);
    const names = uplift.actionNames;
    const effects = names.slice(1).map(upliftColumn);
    return [
      ...columnsOf(applyUplift(uplift, table), effects, table.rows),
      ...columnsOf(applyResponse(uplift, table), names.map(responseColumn), table.rows),
    ];
  },
  async judge(model, past, random, by) {
    const { until, outcome, terms, encoding, uplift } = model;
    const decided = await past.decided(until, outcome);
    const effects = applyUplift(uplift, encoded(encoding, decided.customers));
    return judgeTargeting(decided, effects, { outcome, terms, model: wordsOf(model) }, by, random);
  },
  cases: casesOf,
  facts: (model) => [
    `${wordsOf(model)} of ${model.uplift.preparation.length} features, fitted on ${count(model.arms.reduce((sum, { decisions }) => sum + decisions, 0))} decisions; outcome: ${model.outcome}`,
    ...model.arms.map(
      ({ decisions, outcome }, action) =>
        `${model.uplift.actionNames[action]}: ${count(decisions)} decisions, ${model.outcome} ${words(outcome)} on average`,
    ),
    ...(model.dealtAtRandom
      ? ['the log says no probabilities of its actions: effects hold only if they were dealt at random']
      : []),
  ],
});
