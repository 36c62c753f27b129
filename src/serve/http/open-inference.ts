/**
 * The Open Inference Protocol, version 2, as clients of KServe and Triton speak it: a tensor for each column, and what is
 * decided as tensors. To infer is to decide: it is logged and kept like any decision.
 *
 * @see https://github.com/kserve/open-inference-protocol
 */
import { z } from 'zod';
import { show } from '../../core/errors';
import { didYouMean } from '../../core/nearest';
import type { LoadedModel } from '../../store/model-store';
import type { DetailedDecision } from '../deciding/decisions';
import type { AskedInRequest } from '../requests/decide-request';
import { modelInputs, type InputKind } from '../requests/model-inputs';
import { Refusal } from '../requests/refusal';

const numbers = [
  'FP64',
  'FP32',
  'FP16',
  'INT64',
  'INT32',
  'INT16',
  'INT8',
  'UINT64',
  'UINT32',
  'UINT16',
  'UINT8',
] as const;
const datatype = z.enum([...numbers, 'BOOL', 'BYTES']);

const parameters = z.record(z.string(), z.unknown()).optional();

export const inferSchema = z.object({
  id: z.string().max(256).optional(),
  parameters,
  inputs: z
    .array(
      z.object({
        name: z.string(),
        shape: z.array(z.int().min(0)).min(1).max(2),
        datatype,
        parameters,
        data: z.array(z.unknown()),
      }),
    )
    .min(1)
    .max(10_000),
  outputs: z.array(z.object({ name: z.string(), parameters })).optional(),
});

export type InferRequest = z.output<typeof inferSchema>;
type Tensor = InferRequest['inputs'][number];

const datatypeOf: Readonly<Record<InputKind, z.output<typeof datatype>>> = {
  ...{ number: 'FP64', count: 'FP64', 'days-since': 'FP64', flag: 'BOOL' },
  ...{ category: 'BYTES', date: 'BYTES', list: 'BYTES', text: 'BYTES' },
};

/** @returns [customers] one of each, or the numbers of each */
function valuesOf({ name, shape, data }: Tensor, index: number, width: number): readonly unknown[] {
  const flat = data.flat();
  const [count, columns = 1] = shape;
  const place = `inputs.${index}`;
  if (columns !== width || (width > 1 && shape.length < 2))
    throw new Refusal(
      400,
      `${place}.shape`,
      `expected [customers, ${width}] of ${show(name)}, got ${show(shape)}`,
    );
  if (flat.length !== count! * columns)
    throw new Refusal(
      400,
      `${place}.data`,
      `expected ${count! * columns} values, as shape says, got ${flat.length}`,
    );
  if (width === 1) return flat;
  return Array.from({ length: count! }, (_, i) => flat.slice(i * width, (i + 1) * width));
}

/** Names that tensors may have beside the columns of the model. */
function keysOf({ manifest }: LoadedModel): Readonly<Record<string, 'customer' | 'time'>> {
  const { customer, time } = manifest.raw?.schema ?? {};
  return {
    ...(customer !== undefined && { [customer]: 'customer' }),
    ...(time !== undefined && { [time]: 'time' }),
  };
}

/** @throws Refusal for tensors that are none of the model, or not of one number of customers */
export function customersOf({ inputs }: InferRequest, loaded: LoadedModel): readonly AskedInRequest[] {
  const { model, manifest } = loaded;
  const keys = keysOf(loaded);
  const known = modelInputs(loaded)?.map(({ name }) => name) ?? ['state'];
  let customers: { [Key in keyof AskedInRequest]?: unknown }[] | null = null;
  inputs.forEach((tensor, i) => {
    const key = Object.hasOwn(keys, tensor.name) ? keys[tensor.name]! : null;
    if (key === null && !known.includes(tensor.name))
      throw new Refusal(
        400,
        `inputs.${i}.name`,
        `expected one of ${[...known, ...Object.keys(keys)].map(show).join(', ')}, got ${show(tensor.name)}${didYouMean(tensor.name, known)}`,
      );
    const values = valuesOf(tensor, i, manifest.raw === undefined ? model.features.length : 1);
    customers ??= values.map(() => (manifest.raw === undefined ? {} : { columns: {} }));
    if (values.length !== customers.length)
      throw new Refusal(
        400,
        `inputs.${i}.shape`,
        `expected ${customers.length} customers as before, got ${values.length}`,
      );
    customers.forEach((customer, row) => {
      if (key !== null) customer[key] = values[row];
      else if (manifest.raw === undefined) customer.state = values[row];
      else (customer.columns as Record<string, unknown>)[tensor.name] = values[row];
    });
  });
  // Checked by the schema of requests next.
  return customers as unknown as readonly AskedInRequest[];
}

const outputNames = [
  'decision_id',
  'action',
  'value_over_no_action',
  'propensity',
  'reason',
  'q_values',
] as const;
type OutputName = (typeof outputNames)[number];

interface Output {
  readonly datatype: 'BYTES' | 'FP64' | 'FP32';
  readonly of: (decision: DetailedDecision) => string | number | readonly number[];
}

const outputs: Readonly<Record<OutputName, Output>> = {
  decision_id: { datatype: 'BYTES', of: ({ answer }) => answer.id },
  action: { datatype: 'BYTES', of: ({ answer }) => answer.action },
  value_over_no_action: { datatype: 'FP64', of: ({ answer }) => answer.valueOverNoAction },
  propensity: { datatype: 'FP64', of: ({ answer }) => answer.propensity },
  reason: { datatype: 'BYTES', of: ({ answer }) => answer.reason },
  q_values: { datatype: 'FP32', of: ({ decided }) => decided.qValues },
};

/** @throws Refusal for an output that is none */
export function wantedOutputs({ outputs: wanted }: InferRequest): readonly OutputName[] {
  if (wanted === undefined) return outputNames;
  return wanted.map(({ name }, i) => {
    const found = outputNames.find((one) => one === name);
    if (found !== undefined) return found;
    throw new Refusal(
      400,
      `outputs.${i}.name`,
      `expected one of ${outputNames.join(', ')}, got ${show(name)}`,
    );
  });
}

export function inferAnswer(
  { id }: InferRequest,
  name: string,
  hash: string,
  decisions: readonly DetailedDecision[],
  wanted: readonly OutputName[],
) {
  return {
    ...{ model_name: name, model_version: hash, ...(id !== undefined && { id }) },
    outputs: wanted.map((output) => {
      const { datatype: of, of: read } = outputs[output];
      const data = decisions.map(read);
      const isWide = output === 'q_values';
      const width = isWide ? [decisions[0]!.decided.qValues.length] : [];
      return { name: output, datatype: of, shape: [decisions.length, ...width], data: data.flat() };
    }),
  };
}

export function modelMetadata(name: string, hash: string, loaded: LoadedModel) {
  const { model } = loaded;
  const keys = Object.keys(keysOf(loaded)).map((key) => ({ name: key, datatype: 'BYTES', shape: [-1] }));
  const columns = modelInputs(loaded)?.map(({ name: column, kind }) => ({
    ...{ name: column, datatype: datatypeOf[kind], shape: [-1] },
  }));
  const state = [{ name: 'state', datatype: 'FP32', shape: [-1, model.features.length] }];
  return {
    ...{ name, versions: [hash], platform: 'contact-dqn' },
    inputs: columns === undefined ? state : [...columns, ...keys],
    outputs: outputNames.map((output) => ({
      ...{ name: output, datatype: outputs[output].datatype },
      shape: output === 'q_values' ? [-1, model.actions.length] : [-1],
    })),
  };
}
