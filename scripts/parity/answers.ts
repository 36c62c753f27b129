/** What the product itself answers to rows: what an export is held to. */
import { ModelQFunction } from '../../src/agents/dqn/model-q-function';
import type { Model } from '../../src/agents/model';
import { behaviourProbabilities, supportedActions } from '../../src/agents/supported-actions';
import { isNoActionAssumed, withUnloggedValues } from '../../src/agents/unlogged-values';
import { InputError } from '../../src/core/errors';
import type { Random } from '../../src/core/random';
import { encodeRows } from '../../src/dataset/features/raw-rows';
import { allowedBy } from '../../src/dataset/decisions/bars';
import type { RawInputs } from '../../src/dataset/features/raw-inputs';
import { decidingValues } from '../../src/policies/greedy';
import { greedyActions } from '../../src/rl/action-probabilities';
import type { ParityModel } from './models';
import { randomRows, randomStates, type Row } from './random-rows';

/** What is decided for one row; of a row that the product refuses nothing. */
export interface Answer {
  /** [actions] in the units of the reward */
  readonly qValues: Float32Array;
  readonly action: number;
  /** [actions] 1 where it may be taken */
  readonly supported: Uint8Array;
  /** The largest value of the network by its size, those that are replaced included: what it rounds by. */
  readonly largest: number;
  /**
   * Whether what the log supports hangs on numbers near the smallest that double precision has, which some programs take
   * for 0: customers so unlike any other that all that is allowed was as good as impossible.
   */
  readonly isUnderflow: boolean;
  /** By how much the best value less charge is above the next of those that may be taken; Infinity where it is alone. */
  readonly gap: number;
}

export interface Question {
  readonly row: Row;
  /** [features]; null where the row cannot be encoded */
  readonly observation: Float32Array | null;
  /** [actions] */
  readonly allowed: Uint8Array;
  readonly answer: Answer | null;
}

type Encoded = Pick<Question, 'row' | 'observation' | 'allowed'>;

function encodedStates({ model }: ParityModel, rows: readonly Row[], random: Random): Encoded[] {
  return rows.map((row) => ({
    row,
    observation: Float32Array.from(model.features, (feature) => row[feature] as number),
    allowed: Uint8Array.from(model.actions, () => (random.uniform() < 0.85 ? 1 : 0)),
  }));
}

/** Of many rows at once, or, where one of them is refused, of each half. */
function encodedRows(one: ParityModel, raw: RawInputs, rows: readonly Row[]): Encoded[] {
  const [width, count] = [one.model.features.length, one.model.actions.length];
  const all = new Uint8Array(count).fill(1);
  try {
    const { observations, bars } = encodeRows(raw, rows, 'row', one.model.actions, { isStrict: true });
    const allowed = allowedBy(bars);
    return rows.map((row, i) => ({
      row,
      observation: observations.slice(i * width, (i + 1) * width),
      allowed: allowed?.slice(i * count, (i + 1) * count) ?? all,
    }));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (rows.length === 1) return [{ row: rows[0]!, observation: null, allowed: all }];
    const half = Math.ceil(rows.length / 2);
    return [rows.slice(0, half), rows.slice(half)].flatMap((part) => encodedRows(one, raw, part));
  }
}

/** Rows that are encoded at once: of these, one is refused now and then. */
const CHUNK = 32;

function encoded(one: ParityModel, rows: readonly Row[], random: Random): Encoded[] {
  const { raw } = one;
  if (raw === undefined) return encodedStates(one, rows, random);
  return rows.flatMap((_, i) => (i % CHUNK === 0 ? encodedRows(one, raw, rows.slice(i, i + CHUNK)) : []));
}

function gapOf(values: ArrayLike<number>, supported: Uint8Array, action: number): number {
  const others = Array.from(values).filter((_, i) => supported[i] === 1 && i !== action);
  return values[action]! - Math.max(-Infinity, ...others);
}

/** Of the log's probabilities of what is allowed: those of before a temperature of at most 4 may be its fourth power, and numbers end at 1e-308. */
const UNDERFLOW = 1e-75;

function answerOf(
  model: Model,
  network: Float32Array,
  supported: Uint8Array,
  isUnderflow: boolean,
): Answer | null {
  const qValues = withUnloggedValues(model.unlogged, network.length, network.slice());
  if (qValues.some((value) => !Number.isFinite(value)) || !supported.includes(1)) return null;
  const values = decidingValues(model, qValues);
  const [action] = greedyActions(values, model.actions.length, supported) as unknown as [number];
  const largest = Math.max(...network.map(Math.abs));
  return { qValues, action, supported, largest, isUnderflow, gap: gapOf(values, supported, action) };
}

/** Rows with what the product answers; on the backend in use. */
export async function answered(one: ParityModel, rows: readonly Row[], random: Random): Promise<Question[]> {
  const { model } = one;
  const questions = encoded(one, rows, random);
  const [width, count] = [model.features.length, model.actions.length];
  const observations = new Float32Array(rows.length * width);
  const allowed = new Uint8Array(rows.length * count);
  questions.forEach((question, i) => {
    observations.set(question.observation ?? [], i * width);
    allowed.set(question.allowed, i * count);
  });
  const { unlogged: _unlogged, ...network } = model;
  const qFunction = new ModelQFunction(network);
  const qValues = await qFunction.qValues(observations);
  qFunction.dispose();
  const supported =
    model.support === undefined
      ? allowed
      : supportedActions(model.support, observations, allowed, isNoActionAssumed(model.unlogged));
  const likely =
    model.support === undefined ? null : behaviourProbabilities(model.support, observations, null);
  return questions.map((question, i): Question => {
    const ofAllowed = likely
      ?.subarray(i * count, (i + 1) * count)
      .filter((_, action) => question.allowed[action] === 1);
    const isUnderflow = ofAllowed !== undefined && Math.max(...ofAllowed) < UNDERFLOW;
    const own = <Values extends Float32Array | Uint8Array>(values: Values) =>
      values.slice(i * count, (i + 1) * count) as Values;
    const isEncoded = question.observation !== null;
    return {
      ...question,
      answer: isEncoded ? answerOf(model, own(qValues), own(supported), isUnderflow) : null,
    };
  });
}

/** Random rows of a model with their answers. */
export function randomQuestions(one: ParityModel, count: number, random: Random): Promise<Question[]> {
  const { model, raw } = one;
  const { observationOffset, observationScale } = model.scaling;
  const rows =
    raw === undefined
      ? randomStates(model.features, observationOffset, observationScale, count, random.fork('rows'))
      : randomRows(raw, model.actions, count, random.fork('rows'));
  return answered(one, rows, random.fork('masks'));
}
