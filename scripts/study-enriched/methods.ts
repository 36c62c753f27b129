/** How is learned from each log, with and without columns alike. */
import type { OurMethod } from '../study-logged/ours';

/** Over the rows trained on: fewer than the default of 20, for time. */
export const PASSES = 8;

const settings = { gamma: 'declared', passes: { most: PASSES } } as const;

export const methods: readonly OurMethod[] = [
  { name: 'iql', method: 'iql', settings },
  { name: 'one-step', method: 'one-step', settings },
];
