/** The worlds there are: a new one is a folder beside this file, and a line here. */
import { nextBestAction } from './next-best-action/world';
import { segment } from './segment/world';
import type { World } from './world';

export { nextBestAction, segment };

export const worlds: readonly World[] = [segment, nextBestAction];
