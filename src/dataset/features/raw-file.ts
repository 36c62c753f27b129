/**
 * A file of raw columns to what the network sees and what is allowed. A file that says who was contacted when and how,
 * as the log trained on does, is looked back on as that was; a row of any other stands alone.
 */
import { stat } from 'node:fs/promises';
import { InputError, show } from '../../core/errors';
import { didYouMean } from '../../core/nearest';
import { rowOrder, reordered } from '../contacts/row-order';
import { readContactLog } from '../contacts/read-contact-log';
import { openDecisions } from '../decisions/decisions';
import { historyMeanings } from '../decisions/history';
import type { ColumnReader } from '../read/columns';
import { OptionalNameColumn } from '../read/contact-columns';
import { filesOf } from '../read/files-of';
import { tablePlace } from '../read/read-table';
import { readHeader } from '../read/sample';
import type { LogSchema } from '../schema/log-schema';
import { encodeFeatures } from './encode-features';
import type { RawInputs } from './raw-inputs';
import { specsOf, type EncodedRows } from './raw-rows';
import { encodeTable } from './raw-table';
import { lookBackRules } from './row-bars';
import { expectEarlierRewards, lookBackRemarks } from './looked-back';
import { unseenLevels, unseenRemarks } from './unseen-levels';

/** As those who asked for the file to be decided leave a cell that they know nothing of. */
const EMPTY = { missing: new Set(['']) } as const;

/** Who has contacts and customers in two files is helped elsewhere. */
const BESIDE = 'score --history takes earlier contacts from a log beside the file';

/** A column as the file has it. */
export interface KeyColumn {
  readonly name: string;
  readonly cellOf: (row: number) => string;
}

export interface EncodedFile extends EncodedRows {
  /** Customer and time, if asked for and as far as the file has them. */
  readonly keys: readonly KeyColumn[];
}

/**
 * What rows that are still to be decided are asked for: nothing that came of them, unless a feature is made of it, or
 * it is in the file and worth a remark.
 *
 * @param header names of the file's columns, as far as they are known
 */
function openSchema(schema: LogSchema, header: readonly string[] = []): LogSchema {
  const asksReward = schema.history?.includes('earlier reward') === true;
  const asksCost = asksReward && schema.rewardNetOfCost === false;
  return {
    ...schema,
    ...(!asksReward && { reward: undefined, rewards: undefined }),
    ...(!asksCost && { cost: undefined, rewardNetOfCost: undefined }),
    ...{ outcomes: undefined, propensity: undefined, propensities: undefined },
    ...{ group: undefined, weight: undefined },
    terminal: header.find((column) => column === schema.terminal),
  };
}

/** The columns that earlier contacts are known by. */
function lookBackColumns(schema: LogSchema): string[] {
  const { customer, time, sequence, action, reward, rewards, cost } = openSchema(schema);
  const outcomes = [reward, ...Object.keys(rewards ?? {}), typeof cost === 'string' ? cost : undefined];
  return [customer, time, sequence, action, ...outcomes].filter((column) => column !== undefined);
}

/** Names of the columns; null of a pipe, which would lose what is looked at. */
async function headerOf(file: string, schema: LogSchema): Promise<readonly string[] | null> {
  const stats = await stat(file).catch(() => null);
  // Of a file that is not there, who reads it says so.
  if (stats !== null && !stats.isFile()) return null;
  const { encoding, separator, features = {} } = schema;
  return readHeader(file, { encoding, separator, columns: Object.keys(features) });
}

function refuseLacking(
  file: string,
  column: string,
  header: readonly string[],
  history: ReadonlyMap<string, string>,
): never {
  const made = [...history].map(([name, meaning]) => `${show(name)} (${meaning})`).join(', ');
  throw new InputError(
    `${file}:1 ${column}: expected a column of this name, for the model looks at earlier contacts, or ready made ${made}, ` +
      `got columns ${header.map(show).join(', ')}${didYouMean(column, header, show)}; ${BESIDE}`,
  );
}

/** How a file is to be read: looked back on, or row by row, and why so where that leaves rules unanswered. */
function readingOf(
  file: string,
  { schema }: RawInputs,
  actions: readonly string[],
  header: readonly string[] | null,
): { readonly alone: string } | 'looked back on' {
  const history = historyMeanings(schema, actions);
  if (history.size === 0 && lookBackRules(schema).length === 0) return { alone: '' };
  if (header === null) return 'looked back on';
  const isReadyMade = [...history.keys()].every((name) => header.includes(name));
  if (history.size > 0 && isReadyMade) return { alone: `${file} gives its history ready made` };
  const lacking = lookBackColumns(schema).find((column) => !header.includes(column));
  if (lacking === undefined) return 'looked back on';
  if (history.size > 0) refuseLacking(file, lacking, header, history);
  return { alone: `${file} has no column ${show(lacking)} (${BESIDE})` };
}

/** A pipe may lack the column of a customer's end, and cannot be asked before it is read. */
function pipeRemarks({ terminal }: LogSchema, file: string, header: readonly string[] | null): string[] {
  if (header !== null || terminal === undefined) return [];
  return [
    `${file} ${terminal}: not read of a pipe; rows after a customer's end are decided as if it had not been`,
  ];
}

/** The file as the log trained on was read, in the order of its rows. */
async function encodeLog(
  raw: RawInputs,
  files: readonly string[],
  actions: readonly string[],
  beside: readonly ColumnReader[],
  header: readonly string[] | null,
): Promise<EncodedRows> {
  const schema = openSchema(raw.schema, header ?? []);
  const made = historyMeanings(schema, actions);
  const specs = Object.entries(specsOf(raw)).filter(([name]) => !made.has(name));
  const done = new OptionalNameColumn(schema.action, EMPTY);
  const options = { actions, isOpen: true, beside: [...beside, done] };
  const log = await readContactLog(files, schema, Object.fromEntries(specs), options);
  const { features, bars, times } = openDecisions(log, schema);
  const table = new Map(features.map((column) => [column.name, column]));
  const inFile = rowOrder(log.rows, log.fileOf, files.length, [log.lines]);
  const place = (row: number) => tablePlace(log, row);
  expectEarlierRewards(log, schema, table, inFile);
  return {
    rows: log.rows,
    observations: encodeFeatures(raw.features, table, inFile, times, place),
    bars: bars && { ...bars, codes: reordered(bars.codes, inFile, actions.length) },
    remarks: [
      ...pipeRemarks(raw.schema, files[0]!, header),
      ...lookBackRemarks(log, schema, inFile, done.codes()),
      ...unseenRemarks(unseenLevels(raw.features, table, inFile), place),
    ],
  };
}

function keyColumn(reader: OptionalNameColumn): KeyColumn {
  const [codes, names] = [reader.codes(), reader.names()];
  return { name: reader.name, cellOf: (row) => names[codes[row]!] ?? '' };
}

/**
 * @param pattern a file, or a pattern of several; columns that the model does not ask for are passed over
 * @param actions the model's
 * @param withKeys whether customer and time are kept as the file has them
 * @throws InputError with file, line, column, expectation and value
 */
export async function encodeFile(
  raw: RawInputs,
  pattern: string,
  actions: readonly string[],
  withKeys = false,
): Promise<EncodedFile> {
  const { schema } = raw;
  const files = await filesOf(pattern);
  const header = await headerOf(files[0]!, schema);
  const reading = readingOf(files[0]!, raw, actions, header);
  // A pipe that is looked back on has them, or is refused.
  const isThere = (column: string) => header?.includes(column) ?? reading === 'looked back on';
  const keys = [schema.customer, schema.time]
    .filter((column) => column !== undefined)
    .filter((column) => withKeys && isThere(column))
    .map((column) => new OptionalNameColumn(column, EMPTY));
  const encoded =
    reading === 'looked back on'
      ? await encodeLog(raw, files, actions, keys, header)
      : await encodeTable(raw, files, actions, keys, reading.alone);
  return { ...encoded, keys: keys.map(keyColumn) };
}
