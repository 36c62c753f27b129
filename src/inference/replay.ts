/** Whether a saved model decides here as it did where it was saved. */
import { replayCases, toleranceOn } from '../decide/cases';
import type { QFunction } from '../policies/policy';
import type { LoadedModel } from '../store/model-store';

/**
 * Decides a model's example rows anew.
 *
 * @param gpu whether a GPU computes its values
 * @throws InputError if one comes out otherwise here than where the model was saved
 */
export async function replayOn(
  { model, manifest, cases, casesFile }: LoadedModel,
  qFunction: QFunction,
  { gpu }: { readonly gpu: boolean },
): Promise<void> {
  const of = { model, raw: manifest.raw, qFunction, tolerance: toleranceOn({ gpu }) };
  if (cases !== null) await replayCases(of, cases, casesFile);
}
