/**
 * The policy of a saved model where there is neither Node nor contact-dqn, such as in a page: rows of raw columns in,
 * features, Q-values and decisions out. `policy.mjs` of an export is made of this file and all that it imports, so that a
 * page decides by the very code that the product decides by.
 */
import { supportedActions } from '../../../agents/supported-actions';
import { actionLabels } from '../../../dataset/action-list';
import { InputError } from '../../../core/errors';
import type { Bars } from '../../../dataset/decisions/bars';
import type { ToldDecision } from '../../../dataset/decisions/told-decision';
import { pastOfTold } from '../../../dataset/decisions/told-past';
import type { RawInputs } from '../../../dataset/features/raw-inputs';
import { encodeRows } from '../../../dataset/features/raw-rows';
import { decide as decideRows } from '../../../decide/decide';
import { barredReasons, decisionReasons } from '../../../decide/reasons';
import type { QFunction } from '../../../policies/policy';
import type { PolicyData } from '../policy-data';

/** A tensor of TensorFlow.js, as far as it is used here. */
interface Tensor {
  data(): Promise<ArrayLike<number>>;
  dispose(): void;
}

export interface PolicyParts {
  /** TensorFlow.js, whichever backend it has. */
  readonly tf: { tensor2d(values: Float32Array, shape: [number, number]): Tensor };
  /** `await tf.loadLayersModel(...)` of the model.json that lies beside. */
  readonly model: { predict(inputs: Tensor): unknown };
  /** What policy.json holds. */
  readonly data: PolicyData;
}

/** A customer at a moment: values by raw column, null where not known; by feature where the model has no raw columns. */
export type Row = Readonly<Record<string, unknown>>;

/** What is known beside the columns. */
export interface Context {
  /**
   * Earlier decisions of each row's customer, of which features are made and contact rules asked. Without it, rows bring
   * such features ready made, and what a rule about earlier contacts limits may not be done.
   */
  readonly histories?: readonly (readonly ToldDecision[])[] | undefined;
}

export interface EncodedStates {
  /** [rows, features] as the layers model takes them */
  readonly features: Float32Array;
  readonly bars: Bars | null;
  /** What a reader should hear of columns and their values. */
  readonly remarks: readonly string[];
}

export interface Decision {
  readonly action: string;
  readonly reason: string;
  /** By action, in the units of the reward. */
  readonly qValues: Readonly<Record<string, number>>;
  /** Why actions may not be taken: eligibility, a rule, or what the log lacks. */
  readonly barred: Readonly<Record<string, string>>;
}

export interface Policy {
  /** @throws InputError naming row and column */
  encode(rows: readonly Row[], context?: Context): EncodedStates;
  /** @returns [rows, actions] in the units of the reward */
  qValues(rows: readonly Row[], context?: Context): Promise<Float32Array>;
  /** @throws InputError naming the row */
  decide(rows: readonly Row[], context?: Context): Promise<readonly Decision[]>;
}

const placeOf = (row: number) => `row ${row + 1}`;

function ofStates(rows: readonly Row[], features: readonly string[]): EncodedStates {
  const values = rows.flatMap((row, index) =>
    features.map((feature) => {
      const value = row[feature];
      if (typeof value === 'number' && Number.isFinite(Math.fround(value))) return value;
      throw new InputError(`${placeOf(index)} ${feature}: expected a number, got ${JSON.stringify(value)}`);
    }),
  );
  return { features: Float32Array.from(values), bars: null, remarks: [] };
}

function ofColumns(
  raw: RawInputs,
  actions: readonly string[],
  rows: readonly Row[],
  { histories }: Context,
): EncodedStates {
  const { schema } = raw;
  const pasts = histories?.map((told, i) => pastOfTold(told, `histories.${i}`, schema, actions));
  const context = pasts === undefined ? { isStrict: true } : { pastOf: (row: number) => pasts[row]! };
  const { observations, bars, remarks } = encodeRows(raw, rows, 'row', actions, context);
  return { features: observations, bars, remarks };
}

/** The network behind a layers model, with the support filter beside it. */
function qFunctionOf({ tf, model, data }: PolicyParts): QFunction {
  const { features, support, unlogged, charges } = data;
  const isNoActionAssumed = typeof unlogged?.noActionReward === 'number';
  return {
    charges,
    async qValues(observations) {
      const inputs = tf.tensor2d(observations, [observations.length / features.length, features.length]);
      const outputs = model.predict(inputs) as Tensor;
      const values = Float32Array.from(await outputs.data());
      inputs.dispose();
      outputs.dispose();
      return values;
    },
    supportedActions: (observations, allowed) =>
      support === undefined ? allowed : supportedActions(support, observations, allowed, isNoActionAssumed),
  };
}

export function createPolicy(parts: PolicyParts): Policy {
  const { data } = parts;
  const { features, actions, raw } = data;
  const labels = actionLabels(actions, raw?.schema);
  const qFunction = qFunctionOf(parts);
  const encode = (rows: readonly Row[], context: Context = {}) =>
    raw === undefined ? ofStates(rows, features) : ofColumns(raw, actions, rows, context);
  const named = <Value>(values: (action: number) => Value) =>
    Object.fromEntries(labels.map((name, action) => [name, values(action)]));

  async function decide(rows: readonly Row[], context: Context = {}): Promise<readonly Decision[]> {
    const { features: observations, bars } = encode(rows, context);
    const asked = { rows: rows.length, observations, bars, place: placeOf };
    const decided = await decideRows(data, qFunction, asked);
    const filtered = { actions, ...(data.support && { support: data.support }) };
    const [why, reasonAgainst] = [decisionReasons(filtered, decided), barredReasons(filtered, decided)];
    return rows.map((_, row): Decision => {
      const reasons = Object.entries(named((action) => reasonAgainst(row, action)));
      return {
        action: labels[decided.actions[row]!]!,
        reason: why(row),
        qValues: named((action) => decided.qValues[row * actions.length + action]!),
        barred: Object.fromEntries(reasons.filter((one): one is [string, string] => one[1] !== null)),
      };
    });
  }

  return { encode, qValues: (rows, context) => qFunction.qValues(encode(rows, context).features), decide };
}
