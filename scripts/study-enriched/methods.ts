/** How is learned from each log, with and without columns alike. */
import type { OurMethod } from '../study-logged/ours';

/** Over the rows trained on: fewer than the default of 20, for time. */
export const PASSES = 8;

/** The company whose log and whose other company settings were chosen on: others begin behind it. */
export const TRIED_ON = 1;

const short = { gamma: 'declared', passes: { most: PASSES } };

export const methods: readonly OurMethod[] = [
  {
    name: 'iql',
    method: 'iql',
    settings: {
      ...{ ...short, expectile: 0.8, shrinkage: true },
      network: { head: 'separate', weightDecay: 0.2 },
    },
  },
  // The defaults, but that nothing is drawn together in any of the three trainings.
  { name: 'iql-defaults', method: 'iql', settings: { ...short, shrinkage: false } },
];
