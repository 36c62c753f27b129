/** How customers were given their groups, as a file beside them: what another program needs to do the same. */
import { z } from 'zod';
import { InputError, parseInput } from '../../core/errors';
import { readJsonFile } from '../../core/files';
import { BUCKET_RULE, BUCKETS } from './buckets';
import { groupName, groupSizes, sharesSchema } from './group-shares';
import type { BucketRange, GroupSize } from './ranges';

const bucket = z.int().min(0).max(BUCKETS);

/** A colon would make two pairs of salt and customer one text; quotes and blanks go wrong in somebody's SQL. */
export const saltSchema = z
  .string()
  .regex(/^[\w.-]{1,100}$/, 'expected letters, digits, ".", "_" and "-", at most 100 of them');

const assignmentSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    /** For the reader. */
    rule: z.literal(BUCKET_RULE),
    salt: saltSchema,
    /** Column of the customer. */
    customer: z.string().min(1),
    shares: sharesSchema,
    ranges: z.array(z.strictObject({ group: groupName, from: bucket, to: bucket })).readonly(),
    /** How many there are, by group. */
    customers: z.record(groupName, z.int().min(0)).readonly(),
  })
  .readonly();

export type Assignment = z.output<typeof assignmentSchema>;

/** Beside the customers' groups. */
export function assignmentPath(groups: string): string {
  return `${groups}.assignment.json`;
}

function expectCover(file: string, ranges: readonly BucketRange[], groups: readonly GroupSize[]): void {
  let next = 0;
  const sizes = new Map(groups.map(({ name }) => [name, 0]));
  for (const { group, from, to } of ranges) {
    if (from !== next || to <= from || !sizes.has(group))
      throw new InputError(
        `${file} ranges: expected a range of one of the groups from bucket ${next} on, got ${from} to ${to} of ${group}`,
      );
    sizes.set(group, sizes.get(group)! + to - from);
    next = to;
  }
  const wrong = groups.find(({ name, buckets }) => sizes.get(name) !== buckets);
  if (next !== BUCKETS || wrong !== undefined)
    throw new InputError(`${file} ranges: expected every bucket once, as many as the shares say`);
}

/** @throws InputError naming the file, if it cannot be read or is none */
export function readAssignment(file: string): Assignment {
  const assignment = parseInput(file, assignmentSchema, readJsonFile(file));
  expectCover(file, assignment.ranges, groupSizes(`${file} shares`, assignment.shares));
  return assignment;
}

/** @param counts customers by group */
export function assignmentText(
  { salt, customer }: { readonly salt: string; readonly customer: string },
  groups: readonly GroupSize[],
  ranges: readonly BucketRange[],
  counts: readonly number[],
): string {
  const assignment: Assignment = {
    ...{ schemaVersion: 1, rule: BUCKET_RULE, salt, customer },
    shares: Object.fromEntries(groups.map(({ name, buckets }) => [name, buckets / BUCKETS])),
    ranges,
    customers: Object.fromEntries(groups.map(({ name }, i) => [name, counts[i]!])),
  };
  return `${JSON.stringify(assignment, null, 2)}\n`;
}
