/**
 * A whole decision as a graph: raw columns (or features, of a model without) and what is allowed in; values, what may be
 * taken, and the action out. It is what the product decides, with its scaling, support filter, charges and values of
 * actions that the log never shows.
 */
import type { Model } from '../../agents/model';
import { isNoActionAssumed } from '../../agents/unlogged-values';
import { InputError, show } from '../../core/errors';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import { networkOf } from '../../store/layers-model';
import { GraphBuilder } from './builder';
import type { Graph, Place, ValueType } from './graph';
import { networkNodes, type NetworkValues } from './network';
import { rawColumnNodes, type EncodedColumns } from './raw-columns';
import { supportNodes } from './support';

/** Names of the graph's own, which no column may have. */
const OWN_NAMES = ['allowed', 'action', 'q_values', 'supported'] as const;

/** Action of a row that the product refuses. */
export const REFUSED = -1;

const LARGEST_FLOAT = (2 - 2 ** -23) * 2 ** 127;

/** @throws InputError for a column that is called as something of the graph */
function expectOtherNames({ features, schema }: RawInputs): void {
  const columns = [...features.map(({ column }) => column), schema.time];
  const own = columns.find((column) => column?.startsWith(':') === true);
  if (own !== undefined)
    throw new InputError(
      `${own}: expected a column whose name does not begin with a colon, as those of an export do`,
    );
  const taken = OWN_NAMES.find((name) => columns.includes(name));
  if (taken !== undefined)
    throw new InputError(
      `${taken}: expected a column of another name, for an input or output of the export is called ${show(taken)}; rename it in the log and train again`,
    );
}

/** The columns encoded, or features as they are given. */
function encodedOf(builder: GraphBuilder, { features }: Model, raw: RawInputs | undefined): EncodedColumns {
  if (raw !== undefined) {
    expectOtherNames(raw);
    return rawColumnNodes(builder, raw);
  }
  const meaning = `numbers in this order: ${features.join(', ')}`;
  return { features: builder.input('features', 'float32', ['rows', features.length], meaning), refused: [] };
}

/** Values in the units of the reward, and what tells whether they are any. */
function valueNodes(builder: GraphBuilder, model: Model, features: Place): NetworkValues {
  const { scaling, actions, unlogged, weights } = model;
  const centred = builder.binary(
    'subtract',
    builder.cast(features, 'float64'),
    builder.row('float64', scaling.observationOffset),
  );
  const scaled = builder.binary('multiply', centred, builder.row('float64', scaling.observationScale));
  const { qValues, probe } = networkNodes(
    builder,
    networkOf(model),
    weights,
    builder.cast(scaled, 'float32'),
  );
  const scale = builder.scalar('float64', scaling.rewardScale);
  const values = builder.cast(builder.binary('divide', builder.cast(qValues, 'float64'), scale), 'float32');
  return { qValues: withUnlogged(builder, { actions, unlogged }, values), probe };
}

/** The same with those of actions that the log never shows as they are to be. */
function withUnlogged(
  builder: GraphBuilder,
  { actions, unlogged }: Pick<Model, 'actions'> & { readonly unlogged: Model['unlogged'] | undefined },
  values: Place,
): Place {
  if (unlogged === undefined) return values;
  const sources = actions.map((_, i) => unlogged.startsFrom.find(({ action }) => action === i)?.from ?? i);
  const copied = unlogged.startsFrom.length === 0 ? values : builder.columns(values, sources);
  if (unlogged.noActionReward === null) return copied;
  const isAssumed = builder.row(
    'bool',
    actions.map((_, action) => (action === 0 ? 1 : 0)),
  );
  return builder.select(isAssumed, builder.scalar('float32', unlogged.noActionReward), copied);
}

/** [rows, actions] float64: what is the best of */
function decidingNodes(builder: GraphBuilder, { charges }: Model, values: Place): Place {
  const exact = builder.cast(values, 'float64');
  return charges === undefined ? exact : builder.binary('subtract', exact, builder.row('float64', charges));
}

/**
 * @param raw absent where the features are what a caller gives
 * @throws InputError for a model that a graph cannot hold
 */
export function decisionGraph(model: Model, raw: RawInputs | undefined): Graph {
  const builder = new GraphBuilder();
  const { actions, support, unlogged } = model;
  const encoded = encodedOf(builder, model, raw);
  const names = actions.map((name, i) => `${i} ${name}`).join(', ');
  const allowed = builder.input(
    'allowed',
    'bool',
    ['rows', actions.length],
    `whether each action may be taken: ${names}`,
  );
  const { qValues: values, probe } = valueNodes(builder, model, encoded.features);
  const supported =
    support === undefined
      ? allowed
      : supportNodes(builder, support, encoded.features, allowed, isNoActionAssumed(unlogged));
  const isNotFinite = (place: Place) => builder.isBeyond(place, builder.scalar('float32', LARGEST_FLOAT));
  const refused = builder.all('or', [
    builder.any(isNotFinite(values)),
    isNotFinite(probe),
    builder.unary('not', builder.any(supported)),
    ...encoded.refused,
  ]);
  const deciding = builder.select(
    supported,
    decidingNodes(builder, model, values),
    builder.scalar('float64', -Infinity),
  );
  const best = builder.select(
    builder.reshape(refused, ['rows']),
    builder.scalar('int64', REFUSED),
    builder.argMax(deciding),
  );
  return builder.graph({
    action: {
      place: best,
      meaning: `index of the action to take: ${names}; ${REFUSED} for a row that the product refuses`,
    },
    q_values: {
      place: builder.select(refused, builder.scalar('float32', NaN), values),
      meaning: 'value of each action, in the units of the reward, before charges; NaN for a refused row',
    },
    supported: {
      place: builder.binary('and', supported, builder.unary('not', refused)),
      meaning: 'whether each action is allowed and the log supports it: the action is one of these',
    },
  });
}

export interface DecisionInput {
  readonly name: string;
  readonly type: ValueType;
  readonly meaning: string;
}

/** What has to be given for each row. @throws InputError as `decisionGraph` */
export function decisionInputs(model: Model, raw: RawInputs | undefined): readonly DecisionInput[] {
  return decisionGraph(model, raw).nodes.flatMap((node) =>
    node.kind === 'input' ? [{ name: node.name, type: node.type, meaning: node.meaning }] : [],
  );
}
