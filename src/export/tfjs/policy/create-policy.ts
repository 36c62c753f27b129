/**
 * The policy of a saved model where there is neither Node nor contact-dqn, such as in a page: rows of raw columns in,
 * features, Q-values and decisions out. `policy.mjs` of an export is made of this file and all that it imports, so that a
 * page decides by the very code that the product decides by.
 */
import { supportedActions } from '../../../agents/supported-actions';
import { InputError } from '../../../core/errors';
import { encodeRows } from '../../../dataset/features/raw-rows';
import { greedyActions } from '../../../rl/action-probabilities';
import { chargedValues } from '../../../rl/charged-values';
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

export interface EncodedStates {
  /** [rows, features] as the layers model takes them */
  readonly features: Float32Array;
  /** [rows, actions] 1 where an action may be taken; null where each always may */
  readonly allowed: Uint8Array | null;
  /** What a reader should hear of columns and their values. */
  readonly remarks: readonly string[];
}

export interface Decision {
  readonly action: string;
  /** By action, in the units of the reward; null where the action is not allowed. */
  readonly qValues: Readonly<Record<string, number | null>>;
  /** Actions that may be taken: allowed, and supported by the log. */
  readonly supported: readonly string[];
}

export interface Policy {
  /** @throws InputError naming row and column */
  encode(rows: readonly Row[]): EncodedStates;
  /** @returns [rows, actions] in the units of the reward */
  qValues(rows: readonly Row[]): Promise<Float32Array>;
  /** @throws InputError naming the row */
  decide(rows: readonly Row[]): Promise<readonly Decision[]>;
}

function ofStates(rows: readonly Row[], features: readonly string[]): EncodedStates {
  const values = rows.flatMap((row, index) =>
    features.map((feature) => {
      const value = row[feature];
      if (typeof value === 'number' && Number.isFinite(Math.fround(value))) return value;
      throw new InputError(`row ${index + 1} ${feature}: expected a number, got ${JSON.stringify(value)}`);
    }),
  );
  return { features: Float32Array.from(values), allowed: null, remarks: [] };
}

export function createPolicy({ tf, model, data }: PolicyParts): Policy {
  const { features, actions, raw, support, unlogged, charges } = data;
  const width = actions.length;

  function encode(rows: readonly Row[]): EncodedStates {
    if (raw === undefined) return ofStates(rows, features);
    const { observations, allowed, remarks } = encodeRows(raw, rows, 'row', actions);
    return { features: observations, allowed, remarks };
  }

  async function valuesOf(encoded: Float32Array): Promise<Float32Array> {
    const inputs = tf.tensor2d(encoded, [encoded.length / features.length, features.length]);
    const outputs = model.predict(inputs) as Tensor;
    const values = Float32Array.from(await outputs.data());
    inputs.dispose();
    outputs.dispose();
    return values;
  }

  function maySupport(encoded: EncodedStates): Uint8Array | null {
    if (support === undefined) return encoded.allowed;
    const isNoActionAssumed = typeof unlogged?.noActionReward === 'number';
    return supportedActions(support, encoded.features, encoded.allowed, isNoActionAssumed);
  }

  async function decide(rows: readonly Row[]): Promise<readonly Decision[]> {
    const encoded = encode(rows);
    const qValues = await valuesOf(encoded.features);
    const overflow = qValues.findIndex((value) => !Number.isFinite(value));
    if (overflow >= 0)
      throw new InputError(`row ${Math.floor(overflow / width) + 1}: its values are not finite`);
    const supported = maySupport(encoded);
    const values = charges === undefined ? qValues : chargedValues(qValues, charges);
    return Array.from(greedyActions(values, width, supported), (action, row): Decision => {
      const may = (mask: Uint8Array | null, index: number) => mask?.[row * width + index] !== 0;
      return {
        action: actions[action]!,
        qValues: Object.fromEntries(
          actions.map((name, i) => [name, may(encoded.allowed, i) ? qValues[row * width + i]! : null]),
        ),
        supported: actions.filter((_, i) => may(supported, i)),
      };
    });
  }

  return { encode, qValues: async (rows) => valuesOf(encode(rows).features), decide };
}
