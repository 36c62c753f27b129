/** Reads an experiment: who was given which group, what each brought, and what that shows. */
import { InputError, show } from '../../core/errors';
import { didYouMean } from '../../core/nearest';
import { readExperiment } from '../../evaluate/experiment/read-experiment';
import type { ExperimentData } from '../../evaluate/experiment/result';
import type { ReadExperiment } from '../../report/experiment-read';
import { customerColumns, type ColumnFlags } from './customer-columns';
import { readGroups, type CustomerGroups } from './read-groups';
import { readTotals, type CustomerTotals } from './read-totals';

export interface ExperimentRequest extends ColumnFlags {
  /** File of outcomes, or a pattern of several. */
  readonly data: string;
  /** CSV or Parquet of customer and group. */
  readonly groups: string;
  /** By which the groups were drawn; not for those of `assign`, which has written them down. */
  readonly shares?: string | undefined;
  readonly control: string;
  /** `low,high` of what one customer brings in all. */
  readonly range?: string | undefined;
  /** Rows at or after this moment do not count. */
  readonly until?: string | undefined;
  readonly level: number;
  readonly look?: number | undefined;
  readonly margin: number;
}

/** Where nobody says. */
const OUTCOME = 'outcome';

/** @throws InputError unless it is two numbers, the smaller one first */
function limitsOf(text: string | undefined): readonly [number, number] | null {
  if (text === undefined) return null;
  const numbers = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  const [low = NaN, high = NaN] = numbers;
  if (numbers.length === 2 && low < high && Number.isFinite(high - low)) return [low, high];
  throw new InputError(
    `--range: expected two numbers, the smaller one first, such as 0,500, got ${show(text)}`,
  );
}

/** @throws InputError if it is none of the groups */
export function expectControl(control: string, groups: readonly { readonly name: string }[]): void {
  const names = groups.map(({ name }) => name);
  if (!names.includes(control))
    throw new InputError(
      `--control: expected one of the groups ${names.join(', ')}, got ${show(control)}${didYouMean(control, names)}`,
    );
}

/** Outcomes to the customers who were given a group. */
interface Joined {
  readonly data: ExperimentData;
  /** Rows of those. */
  readonly rows: number;
  /** Customers with outcomes and no group. */
  readonly strangers: number;
  /** Their rows. */
  readonly strangeRows: number;
}

/** Two examples are enough to see a name written in two ways, such as 007 and 7. */
const examples = (customers: readonly string[]) =>
  customers
    .slice(0, 2)
    .map((customer) => show(customer))
    .join(' and ');

/**
 * More than half without a group is no experiment with a few strangers: the files name customers in two ways, or belong
 * to two experiments, and every customer of a group would count as one who brought nothing.
 *
 * @throws InputError
 */
function expectCustomersOfGroups(
  file: string,
  members: readonly string[],
  customers: number,
  strangers: readonly string[],
): void {
  if (strangers.length <= customers / 2) return;
  throw new InputError(
    `${file}: expected at least half of the customers with outcomes in the groups, got ${customers - strangers.length} of ${customers}; without a group are such as ${examples(strangers)}, the groups have such as ${examples(members)}`,
  );
}

/** @throws InputError if hardly anybody of the outcomes is in the groups */
function joined(file: string, given: CustomerGroups, brought: CustomerTotals): Joined {
  const indexOf = new Map(given.customers.map((customer, i) => [customer, i]));
  const totals = new Float64Array(given.customers.length);
  const rows = new Int32Array(given.customers.length);
  const strangers: string[] = [];
  let strangeRows = 0;
  let customers = 0;
  brought.customers.forEach((customer, i) => {
    // Of whom all rows are after the end.
    if (brought.rows[i] === 0) return;
    customers += 1;
    const index = indexOf.get(customer);
    if (index === undefined) {
      strangers.push(customer);
      strangeRows += brought.rows[i]!;
    } else {
      totals[index] = brought.totals[i]!;
      rows[index] = brought.rows[i]!;
    }
  });
  expectCustomersOfGroups(file, given.customers, customers, strangers);
  return {
    data: { groups: given.groups, groupOf: given.groupOf, totals, rows },
    rows: rows.reduce((sum, count) => sum + count, 0),
    ...{ strangers: strangers.length, strangeRows },
  };
}

/** @throws InputError naming the customer whose total lies outside what was declared */
function expectWithinRange(
  file: string,
  limits: readonly [number, number] | null,
  totals: Float64Array,
  customers: readonly string[],
): void {
  if (limits === null) return;
  const [low, high] = limits;
  const outside = totals.findIndex((total) => !(total >= low && total <= high));
  if (outside >= 0)
    throw new InputError(
      `${file}: expected a total of ${low} to ${high} of every customer, as --range says, got ${totals[outside]!} of ${show(customers[outside])}`,
    );
}

/**
 * @throws InputError with file, line, column, expectation and value; a split that is broken is no error but said in what
 *   is returned, which then has no differences
 */
export async function experiment(request: ExperimentRequest): Promise<ReadExperiment> {
  const { data, groups, shares, control, until, level, margin, look = null } = request;
  const range = limitsOf(request.range);
  const columns = customerColumns(request);
  const given = await readGroups(groups, shares, columns);
  expectControl(control, given.groups);
  const named = {
    customer: columns.customer ?? given.customer,
    outcome: columns.outcome ?? OUTCOME,
  };
  const brought = await readTotals(data, { ...columns, ...named }, until);
  const { data: customers, rows, strangers, strangeRows } = joined(data, given, brought);
  expectWithinRange(data, range, customers.totals, given.customers);
  const settings = { control, level, look, margin, range, wrongGroups: given.wrongGroups };
  return {
    ...{ kind: 'experiment', data, groupsFile: groups, outcome: named.outcome, until: until ?? null },
    ...{ dataHash: brought.dataHash, groupsHash: given.dataHash },
    outcomeRows: {
      counted: rows,
      after: brought.after,
      withoutGroup: strangeRows,
      repeated: brought.repeated,
    },
    customersWithoutGroup: strangers,
    result: readExperiment(customers, settings),
  };
}
