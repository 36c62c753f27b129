/** How likely each logged action was: as the log says, or else as a model of it does. */
import type { Random } from '../../../core/random';
import { reordered } from '../../../dataset/contacts/row-order';
import { behaviourModel } from '../../../evaluate/off-policy/behaviour-model';
import type { Folds } from '../../../evaluate/off-policy/folds';
import type { Histories } from '../../../evaluate/off-policy/histories';
import type { ShapeOfHistories } from '../../../evaluate/off-policy/histories-of';
import type { BehaviourCard } from '../../../evaluate/off-policy/result';
import { possibleActions } from '../../../rl/possible-actions';
import type { Contacts } from '../loaded-log';
import type { RowsOfLog } from './log-to-judge';

/** [n] probability of the logged actions as the log has them; null where it has none, or not of all decisions */
function loggedPropensities({ log, decisions }: Contacts, some: Int32Array): Float64Array | null {
  const { propensities } = log;
  // Nobody chose what a calendar made, so that no probability of it can have been logged.
  if (propensities === null || decisions.made !== null) return null;
  return reordered(propensities, reordered(decisions.rows, some));
}

function loggedActionPropensities({ log, decisions }: Contacts, some: Int32Array): Float64Array | null {
  const { actionPropensities, actions } = log;
  if (actionPropensities === null || decisions.made !== null) return null;
  return reordered(actionPropensities, reordered(decisions.rows, some), actions.length);
}

/** With the probabilities that the log has itself; null where it has none. */
export function loggedBehaviour(
  contacts: Contacts,
  decisions: Int32Array,
  shape: ShapeOfHistories,
): Histories | null {
  const propensities = loggedPropensities(contacts, decisions);
  if (propensities === null) return null;
  return { ...shape, propensities, actionPropensities: loggedActionPropensities(contacts, decisions) };
}

export interface Behaviour extends Pick<BehaviourCard, 'source' | 'fits'> {
  readonly histories: Histories;
  /** [n, actions] what a model of the log expects to be done */
  readonly clone: Float64Array;
}

export function behaviourOf(
  contacts: Contacts,
  { rows, decisions }: RowsOfLog,
  shape: ShapeOfHistories,
  features: Float32Array,
  folds: Folds,
  isLogged: readonly boolean[],
  random: Random,
): Behaviour {
  const allowed = possibleActions(rows.allowed ?? null, decisions.length, isLogged);
  const model = behaviourModel(
    { histories: shape, features, width: rows.features.length, allowed, folds },
    random.fork('behaviour'),
  );
  const { probabilities: clone, fits } = model;
  const { actions, actionCount } = shape;
  const logged = loggedBehaviour(contacts, decisions, shape);
  if (logged !== null) return { source: 'logged', fits, clone, histories: logged };
  const propensities = Float64Array.from(actions, (action, i) => clone[i * actionCount + action]!);
  return {
    source: 'estimated',
    fits,
    clone,
    histories: { ...shape, propensities, actionPropensities: clone },
  };
}
