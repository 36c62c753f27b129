/** What the decisions of a log brought, in everything that people ask for: money, contacts, complaints. */
import type { ContactLog } from '../../dataset/contacts/contact-log';
import { reordered } from '../../dataset/contacts/row-order';
import type { LoggedDecisions } from '../../dataset/decisions/decisions';
import type { Measure } from '../off-policy/request';

/** [actions] the same whoever is contacted. */
const ofAction = (actions: Int32Array, known: readonly number[]): Measure => ({
  values: Float64Array.from(actions, (action) => known[action]!),
  known,
});

/** An action costs what it always cost in the log, if it always cost the same; where it was not taken, nobody knows. */
function constantCosts({ actions, costs, actionNames }: LoggedDecisions): (number | null)[] {
  const known = actionNames.map((): number | null | undefined => undefined);
  actions.forEach((action, i) => {
    if (known[action] === undefined) known[action] = costs[i]!;
    else if (known[action] !== costs[i]) known[action] = null;
  });
  return known.map((cost) => cost ?? null);
}

/**
 * @param some indices of the decisions that are judged
 * @returns by name, the reward first; only what the log says anything of
 */
export function measuresOf(
  log: ContactLog,
  decisions: LoggedDecisions,
  some: Int32Array,
): ReadonlyMap<string, Measure> {
  const pick = (values: Float64Array) => reordered(values, some);
  // Nothing came of a decision that the calendar made.
  const pickRows = (values: Float64Array) =>
    Float64Array.from(some, (i) => (decisions.made?.[i] === 1 ? 0 : values[decisions.outcomeRows[i]!]!));
  const rewards = pick(decisions.rewards);
  const actions = reordered(decisions.actions, some);
  const names = decisions.actionNames;
  const only = (chosen: number) => names.map((_, action) => (action === chosen ? 1 : 0));
  const channels = names.slice(1).map((name, i): [string, Measure] => {
    return [`contacts: ${name}`, ofAction(actions, only(i + 1))];
  });
  const isPriced = decisions.costs.some((cost) => cost !== 0);
  const isEverNegative = rewards.some((reward) => reward < 0);
  return new Map<string, Measure>([
    ['reward', { values: rewards, known: null }],
    [
      'contacts',
      ofAction(
        actions,
        names.map((_, action) => (action === 0 ? 0 : 1)),
      ),
    ],
    ...channels,
    ...(isPriced
      ? [['cost', { values: pick(decisions.costs), known: constantCosts(decisions) }] as [string, Measure]]
      : []),
    ...(isEverNegative
      ? [
          ['negativeRewards', { values: rewards.map((reward) => (reward < 0 ? 1 : 0)), known: null }] as [
            string,
            Measure,
          ],
        ]
      : []),
    ...[...log.outcomes].map(([name, values]): [string, Measure] => [
      `outcome: ${name}`,
      { values: pickRows(values), known: null },
    ]),
  ]);
}
