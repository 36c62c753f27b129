/** Which actions a log knows, in the order that travels with a model. */
import { InputError, show } from '../core/errors';
import { NO_ACTION } from './logged-rows';

/**
 * @param actions a model's, No Action first
 * @param schema of the log that it was trained on; undefined of a model without
 * @returns [actions] as the log itself calls them, so that what is written can be joined to it
 */
export function actionLabels(
  actions: readonly string[],
  schema: { readonly noAction: string } | undefined,
): readonly string[] {
  return schema === undefined ? actions : [schema.noAction, ...actions.slice(1)];
}

/**
 * The action list of a log: No Action first, then the logged names in sorted order.
 *
 * @param place for messages, for example `contacts.csv Action`
 * @param noAction the name by which the log says No Action
 * @throws InputError if no contact was logged, or a contact is called like No Action
 */
export function actionList(place: string, logged: readonly string[], noAction: string): readonly string[] {
  if (noAction !== NO_ACTION && !logged.includes(noAction)) {
    throw new InputError(
      `${place}: expected the schema's noAction ${show(noAction)} among the actions, got ${logged.map(show).join(', ')}; a log without it needs no noAction`,
    );
  }
  const contacts = logged.filter((action) => action !== noAction).sort();
  if (contacts.length === 0) {
    throw new InputError(`${place}: expected at least one action besides ${show(noAction)}, got none`);
  }
  if (contacts.includes(NO_ACTION)) {
    throw new InputError(
      `${place}: expected No Action to be called ${show(noAction)} as in the schema, got ${show(NO_ACTION)} too`,
    );
  }
  return [NO_ACTION, ...contacts];
}
