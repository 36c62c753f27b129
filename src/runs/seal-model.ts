/** What a saved model gets once it is judged: the verdict of its report, and example rows to hold every loading against. */
import { ModelQFunction } from '../agents/dqn/model-q-function';
import { Random } from '../core/random';
import { makeCases } from '../decide/cases';
import type { Report } from '../report/report';
import { saveModel } from '../store/model-store';
import type { FinishedTraining } from './task';

/**
 * Saves the model anew.
 *
 * @param verdict of the report, where that is on this seed's model
 */
export async function sealModel(
  { folder, seed, saved: { model, manifest } }: FinishedTraining,
  verdict: Report['verdict'] | null,
): Promise<void> {
  const qFunction = new ModelQFunction(model);
  try {
    const random = Random.fromSeed(seed).fork('cases');
    const cases = await makeCases({ model, raw: manifest.raw, qFunction }, random);
    const said = verdict && {
      decision: verdict.decision,
      guaranteed: verdict.guaranteed,
      reasons: verdict.reasons,
    };
    await saveModel(folder, model, { ...manifest, ...(said && { verdict: said }) }, cases);
  } finally {
    qFunction.dispose();
  }
}
