/** The attributes of operations, from tfjs-node's form to that of a graph. */
import { shapeDef, type AttrValue } from './graph-def';
import type { DataType, NativeAttribute, NativeBinding } from './node-backend';

function list(value: unknown): readonly number[] {
  return value as readonly number[];
}

function encodeAttribute(binding: NativeBinding, { name, type, value }: NativeAttribute): AttrValue {
  const isList = Array.isArray(value);
  switch (type) {
    case binding.TF_ATTR_STRING:
      return { s: Buffer.from(value as string) };
    case binding.TF_ATTR_INT:
      return isList ? { list: { i: list(value) } } : { i: value as number };
    case binding.TF_ATTR_FLOAT:
      return isList ? { list: { f: list(value) } } : { f: value as number };
    case binding.TF_ATTR_BOOL:
      return isList ? { list: { b: value as readonly boolean[] } } : { b: value as boolean };
    case binding.TF_ATTR_TYPE:
      return { type: value as DataType };
    case binding.TF_ATTR_SHAPE:
      return { shape: shapeDef(list(value)) };
    default:
      throw new RangeError(`graph program: attribute ${name} has the unknown type ${type}`);
  }
}

export function encodeAttributes(
  binding: NativeBinding,
  attributes: readonly NativeAttribute[],
): Record<string, AttrValue> {
  return Object.fromEntries(
    attributes.map((attribute) => [attribute.name, encodeAttribute(binding, attribute)]),
  );
}
