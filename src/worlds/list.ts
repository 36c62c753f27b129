/** The worlds there are: a new one is a folder beside this file, and a line here. */
import { customers } from './customers/world';
import { segment } from './segment/world';
import type { World } from './world';

export { customers, segment };

export const worlds: readonly World[] = [segment, customers];
