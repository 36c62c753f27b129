/** The heads there are, by their names. */
import { duelingHead } from './dueling-head';
import type { Head } from './head';
import type { HeadName } from './head-names';
import { plainHead } from './plain-head';
import { separateHead } from './separate-head';

const heads: Readonly<Record<HeadName, Head>> = {
  plain: plainHead,
  dueling: duelingHead,
  separate: separateHead,
};

export function headOf(name: HeadName): Head {
  return heads[name];
}
