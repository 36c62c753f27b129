/** What a saved model gets once it is judged: the verdict of its report, and example rows to hold every loading against. */
import { ModelQFunction } from '../agents/dqn/model-q-function';
import { Random } from '../core/random';
import { InputError } from '../core/errors';
import { makeCases, toleranceOn } from '../decide/cases';
import type { Report } from '../report/report';
import { customersOf, saveModel } from '../store/model-store';
import type { BackendInfo } from '../tensor/backends/loader';
import type { Host } from './host';
import type { FinishedTraining } from './task';

/**
 * Saves the model anew. Without example rows it is as good, and says so: what was learned and judged is not lost for them.
 *
 * @param verdict of the report, where that is on this seed's model
 */
export async function sealModel(
  { folder, seed, saved }: FinishedTraining,
  verdict: Report['verdict'] | null,
  backend: BackendInfo,
  { logger }: Pick<Host, 'logger'>,
): Promise<void> {
  const { model, manifest } = saved;
  const qFunction = new ModelQFunction(model);
  const said = verdict && {
    decision: verdict.decision,
    guaranteed: verdict.guaranteed,
    reasons: verdict.reasons,
  };
  const without = (why: string) => {
    logger.warn(`${folder}: the model is saved without example rows: ${why}`);
    return null;
  };
  try {
    const of = { model, raw: manifest.raw, qFunction, tolerance: toleranceOn(backend) };
    const random = Random.fromSeed(seed).fork('cases');
    const made = await makeCases(of, random).catch((error: unknown) => {
      if (error instanceof InputError) return error.message;
      throw error;
    });
    const cases =
      typeof made === 'string' || made === null
        ? without(made ?? 'it takes none of those that were drawn')
        : made;
    await saveModel(
      folder,
      model,
      { ...manifest, ...(said && { verdict: said }) },
      cases,
      customersOf(saved),
    );
  } finally {
    qFunction.dispose();
  }
}
