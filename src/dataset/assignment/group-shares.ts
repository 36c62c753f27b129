/** Groups and their shares, as people write them. */
import { z } from 'zod';
import { InputError, parseInput, show } from '../../core/errors';
import { percentageOf } from '../../core/percentage';
import { readDocument } from '../schema/read-document';
import { BUCKETS } from './buckets';
import type { GroupSize } from './ranges';

/** More have shares that no test could compare, and an index has no room for them. */
const MOST_GROUPS = 1000;

export const groupName = z
  .string()
  .regex(/^[^\s,=](?:[^,=\r\n]*[^\s,=])?$/, 'expected a name without comma, equals sign or blanks around it');

/** Of shares by group. */
export const sharesSchema = z.record(groupName, z.number().gt(0).lt(1)).readonly();

/** @throws InputError unless each is a whole number of buckets, and they add up to 1 */
export function groupSizes(place: string, shares: Readonly<Record<string, number>>): readonly GroupSize[] {
  const groups = Object.entries(shares).map(([name, share]) => ({
    ...{ name, share },
    buckets: Math.round(share * BUCKETS),
  }));
  if (groups.length < 2 || groups.length > MOST_GROUPS)
    throw new InputError(`${place}: expected 2 to ${MOST_GROUPS} groups, got ${groups.length}`);
  const broken = groups.find(({ share, buckets }) => Math.abs(share * BUCKETS - buckets) > 1e-6);
  if (broken !== undefined)
    throw new InputError(
      `${place} ${broken.name}: expected a share of at most 6 decimals, got ${broken.share}`,
    );
  const empty = groups.find(({ buckets }) => buckets === 0);
  if (empty !== undefined)
    throw new InputError(`${place} ${empty.name}: expected a share of 0.000001 or more, got ${empty.share}`);
  const sum = groups.reduce((total, { buckets }) => total + buckets, 0);
  if (sum !== BUCKETS)
    throw new InputError(`${place}: expected shares that add up to 1, got a sum of ${sum / BUCKETS}`);
  return groups.map(({ name, buckets }) => ({ name, buckets }));
}

const NUMBER = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function sharesOfText(flag: string, text: string): Readonly<Record<string, number>> {
  const shares: Record<string, number> = {};
  for (const part of text.split(',')) {
    const at = part.lastIndexOf('=');
    const [name, share] = [part.slice(0, Math.max(0, at)).trim(), part.slice(at + 1).trim()];
    const value = percentageOf(share) ?? (NUMBER.test(share) ? Number(share) : NaN);
    if (name === '' || Number.isNaN(value))
      throw new InputError(
        `${flag}: expected NAME=SHARE between commas, such as model=0.6,usual=0.4 or model=60%,usual=40%, got ${show(part.trim())}`,
      );
    if (Object.hasOwn(shares, name))
      throw new InputError(`${flag}: expected every group once, got ${show(name)} again`);
    shares[name] = value;
  }
  return parseInput(flag, sharesSchema, shares);
}

/**
 * @param text `model=0.6,usual=0.4`, or a YAML or JSON file of `model: 0.6`
 * @throws InputError naming the flag or file, and the group that is wrong
 */
export function readGroupShares(flag: string, text: string): readonly GroupSize[] {
  if (text.includes('=')) return groupSizes(flag, sharesOfText(flag, text));
  if (!/\.(ya?ml|json)$/i.test(text))
    throw new InputError(
      `${flag}: expected NAME=SHARE between commas, or a YAML or JSON file of names and shares, got ${show(text)}`,
    );
  return groupSizes(text, parseInput(text, sharesSchema, readDocument(text)));
}
