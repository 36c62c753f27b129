/** The worlds there are: a new one is a folder beside this file, and a line here. */
import { segment } from './segment/world';
import type { World } from './world';

export { segment };

export const worlds: readonly World[] = [segment];
