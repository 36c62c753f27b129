/** What a saved model does with single states or rows of raw columns, and what it thinks of each action. */
import type { Model } from '../agents/model';
import { InputError, show } from '../core/errors';
import { actionLabels } from '../dataset/action-list';
import { allowedBy } from '../dataset/decisions/bars';
import { exampleRow } from '../dataset/features/example-row';
import { encodeFile, type KeyColumn } from '../dataset/features/raw-file';
import { encodeRows, type EncodedRows } from '../dataset/features/raw-rows';
import type { RawInputs } from '../dataset/features/raw-inputs';
import { decide } from '../decide/decide';
import type { BackendRequest } from './backend';
import type { Host } from './host';
import { openModel } from './open-model';
import { whyUnsupported } from './why-unsupported';
import { expectPredictionsFile, writePredictions, type Prediction } from './write-predictions';

/** What to decide on; one of the three. */
export interface PredictRequest extends Pick<BackendRequest, 'backend' | 'gpuId'> {
  /** Each the features of one state between commas. */
  readonly states?: readonly string[] | undefined;
  /** Each a JSON object of raw columns. */
  readonly rows?: readonly string[] | undefined;
  /** A file of raw columns, or a pattern of several. */
  readonly data?: string | undefined;
  /** A CSV to write. */
  readonly out?: string | undefined;
  /** Replace the file that `out` names. @default false */
  readonly overwrite?: boolean | undefined;
}

export interface Predictions {
  readonly actions: readonly string[];
  /** Of the network, in its order. */
  readonly features: readonly string[];
  readonly predictions: readonly Prediction[];
  /** Actions whose value is no estimate but assumed, with what they are assumed to be worth; absent where none is. */
  readonly assumed?: Readonly<Record<string, number>>;
  /** What each action is charged beside its value: the best one is that of value less charge; absent where nothing is. */
  readonly charges?: Readonly<Record<string, number>>;
  /** Whether the model takes raw columns. */
  readonly isRaw: boolean;
}

/** Rows ready for the network, and how a reader knows them. */
interface Asked extends EncodedRows {
  readonly shown: readonly Readonly<Record<string, unknown>>[];
  /** Of a row, for messages. */
  readonly place: (row: number) => string;
  /** Who and when, as the file has it. */
  readonly keys: readonly KeyColumn[];
}

const cellsOf = (text: string) =>
  text
    .replace(/^\s*\[|\]\s*$/g, '')
    .split(',')
    .map((cell) => cell.trim());

/** Numbers between commas, brackets or not. */
function parseState(text: string, { features }: Model): number[] {
  const cells = cellsOf(text);
  const values = cells.map((cell) => (cell === '' ? NaN : Number(cell)));
  // The network computes in single precision.
  const wrong = values.findIndex((value) => !Number.isFinite(Math.fround(value)));
  if (wrong >= 0)
    throw new InputError(`--state: expected numbers between commas, got ${show(cells[wrong]!)}`);
  if (values.length !== features.length) {
    throw new InputError(
      `--state: expected ${features.length} numbers (${features.join(', ')}), got ${values.length}`,
    );
  }
  return values;
}

function askedStates(states: readonly string[], model: Model): Asked {
  const numbers = states.map((text) => parseState(text, model));
  return {
    ...{ rows: numbers.length, observations: Float32Array.from(numbers.flat()) },
    ...{ bars: null, remarks: [], keys: [] },
    shown: numbers.map((values) =>
      Object.fromEntries(model.features.map((feature, i) => [feature, values[i]!])),
    ),
    place: (row) =>
      `--state: expected numbers of the size that the model was trained on, got ${show(states[row])}`,
  };
}

function parseRow(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new InputError(`--row: expected a JSON object of columns such as {"age": 41}, got ${show(text)}`);
}

function rawInputsOf(flag: string, raw: RawInputs | undefined): RawInputs {
  if (raw !== undefined) return raw;
  throw new InputError(`${flag}: expected a model that was trained on raw columns; this one takes --state`);
}

async function askedOf(request: PredictRequest, model: Model, raw: RawInputs | undefined): Promise<Asked> {
  const { states, rows: texts, data } = request;
  if (states !== undefined) {
    if (raw === undefined) return askedStates(states, model);
    // As a shell takes it between single quotes.
    const row = JSON.stringify(exampleRow(raw, model.actions)).replaceAll("'", String.raw`'\''`);
    throw new InputError(
      `--state: expected --row with the columns that the model asks for, such as '${row}', got ${show(states[0])}`,
    );
  }
  if (data !== undefined) {
    const withKeys = request.out !== undefined;
    const encoded = await encodeFile(rawInputsOf('--data', raw), data, model.actions, withKeys);
    const shown = Array.from({ length: encoded.rows }, (_, row) => ({ row: row + 1 }));
    return { ...encoded, shown, place: (row) => `${data} row ${row + 1}` };
  }
  const rows = texts!.map(parseRow);
  return {
    ...encodeRows(rawInputsOf('--row', raw), rows, '--row', model.actions),
    ...{ shown: rows, place: (row) => `--row: ${show(texts![row])}`, keys: [] },
  };
}

/** By the names of actions. */
function assumedOf(
  actions: readonly string[],
  unlogged: Model['unlogged'],
): Readonly<Record<string, number>> {
  const reward = unlogged?.noActionReward ?? null;
  return reward === null ? {} : { [actions[0]!]: reward };
}

/**
 * @param folder a run's folder, or its model/ folder
 * @throws InputError if there is no model, a state or row is not one of its, or `out` cannot be written
 */
export async function predict(
  folder: string,
  request: PredictRequest,
  host: Pick<Host, 'logger'>,
): Promise<Predictions> {
  const { states, rows, data, out, overwrite = false } = request;
  if ([states, rows, data].filter((one) => one !== undefined).length !== 1)
    throw new InputError(
      '--state: expected a value (the features of one customer), or --row or --data, got nothing',
    );
  if (out !== undefined) await expectPredictionsFile({ out, overwrite }, data);
  const { model, manifest, qFunction } = await openModel(folder, request, host);
  const asked = await askedOf(request, model, manifest.raw);
  for (const remark of asked.remarks) host.logger.warn(remark);
  const decided = await decide(model, qFunction, asked);
  qFunction.dispose();
  const { observations } = asked;
  const { qValues, best } = decided;
  const allowed = allowedBy(asked.bars);
  const { support, unlogged } = model;
  const count = model.actions.length;
  const actions = actionLabels(model.actions, manifest.raw?.schema);
  const unsupported = support && whyUnsupported(support, actions, observations, allowed, best, unlogged);
  const predictions = asked.shown.map((state, row): Prediction => ({
    state,
    action: actions[best[row]!]!,
    qValues: Object.fromEntries(
      actions.map((action, i) => {
        const at = row * count + i;
        return [action, allowed?.[at] === 0 ? null : qValues[at]!];
      }),
    ),
    ...(unsupported && { unsupported: unsupported[row]! }),
  }));
  const { features, charges } = model;
  const assumed = assumedOf(actions, unlogged);
  if (out !== undefined)
    writePredictions(out, { actions, charges, assumed: Object.keys(assumed) }, predictions, asked.keys);
  return {
    ...{ actions, features, predictions, isRaw: manifest.raw !== undefined },
    ...(Object.keys(assumed).length > 0 && { assumed }),
    ...(charges && { charges: Object.fromEntries(actions.map((name, i) => [name, charges[i]!])) }),
  };
}
