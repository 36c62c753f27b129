/** Who was given which group, and by which shares. */
import { existsSync } from 'node:fs';
import { InputError, show } from '../../core/errors';
import { didYouMean } from '../../core/nearest';
import { assignmentPath, readAssignment, type Assignment } from '../../dataset/assignment/assignment-file';
import { bucketOf, BUCKETS } from '../../dataset/assignment/buckets';
import { groupSizes, readGroupShares } from '../../dataset/assignment/group-shares';
import { groupTable, type GroupSize } from '../../dataset/assignment/ranges';
import { NameColumn } from '../../dataset/read/columns';
import { readTable, tablePlace } from '../../dataset/read/read-table';
import { CUSTOMER, customerReader, type CustomerColumns } from './customer-columns';

const GROUP = 'group';

export interface CustomerGroups {
  readonly groups: readonly { readonly name: string; readonly share: number }[];
  readonly customers: readonly string[];
  /** [customers] index into `groups` */
  readonly groupOf: Uint16Array;
  /** Column of the customer. */
  readonly customer: string;
  /** Customers who are not where the hash puts them, in words. */
  readonly wrongGroups: readonly string[];
  /** SHA-256 of the file. */
  readonly dataHash: string;
}

/** What `assign` wrote beside its groups; null of groups that somebody else drew. */
function assignmentBeside(file: string): Assignment | null {
  const path = assignmentPath(file);
  return existsSync(path) ? readAssignment(path) : null;
}

function sizesOf(
  file: string,
  shares: string | undefined,
  assignment: Assignment | null,
): readonly GroupSize[] {
  if (assignment !== null && shares !== undefined)
    throw new InputError(
      `--shares: expected none beside ${assignmentPath(file)}, which has them, got ${show(shares)}`,
    );
  if (assignment !== null) return groupSizes(assignmentPath(file), assignment.shares);
  if (shares !== undefined) return readGroupShares('--shares', shares);
  throw new InputError(
    `--shares: expected the shares that ${file} was drawn by, such as model=0.6,usual=0.4, for there is no ${assignmentPath(file)}; got nothing`,
  );
}

/** Customers whose group was changed after it was drawn: by hand as a rule, and then not by chance. */
function movedByHand(
  { customers, groupOf }: Pick<CustomerGroups, 'customers' | 'groupOf'>,
  names: readonly string[],
  { salt, ranges }: Assignment,
): string[] {
  const table = groupTable(ranges, names);
  const drawn = customers.map((customer) => table[bucketOf(salt, customer)]!);
  const moved = customers.flatMap((_, i) => (drawn[i] === groupOf[i] ? [] : [i]));
  const [first] = moved;
  if (first === undefined) return [];
  const who = moved.length === 1 ? '1 customer is' : `${moved.length} customers are`;
  return [
    `${who} not in the group that was drawn for them, such as ${show(customers[first])}: ${names[groupOf[first]!]!}, drawn was ${names[drawn[first]!]!}; an experiment is read by the groups that were drawn`,
  ];
}

/**
 * @param file customer and `group`, each customer once
 * @param shares as they are typed; not for groups of `assign`, which has written them down
 * @throws InputError with file, line, column, expectation and value
 */
export async function readGroups(
  file: string,
  shares: string | undefined,
  columns: CustomerColumns,
): Promise<CustomerGroups> {
  const assignment = assignmentBeside(file);
  const sizes = sizesOf(file, shares, assignment);
  const names = sizes.map(({ name }) => name);
  const customer = customerReader(assignment?.customer ?? columns.customer ?? CUSTOMER);
  const group = new NameColumn(GROUP);
  // Of a schema that says how the outcomes are written nothing follows for this file.
  const source = await readTable([file], [customer, group]);
  const codes = customer.codes();
  const customers = customer.names();
  // Names are numbered in the order of first use.
  const again = codes.findIndex((code, row) => code !== row);
  if (again >= 0)
    throw new InputError(
      `${tablePlace(source, again)} ${customer.name}: expected every customer once, got ${show(customers[codes[again]!])} again`,
    );
  const indices = group.names().map((name) => names.indexOf(name));
  const strange = group.codes().findIndex((code) => indices[code] === -1);
  if (strange >= 0) {
    const found = group.names()[group.codes()[strange]!]!;
    throw new InputError(
      `${tablePlace(source, strange)} ${GROUP}: expected one of the groups ${names.join(', ')}, got ${show(found)}${didYouMean(found, names)}`,
    );
  }
  const groupOf = Uint16Array.from(group.codes(), (code) => indices[code]!);
  return {
    groups: sizes.map(({ name, buckets }) => ({ name, share: buckets / BUCKETS })),
    ...{ customers, groupOf, customer: customer.name, dataHash: source.dataHash },
    wrongGroups: assignment === null ? [] : movedByHand({ customers, groupOf }, names, assignment),
  };
}
