/** A log of earlier contacts as columns, in which a customer's past is found by the bytes of the name. */
import { InputError } from '../../core/errors';
import type { ContactLog } from '../contacts/contact-log';
import { lackingOf } from '../contacts/lacking-column';
import { readContactLog } from '../contacts/read-contact-log';
import { rowOrder } from '../contacts/row-order';
import { ByteNames } from '../read/byte-names';
import { OptionalNameColumn } from '../read/contact-columns';
import { tablePlace } from '../read/read-table';
import type { LogSchema } from '../schema/log-schema';
import { nothingBefore, type Past } from './past';

export interface KnownPasts {
  readonly rows: number;
  readonly customers: number;
  /** The last time of all; null of no rows. */
  readonly newest: number | null;
  /** The past of the customer whose name lies between two bytes. */
  readonly pastOf: (bytes: Uint8Array, from: number, to: number) => Past;
}

/** Of a log's columns those that a past is made of: when what was done, and what it earned where a feature asks for that. */
function pastSchema(schema: LogSchema): LogSchema {
  const asksReward = schema.history?.includes('earlier reward') === true;
  return {
    ...schema,
    ...(!asksReward && { reward: undefined, rewards: undefined }),
    ...(!(asksReward && schema.rewardNetOfCost === false) && { cost: undefined, rewardNetOfCost: undefined }),
    ...{ outcomes: undefined, propensity: undefined, propensities: undefined, eligible: undefined },
    ...{ group: undefined, weight: undefined, terminal: undefined, rules: undefined, features: undefined },
    // Features of earlier rewards are refused beside those of the previous row.
    rewardOf: 'this row',
  };
}

/** What each row earned, net of what it cost; null where nobody asks. */
function netRewards({ rewards, costs }: ContactLog, { history, rewardNetOfCost }: LogSchema) {
  if (history?.includes('earlier reward') !== true) return null;
  return rewardNetOfCost === false ? rewards.map((reward, row) => reward - costs[row]!) : rewards;
}

/** What came of a row may be open, but not what was done. */
function expectDone(log: ContactLog, files: readonly string[], done: OptionalNameColumn): void {
  const open = done.codes().findIndex((code) => code < 0);
  if (open < 0) return;
  const inFile = rowOrder(log.rows, log.fileOf, files.length, [log.lines]);
  const place = tablePlace(log, inFile[open]!);
  throw new InputError(`${place} ${done.name}: expected what was done, got nothing`);
}

/** @returns where each customer's rows begin, [customers + 1]; names are found by their numbers */
function byCustomer({ customers, rows }: ContactLog): {
  readonly names: ByteNames;
  readonly starts: Int32Array;
} {
  const { codes, names: texts } = customers!;
  const names = new ByteNames();
  for (const text of texts) {
    const bytes = Buffer.from(text);
    names.add(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length);
  }
  const starts = new Int32Array(texts.length + 1);
  for (let row = 0; row < rows; row += 1) starts[codes[row]! + 1]! += 1;
  for (let code = 0; code < texts.length; code += 1) starts[code + 1]! += starts[code]!;
  return { names, starts };
}

/**
 * @param schema of the log trained on, which this one is as well
 * @param actions the model's
 * @throws InputError with file, line, column, expectation and value, or for a model that knows no customers or times
 */
export async function readPasts(
  files: readonly string[],
  schema: LogSchema,
  actions: readonly string[],
): Promise<KnownPasts> {
  if (schema.customer === undefined || schema.time === undefined)
    throw new InputError(
      '--history: expected a model of a log with customers and times, got one whose schema lacks them',
    );
  const own = pastSchema(schema);
  const done = new OptionalNameColumn(schema.action, { missing: new Set(['']) });
  const log = await readContactLog(files, own, {}, { actions, isOpen: true, beside: [done] });
  expectDone(log, files, done);
  const { names, starts } = byCustomer(log);
  const { times, loggedActions } = log;
  const rewards = netRewards(log, own);
  const rewardPlace = (row: number) => `${tablePlace(log, row)} ${lackingOf(log, own, row)}`;
  let view: DataView = new DataView(new ArrayBuffer(0));
  let viewed: Uint8Array | null = null;
  return {
    ...{ rows: log.rows, customers: starts.length - 1 },
    newest: log.rows === 0 ? null : times!.reduce((last, time) => Math.max(last, time)),
    pastOf: (bytes, from, to) => {
      if (viewed !== bytes) {
        view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
        viewed = bytes;
      }
      const code = names.find(view, from, to);
      if (code < 0) return nothingBefore;
      const [start, end] = [starts[code]!, starts[code + 1]!];
      return {
        times: times!.subarray(start, end),
        actions: loggedActions.subarray(start, end),
        ...(rewards && {
          rewards: rewards.subarray(start, end),
          rewardPlace: (i: number) => rewardPlace(start + i),
        }),
      };
    },
  };
}
