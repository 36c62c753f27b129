/** What a company would have in its tables of a customer's week, and the truth behind it. */
import { csvCell } from '../../core/csv-text';
import type { Random } from '../../core/random';
import { DAY } from '../../dataset/schema/lengths-of-time';
import type { VectorEnvironment } from '../../env/environment';
import type { Moment } from '../../policies/play';
import type { Policy } from '../../policies/policy';
import type { CompanyForm } from '../../worlds/company-form';
import type { LogForm } from '../../worlds/log-form';
import type { OpenWorld } from '../../worlds/world';
import type { LineFile } from './line-file';
import { drawnMessage } from './messages';
import { drawnProduct, drawnQuantity, products } from './products';

/** A Monday: where the simulated time begins. */
export const START = Date.UTC(2025, 0, 6);
const WEEK = 7 * DAY;
const MINUTE = 60_000;

export const weekTime = (week: number) => new Date(START + week * WEEK).toISOString();

export interface CompanyPlan {
  readonly customers: number;
  readonly weeks: number;
  /** Weeks that the truth looks ahead. */
  readonly horizon: number;
}

export interface SimulatedCompany {
  readonly world: OpenWorld;
  readonly form: LogForm;
  readonly company: CompanyForm;
  readonly behaviour: Policy;
  readonly plan: CompanyPlan;
}

export type TableFiles = Readonly<
  Record<'customers' | 'transactions' | 'contacts' | 'messages' | 'truthCustomers' | 'truthMoments', LineFile>
>;

const number = (value: number) => String(Number(value.toPrecision(6)));
const cents = (value: number) => value.toFixed(2);

/** Takes rows of tables, cell by cell as they would stand in files. */
export type Rows<Table extends keyof TableFiles> = Readonly<Record<Table, Pick<LineFile, 'write'>>>;

/** Streams of their own: another product changes no purchase, another text no product. */
export interface Streams {
  readonly purchases: Random;
  readonly messages: Random;
}

/** Customers who are played side by side, what they are and where they stand. */
export interface Chunk {
  readonly ids: readonly string[];
  /** [lanes] week of joining */
  readonly joined: Int32Array;
  /** [lanes] week after the last one as a customer; Infinity while it is not known */
  readonly left: Float64Array;
  readonly affinities: readonly Float64Array[];
  /** [lanes] cells of what is known of each from the beginning on */
  readonly known: readonly (readonly string[])[];
  /** [lanes][actions] what the behaviour does with each */
  readonly chances: readonly Float64Array[];
}

/** A time within a week, to the minute. */
function timeWithin(week: number, random: Random): string {
  return new Date(START + week * WEEK + MINUTE * (1 + random.integer(WEEK / MINUTE - 1))).toISOString();
}

/** What a week brought one customer, into the tables. */
export function writeWeek(
  { form, company }: Pick<SimulatedCompany, 'form' | 'company'>,
  files: Rows<'contacts' | 'transactions' | 'messages'>,
  chunk: Chunk,
  environment: VectorEnvironment,
  { actions, step }: Pick<Moment, 'actions' | 'step'>,
  lane: number,
  week: number,
  { purchases, messages }: Streams,
): void {
  const id = chunk.ids[lane]!;
  const action = actions[lane]!;
  const outcomes = form.outcomes.map(({ name, of }) => [name, of(environment, lane)] as const);
  files.contacts.write([
    ...[id, weekTime(week), ...chunk.known[lane]!, environment.actions[action]!],
    ...[number(chunk.chances[lane]![action]!), ...outcomes.map(([, value]) => String(value))],
    ...[number(step.costs[lane]!), number(step.rewards[lane]!), step.discounts[lane] === 0 ? '1' : '0'],
  ]);
  const affinity = chunk.affinities[lane]!;
  const amount = company.bought(environment, lane);
  let product: string | null = null;
  if (amount > 0) {
    const time = timeWithin(week, purchases);
    ({ product } = products[drawnProduct(affinity, purchases)]!);
    files.transactions.write([id, time, product, cents(amount), String(drawnQuantity(purchases))]);
  }
  const came = (outcome: string) => outcomes.some(([name, value]) => name === outcome && value > 0);
  const about = () => product ?? products[drawnProduct(affinity, messages)]!.product;
  const text = drawnMessage(came, about, messages);
  if (text !== null) files.messages.write([id, timeWithin(week, messages), csvCell(text)]);
}

/** The truth of a customer at the beginning of a week, before anything is decided in it. */
export function writeTruth(
  { company, plan }: SimulatedCompany,
  { truthMoments }: TableFiles,
  chunk: Chunk,
  environment: VectorEnvironment,
  lane: number,
  week: number,
): void {
  const begin = [chunk.ids[lane]!, weekTime(week)];
  if (chunk.left[lane]! <= week) {
    truthMoments.write([...begin, '1', ...company.hidden.map(() => ''), '1', '1', '0']);
    return;
  }
  const { leaves, buysNothing, value } = company.outlook(
    environment,
    lane,
    chunk.chances[lane]!,
    plan.horizon,
  );
  const hidden = company.hidden.map(({ of }) => of(environment, lane));
  truthMoments.write([...begin, '0', ...hidden, number(leaves), number(buysNothing), number(value)]);
}

export function writeCustomers({ customers, truthCustomers }: TableFiles, chunk: Chunk): void {
  chunk.ids.forEach((id, lane) => {
    const joined = weekTime(chunk.joined[lane]!);
    const left = chunk.left[lane]!;
    customers.write([id, joined, ...chunk.known[lane]!]);
    truthCustomers.write([
      ...[id, joined, left === Infinity ? '' : weekTime(left)],
      ...Array.from(chunk.affinities[lane]!, number),
    ]);
  });
}
