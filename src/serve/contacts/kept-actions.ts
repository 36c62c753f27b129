/**
 * What the store calls actions: No Action by the name that every model knows, whatever the log calls it, so that a model of
 * another log that is swapped in finds it. Stores of older services have the log's name, which is read too.
 */
import { actionLabels } from '../../dataset/action-list';
import { NO_ACTION } from '../../dataset/logged-rows';
import type { LoadedModel } from '../../store/model-store';

type NamedBy = Pick<LoadedModel, 'manifest'> & { readonly model: Pick<LoadedModel['model'], 'actions'> };

/** @param action as the model's log calls it */
export function keptAction(action: string, { model, manifest }: NamedBy): string {
  return action === actionLabels(model.actions, manifest.raw?.schema)[0] ? NO_ACTION : action;
}

/** @returns the action as the model's log calls it */
export function calledAction(kept: string, { model, manifest }: NamedBy): string {
  return kept === NO_ACTION ? actionLabels(model.actions, manifest.raw?.schema)[0]! : kept;
}
