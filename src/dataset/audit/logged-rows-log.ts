/** Rows of the published form (state, action, reward) as a contact log, so that one audit looks at both. */
import type { ContactLog } from '../contacts/contact-log';
import { withContentHashes } from '../contacts/content-hashes';
import { decisionsOf, type LoggedDecisions } from '../decisions/decisions';
import { NO_ACTION, rowCount, type LoggedRows } from '../logged-rows';
import { logSchema, type LogSchema } from '../schema/log-schema';

const schema = logSchema.parse({ action: 'Action', noAction: NO_ACTION, reward: 'Reward' });

/** The rows keep the order of their file: nobody says whose they are, or when. */
export function contactLogOf(rows: LoggedRows): {
  log: ContactLog;
  decisions: LoggedDecisions;
  schema: LogSchema;
} {
  const { features, actions, actionCosts, observations, loggedActions, rewards, lines } = rows;
  const count = rowCount(rows);
  const width = features.length;
  const columns = features.map((name, j) => ({
    ...{ name, kind: 'number' as const },
    values: Float64Array.from({ length: count }, (_, row) => observations[row * width + j]!),
  }));
  const log = withContentHashes({
    ...{
      rows: count,
      files: ['the log'],
      formats: ['csv'],
      fileOf: null,
      lines,
      dataHash: '',
      customers: null,
      times: null,
    },
    ...{ actions, loggedActions, rewards, outcomes: new Map(), propensities: null, actionPropensities: null },
    ...{ groups: null, eligible: null, actionCosts, weights: null, terminal: null, features: columns },
    costs: Float64Array.from(loggedActions, (action) => actionCosts[action]!),
    ...{ cellCounts: [], ruleColumns: new Map() },
  });
  return { log, decisions: decisionsOf(log, schema), schema };
}
