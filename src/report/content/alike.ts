/** Whether a model does the same for everybody. */
import type { Shrinkage } from '../report';

/** Nothing of what sets decisions apart was kept, or nothing was learned: each action has the same advantage everywhere. */
export const isAlike = (shrinkage: Shrinkage | undefined): boolean =>
  shrinkage !== undefined &&
  !('unknown' in shrinkage) &&
  (shrinkage.kept === 0 || shrinkage.slope.value === null);

/** What such a model does. */
export const SAME_FOR_ALL = 'the model does the same for everybody as far as it is allowed';
