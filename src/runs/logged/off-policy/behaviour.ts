/** How likely each logged action was: as the log says, or else as a model of it does. */
import type { Random } from '../../../core/random';
import { reordered } from '../../../dataset/contacts/row-order';
import type { LoggedRows } from '../../../dataset/logged-rows';
import { behaviourModel } from '../../../evaluate/off-policy/behaviour-model';
import type { Folds } from '../../../evaluate/off-policy/folds';
import type { Histories } from '../../../evaluate/off-policy/histories';
import type { ShapeOfHistories } from '../../../evaluate/off-policy/histories-of';
import type { BehaviourCard } from '../../../evaluate/off-policy/result';
import type { Contacts } from '../loaded-log';
import type { LogToJudge } from './log-to-judge';

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

export interface Behaviour extends Pick<BehaviourCard, 'source' | 'fits'> {
  readonly histories: Histories;
  /** [n, actions] what a model of the log expects to be done */
  readonly clone: Float64Array;
}

/** What was never logged was never possible, as far as a model of what is judged can tell. @returns [n, actions] */
function possibleActions(
  { actions, allowed }: LoggedRows,
  n: number,
  isLogged: readonly boolean[],
): Uint8Array | null {
  if (isLogged.every((is) => is)) return allowed ?? null;
  const width = actions.length;
  return Uint8Array.from({ length: n * width }, (_, at) =>
    isLogged[at % width]! ? (allowed?.[at] ?? 1) : 0,
  );
}

export function behaviourOf(
  { contacts, judged: { rows, decisions } }: LogToJudge,
  shape: ShapeOfHistories,
  features: Float32Array,
  folds: Folds,
  isLogged: readonly boolean[],
  random: Random,
): Behaviour {
  const allowed = possibleActions(rows, decisions.length, isLogged);
  const model = behaviourModel(
    { histories: shape, features, width: rows.features.length, allowed, folds },
    random.fork('behaviour'),
  );
  const { probabilities: clone, fits } = model;
  const { actions, actionCount } = shape;
  const logged = loggedPropensities(contacts, decisions);
  if (logged !== null) {
    const actionPropensities = loggedActionPropensities(contacts, decisions);
    return {
      source: 'logged',
      fits,
      clone,
      histories: { ...shape, propensities: logged, actionPropensities },
    };
  }
  const propensities = Float64Array.from(actions, (action, i) => clone[i * actionCount + action]!);
  return {
    source: 'estimated',
    fits,
    clone,
    histories: { ...shape, propensities, actionPropensities: clone },
  };
}
