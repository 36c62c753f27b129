/** Beside a model that looks ahead: the best of the ways of learning that were tried and look at the next reward alone. */
import { ModelQFunction } from '../../../agents/dqn/model-q-function';
import type { Model } from '../../../agents/model';
import { GreedyPolicy } from '../../../policies/greedy';
import { bestCandidate } from '../../../train/train-candidates';
import type { Selection } from '../../../train/training-result';
import type { Candidate } from './candidates';

/**
 * @param candidates what was tried, in the order of the selection
 * @param model that was kept
 * @returns null where the model looks at the next reward alone itself, or nothing that does was tried
 */
export function myopicModel(
  candidates: readonly Candidate[],
  { candidates: tried, chosen }: Selection,
  model: Model,
): Model | null {
  const places = [...candidates.keys()].filter((i) => candidates[i]!.gamma === 0);
  if (places.length === 0 || candidates[chosen]!.gamma === 0) return null;
  const best = places[bestCandidate(places.map((i) => tried[i]!))]!;
  const { relativeThreshold: leastOfLikeliest } = candidates[best]!;
  const { support, unlogged } = model;
  return {
    ...tried[best]!.best,
    ...(support !== undefined && { support: { ...support, leastOfLikeliest } }),
    ...(unlogged !== undefined && { unlogged }),
  };
}

/** The policy of such a model, with its memory to be given back. */
export function myopicPolicy(model: Model) {
  const q = new ModelQFunction(model);
  const policy = new GreedyPolicy(
    q,
    model.actions,
    'myopic',
    'learned like the model, and looks at the next reward alone',
  );
  return { policy, dispose: () => q.dispose() };
}
