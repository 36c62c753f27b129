/** The heads there are, by the names that settings and files know them by. */
import { duelingHead } from './dueling-head';
import type { Head } from './head';
import { plainHead } from './plain-head';

export const heads = {
  plain: plainHead,
  dueling: duelingHead,
} as const satisfies Readonly<Record<string, Head>>;

export type HeadName = keyof typeof heads;

/** For the check of a setting or a file. */
export const headNames = Object.keys(heads) as [HeadName, ...HeadName[]]; // not empty, as can be seen above

export function headOf(name: HeadName): Head {
  return heads[name];
}
