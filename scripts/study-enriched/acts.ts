/** How those who are compared decide about customers. */
import type { RawColumn } from '../../src/dataset/contacts/contact-log';
import { encodeFeatures } from '../../src/dataset/features/encode-features';
import { GreedyPolicy } from '../../src/policies/greedy';
import type { Policy } from '../../src/policies/policy';
import { chosenCells } from '../../src/profiles/asof/customers-as-of';
import { exactPolicy } from '../../src/worlds/customers/exact-policy';
import type { CustomersConfig } from '../../src/worlds/customers/settings';
import { columnsAsOf, type AsOf } from './columns-as-of';
import type { LearnedModel } from './learned';
import type { Act, Asked } from './played-chunk';
import { otherRows } from './shuffle';

/** As the log was written. */
export const behaviourGoesOn: Act = () => Promise.resolve(null);

/** Columns beside those that the log has itself, [rows] each. */
export type Columns = (asked: Asked) => Promise<readonly RawColumn[]>;

export const noColumns: Columns = () => Promise.resolve([]);

export function enrichedColumns(asOf: AsOf): Columns {
  return ({ books, rows }) => columnsAsOf(books.tables(), rows, asOf);
}

/** Each customer gets those of another one who is decided about as well. */
export function shuffledColumns(columns: Columns): Columns {
  return async (asked) => {
    const from = otherRows(asked.rows.customers.length, asked.random);
    return (await columns(asked)).map((column) => chosenCells(column, from));
  };
}

/** What the log says of a customer itself stands in the table of customers. */
function ownColumns({ books, rows }: Asked): readonly RawColumn[] {
  return books.attributes.columns.map((column) => chosenCells(column, rows.customers));
}

/** The best action by the values that were learned; the log's own columns come before others of the same name. */
export function learnedAct({ q, raw, actions }: LearnedModel, columns: Columns): Act {
  const greedy = new GreedyPolicy(q, actions);
  return async (asked) => {
    const { customers, moments } = asked.rows;
    const table = new Map(
      [...(await columns(asked)), ...ownColumns(asked)].map((column) => [column.name, column]),
    );
    const rows = Int32Array.from(customers.keys());
    const place = (row: number) => `lane ${customers[row]}`;
    const observations = encodeFeatures(raw.features, table, rows, moments, place);
    const chosen = new Int32Array(rows.length);
    await greedy.chosenActions({ observations, allowed: asked.allowed }, chosen);
    return chosen;
  };
}

/** By a rule that decides for certain by what the world shows. */
export function ruleAct(rule: Policy): Act {
  return async ({ rows: { customers }, observations, allowed }) => {
    const chosen = new Int32Array(customers.length);
    await rule.chosenActions!({ observations, allowed }, chosen);
    return chosen;
  };
}

/** The best for whoever sees interest, fatigue and favourite channel, and has a long time left. */
export function hiddenStateAct(config: CustomersConfig, gamma: number): Act {
  const policy = exactPolicy({ ...config, observe: 'latent' }, gamma);
  const channels = config.channels.length;
  return async ({ rows: { customers }, allowed, hidden }) => {
    const observations = Float32Array.from(
      [...customers].flatMap((lane, row) => {
        const { interest, fatigue, preference } = hidden(lane);
        const mayBe = allowed.subarray(row * (channels + 1) + 1, (row + 1) * (channels + 1));
        return [interest, fatigue, ...config.channels.map((_, c) => (c === preference ? 1 : 0)), ...mayBe];
      }),
    );
    const chosen = new Int32Array(customers.length);
    await policy.chosenActions!({ observations, allowed }, chosen);
    return chosen;
  };
}
