/** What anyone could have done with the logged rows: the yardsticks a model has to beat. */
import type { LoggedRows } from '../../dataset/logged-rows';
import { constantPolicy } from '../../policies/constant';
import { loggedPolicy, oraclePolicy } from '../../policies/logging';
import type { Policy } from '../../policies/policy';
import { uniformPolicy } from '../../policies/uniform';
import { constantDescription, plainDescriptions } from './targeting/descriptions';

/**
 * Every baseline on these rows: `logged`, `no-action`, one `always-<action>` per contact, `oracle`, `uniform`.
 */
export function loggedBaselines(rows: LoggedRows): readonly Policy[] {
  const { actions } = rows;
  return [
    loggedPolicy(rows),
    { ...constantPolicy(actions, 0), description: plainDescriptions['no-action'] },
    ...actions.slice(1).map((action, i) => ({
      ...constantPolicy(actions, i + 1),
      description: constantDescription(action),
    })),
    oraclePolicy(rows),
    { ...uniformPolicy(actions), description: 'every action equally likely, in expectation' },
  ];
}
