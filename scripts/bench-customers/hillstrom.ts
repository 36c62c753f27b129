/** Uplift of two mails on customers who were dealt them: learned on one half, judged on the other, random targeting beside. */
import { Random } from '../../src/core/random';
import type { Estimate } from '../../src/core/estimate';
import { armShares, bestTreatment } from '../../src/profiles/judge/best-treatment';
import { judgeUplift } from '../../src/profiles/judge/judge-uplift';
import { applyUplift, fitUplift, upliftSettingsSchema } from '../../src/profiles/models/uplift/uplift';
import { formatShare } from '../../src/report/format';
import { table } from '../docs/markdown';
import type { Agreed } from './agreed';
import { LEAST, ORDERS, ordersWithZero } from './random-targeting';
import { halfOf, mails, readHillstrom, type MailedCustomers } from './read-hillstrom';
import { timed } from './timed';

const methods = [
  ['t', 'logistic'],
  ['x', 'logistic'],
  ['t', 'svm'],
  ['t', 'forest'],
  ['x', 'forest'],
] as const;
type Method = (typeof methods)[number];

const judging = { shares: [0.1, 0.3, 0.5, 1], resamples: 1000 };
/** A visit is worth 1; contacts are half of those whom the half has. */
const terms = { worth: 1, cost: 0.05, contacts: 16_000 };

/** @param only index of the mail that is sent */
function targetedRows(effects: Float64Array, { actions, visits }: MailedCustomers, only: number) {
  const { scores, treated } = bestTreatment(effects, actions, only);
  return {
    ...{ scores, treated, outcomes: visits, propensities: armShares(actions) },
    customers: Int32Array.from(scores, (_, row) => row),
  };
}

async function judged(
  fitted: MailedCustomers,
  later: MailedCustomers,
  [learner, method]: Method,
  random: Random,
) {
  const settings = upliftSettingsSchema.parse({
    learner,
    method,
    logged: ['history'],
    models: { forestTrees: 50 },
  });
  const trial = { actionNames: mails, actions: fitted.actions, outcomes: fitted.visits };
  const { result, seconds } = await timed(() =>
    fitUplift(fitted.table, trial, settings, random.fork(`fit/${learner}/${method}`)),
  );
  const effects = applyUplift(result, later.table);
  return mails.slice(1).map((mail, i) => {
    const rows = targetedRows(effects, later, i + 1);
    return {
      mail,
      learner,
      method,
      seconds,
      ...judgeUplift(rows, { ...judging, terms }, random.fork(`judge/${mail}`)),
    };
  });
}

/** @throws InputError for another file */
export async function benchHillstrom(file: string, seed: number) {
  const all = readHillstrom(file);
  const [fitted, later] = [halfOf(all, 0), halfOf(all, 1)];
  const random = Random.fromSeed(seed).fork('hillstrom');
  const models = [];
  for (const method of methods) models.push(...(await judged(fitted, later, method, random)));
  const nothing = new Float64Array(later.table.rows * (mails.length - 1));
  const randomTargeting = mails.slice(1).map((mail, i) => {
    const orders = random.fork(`random targeting/${mail}`);
    return { mail, withZero: ordersWithZero(targetedRows(nothing, later, i + 1), orders) };
  });
  return { customers: all.table.rows, judgedOn: later.table.rows, models, randomTargeting };
}

export type Hillstrom = Awaited<ReturnType<typeof benchHillstrom>>;

const interval = ({ low, high }: Estimate) => `${low!.toFixed(5)} to ${high!.toFixed(5)}`;

export function hillstromAgreed({ randomTargeting }: Hillstrom): Agreed[] {
  return randomTargeting.map(({ mail, withZero }) => ({
    what: `${mail}: random orders whose interval of the Qini area contains 0`,
    ...{ got: `${withZero} of ${ORDERS}`, bound: `at least ${LEAST}`, holds: withZero >= LEAST },
  }));
}

export function hillstromTables({ models, judgedOn }: Hillstrom): string[] {
  const rows = models.map(({ mail, learner, method, qini, randomQini, at, averageEffect, seconds }) => [
    ...[
      mail,
      `${learner.toUpperCase()}-learner, ${method}`,
      qini.value!.toFixed(5),
      interval(qini),
      interval(randomQini),
    ],
    ...[formatShare(at[1]!.uplift.value), formatShare(averageEffect.value), seconds.toFixed(1)],
  ]);
  return [
    `Visits of ${judgedOn} customers, of whom none was learned from. A Qini area above 0 orders customers better than chance: it lies between the gain curve and the line of random mails, in visits per customer, and is not divided by that of the best order; uplift is of visits per mailed customer. Random targeting is one order here, the same for all models of a mail; how many of ${ORDERS} such orders have 0 in their interval is above.`,
    table(
      [
        'mail',
        'model',
        'Qini area',
        'its interval',
        'of random targeting',
        'uplift of the best 30 %',
        'of all',
        'seconds',
      ],
      rows,
    ),
  ];
}
