/** Gives each customer of a file its group, by a hash. */
import { rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { csvBytes, csvCell } from '../../core/csv-text';
import { InputError, parseInput, show } from '../../core/errors';
import { expectNotThere, expectWritableFile, writeTogether } from '../../core/files';
import { expectNotInput } from '../../core/input-paths';
import {
  assignmentPath,
  assignmentText,
  readAssignment,
  saltSchema,
  type Assignment,
} from '../../dataset/assignment/assignment-file';
import { bucketOf, BUCKETS } from '../../dataset/assignment/buckets';
import { readGroupShares } from '../../dataset/assignment/group-shares';
import { groupTable, rangesOf, type BucketRange, type GroupSize } from '../../dataset/assignment/ranges';
import { csvToParquet } from '../../dataset/read/csv-to-parquet';
import { filesOf } from '../../dataset/read/files-of';
import { readTable } from '../../dataset/read/read-table';
import { tableFormat, type TableFormat } from '../../dataset/read/table-format';
import { CUSTOMER, customerColumns, customerReader } from './customer-columns';

export interface AssignRequest {
  /** File of customers, or a pattern of several. */
  readonly data: string;
  /** Column of the customer. @default that of the schema, else `customer` */
  readonly customer?: string | undefined;
  /** Schema file of a contact log. */
  readonly schema?: string | undefined;
  /** `model=0.6,usual=0.4`, or a file of names and shares. */
  readonly groups: string;
  readonly salt: string;
  /** What an earlier call wrote beside its groups: as few customers as possible leave those. */
  readonly previous?: string | undefined;
  /** CSV or Parquet to write, by its ending. */
  readonly out: string;
  /** Replace the files that are there. */
  readonly overwrite: boolean;
}

export interface Assigned {
  readonly salt: string;
  /** Column of the customer. */
  readonly customer: string;
  readonly rows: number;
  readonly customers: number;
  readonly groups: readonly {
    readonly name: string;
    readonly share: number;
    readonly customers: number;
  }[];
  /** Customers of the file who leave their earlier group; null without one. */
  readonly moved: number | null;
  readonly files: { readonly groups: string; readonly assignment: string };
}

async function expectOutputs({
  data,
  schema,
  previous,
  out,
  overwrite,
  groups,
}: AssignRequest): Promise<void> {
  const given = Object.entries({ schema, previous, groups: groups.includes('=') ? undefined : groups });
  const inputs = [
    ...(await filesOf(data)).map((path) => ({ flag: '--data', path })),
    ...given.flatMap(([flag, path]) => (path === undefined ? [] : [{ flag: `--${flag}`, path }])),
  ];
  const outputs = [out, assignmentPath(out)];
  expectNotInput(
    outputs.map((path) => ({ flag: '--out', path })),
    inputs,
  );
  expectNotThere('--out', outputs, overwrite);
  expectWritableFile(out);
}

/** @throws InputError if another salt drew the earlier groups: nobody would stay where they are */
function earlierAssignment({ previous, salt }: AssignRequest): Assignment | null {
  if (previous === undefined) return null;
  const earlier = readAssignment(previous);
  if (earlier.salt !== salt)
    throw new InputError(`--salt: expected ${show(earlier.salt)}, that of ${previous}, got ${show(salt)}`);
  return earlier;
}

const GROUP = 'group';

function* linesOf(column: string, names: readonly string[], groupOf: (customer: number) => string) {
  yield `${csvCell(column)},${GROUP}\n`;
  for (const [customer, name] of names.entries()) yield `${csvCell(name)},${csvCell(groupOf(customer))}\n`;
}

/** @param csv with a header, of columns of names alone */
async function writeNames(out: string, format: TableFormat, columns: readonly string[], csv: Uint8Array) {
  const file = format === 'csv' ? out : `${out}.csv`;
  writeFileSync(file, csv);
  if (file === out) return;
  try {
    await csvToParquet(
      file,
      out,
      columns.map((name) => ({ name, type: 'VARCHAR' })),
    );
  } finally {
    rmSync(file, { force: true });
  }
}

/** [customers] index of each one's group */
function groupsOf(
  ranges: readonly BucketRange[],
  groups: readonly string[],
  buckets: Int32Array,
): Uint16Array {
  const table = groupTable(ranges, groups);
  return Uint16Array.from(buckets, (bucket) => table[bucket]!);
}

/** How many customers stand in another group than before, names apart of groups that are gone or new. */
function movedCustomers(earlier: Assignment, ranges: readonly BucketRange[], buckets: Int32Array): number {
  const names = [...new Set([...earlier.ranges, ...ranges].map(({ group }) => group))];
  const before = groupsOf(earlier.ranges, names, buckets);
  const after = groupsOf(ranges, names, buckets);
  return before.reduce((count, group, i) => count + (group === after[i] ? 0 : 1), 0);
}

function countsOf(groups: readonly GroupSize[], groupOf: Uint16Array): number[] {
  const counts = groups.map(() => 0);
  for (const group of groupOf) counts[group]! += 1;
  return counts;
}

/**
 * Writes customer and group, each customer once, in the order in which they first occur; and beside it salt, shares and
 * ranges of buckets, by which other programs find the same groups.
 *
 * @throws InputError with file, line, column, expectation and value; nothing is then written
 */
export async function assign(request: AssignRequest): Promise<Assigned> {
  const { out } = request;
  const salt = parseInput('--salt', saltSchema, request.salt);
  const groups = readGroupShares('--groups', request.groups);
  const columns = customerColumns(request);
  const earlier = earlierAssignment(request);
  const format = tableFormat('--out', out);
  await expectOutputs(request);
  const reader = customerReader(columns.customer ?? CUSTOMER);
  const { rows } = await readTable(await filesOf(request.data), [reader], columns.format);
  const customers = reader.names();
  const buckets = Int32Array.from(customers, (customer) => bucketOf(salt, customer));
  const ranges = rangesOf(groups, earlier?.ranges);
  const names = groups.map(({ name }) => name);
  const groupOf = groupsOf(ranges, names, buckets);
  const counts = countsOf(groups, groupOf);
  const files = { groups: out, assignment: assignmentPath(out) };
  await writeTogether(dirname(out), files, async (temporary) => {
    const lines = linesOf(reader.name, customers, (customer) => names[groupOf[customer]!]!);
    await writeNames(temporary.groups, format, [reader.name, GROUP], csvBytes(lines));
    const drawn = { salt, customer: reader.name };
    writeFileSync(temporary.assignment, assignmentText(drawn, groups, ranges, counts));
    return true;
  });
  return {
    ...{ salt, customer: reader.name, rows, customers: customers.length, files },
    groups: groups.map(({ name, buckets: size }, i) => ({
      ...{ name, share: size / BUCKETS, customers: counts[i]! },
    })),
    moved: earlier === null ? null : movedCustomers(earlier, ranges, buckets),
  };
}
