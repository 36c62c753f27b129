/** Actions that the log never shows, as reports name them. */
import type { Model } from '../../agents/model';
import type { LoggedReport } from '../../report/report';

/** A part of a report; empty where the model says nothing of any. */
export function unloggedActionsOf({
  actions,
  unlogged,
}: Pick<Model, 'actions' | 'unlogged'>): Pick<LoggedReport, 'unlogged'> {
  if (unlogged === undefined) return {};
  const { noActionReward, startsFrom } = unlogged;
  return {
    unlogged: {
      noAction: noActionReward === null ? null : { action: actions[0]!, reward: noActionReward },
      startsFrom: startsFrom.map(({ action, from }) => ({ action: actions[action]!, from: actions[from]! })),
    },
  };
}
