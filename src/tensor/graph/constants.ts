/** Values that a step makes on the host, as nodes: equal ones once, uniform ones as a fill. */
import { shapeDef, type NodeDef } from './graph-def';
import type { DataType } from './node-backend';

export interface HostValues {
  readonly shape: readonly number[];
  readonly type: DataType;
  readonly values: ArrayLike<number>;
}

function bytesOf({ type, values }: HostValues): Uint8Array {
  const kind = type === 1 ? Float32Array : type === 3 ? Int32Array : Uint8Array;
  const typed = kind.from(values);
  return new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength);
}

export function constantNode(name: string, values: HostValues): NodeDef {
  const { type, shape } = values;
  const tensor = { dtype: type, tensor_shape: shapeDef(shape), tensor_content: bytesOf(values) };
  return { name, op: 'Const', attr: { dtype: { type }, value: { tensor } } };
}

function isUniform({ values }: HostValues): boolean {
  for (let i = 1; i < values.length; i += 1) if (!Object.is(values[i], values[0])) return false;
  return values.length > 1;
}

export class ConstantNodes {
  readonly #nodes: NodeDef[];
  readonly #references = new Map<string, string>();

  /** @param nodes where nodes are added */
  constructor(nodes: NodeDef[]) {
    this.#nodes = nodes;
  }

  /** What the function calls the constant. */
  reference(values: HostValues): string {
    return isUniform(values) ? this.#fill(values) : this.#constant(values);
  }

  #constant(values: HostValues): string {
    const key = `${values.type} ${values.shape.join()} ${Buffer.from(bytesOf(values)).toString('base64')}`;
    return this.#once(key, (name) => constantNode(name, values));
  }

  #fill({ type, shape, values }: HostValues): string {
    const dims = this.#constant({ type: 3, shape: [shape.length], values: shape });
    const value = this.#constant({ type, shape: [], values: [values[0]!] });
    return this.#once(`fill ${dims} ${value}`, (name) => ({
      name,
      op: 'Fill',
      input: [dims, value],
      attr: { T: { type }, index_type: { type: 3 } },
    }));
  }

  #once(key: string, make: (name: string) => NodeDef): string {
    const known = this.#references.get(key);
    if (known !== undefined) return known;
    const name = `c${this.#nodes.length}`;
    this.#nodes.push(make(name));
    this.#references.set(key, `${name}:output:0`);
    return `${name}:output:0`;
  }
}
