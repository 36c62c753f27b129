/** The worlds there are: a new one is a folder beside this file, and a line here. */
import { customers } from './customers/world';
import { nextBestAction } from './next-best-action/world';
import { segment } from './segment/world';
import type { World } from './world';

export { customers, nextBestAction, segment };

export const worlds: readonly World[] = [segment, customers, nextBestAction];
