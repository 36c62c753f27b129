/** A plan as a WebAssembly module with one function, which does all tasks in turn. */
import {
  call,
  copyMemory,
  encodeModule,
  i32,
  wasmFunction,
  type Code,
  type FunctionType,
  type Local,
  type NumberType,
} from './assembler';
import type { Layout } from './layout';
import { matrixFunctions, PANEL_COLUMNS, PANEL_ROWS } from './matrix-functions';
import { passCode } from './passes';
import type { Packing, Plan, Task } from './plan';
import { NUMBER_BYTES } from './shapes';

/** Name of the function. */
export const RUN = 'run';
const imports: readonly FunctionType[] = matrixFunctions.map(({ name, parameters }) => ({
  name,
  parameters,
}));

function callTo(name: string, ...parameters: readonly number[]): Code {
  const index = imports.findIndex((one) => one.name === name);
  if (index < 0) throw new RangeError(`program: there is no function ${name}`);
  return call(index, ...parameters.map(i32.constant));
}

function packCode({ nodes, places }: Plan, { address }: Layout, packing: Packing): Code {
  const { source, side, lanes, depth, lanesAreRows, target } = packing;
  const width = side === 'left' ? PANEL_ROWS : PANEL_COLUMNS;
  const name = `${lanesAreRows ? 'packOneBelowTheOther' : 'packSideBySide'}${width}`;
  const stride = nodes[source]!.shape[1]! * NUMBER_BYTES;
  return callTo(name, address(places.get(source)!), stride, lanes, depth, address(target));
}

function productCode(
  { places }: Plan,
  { address }: Layout,
  { node, left, right, bias, relu }: Task & { readonly kind: 'product' },
): Code {
  return callTo(
    'packedProduct',
    ...[address(left.target), address(right.target), address(places.get(node)!)],
    ...[left.lanes, right.lanes, left.depth],
    bias === null ? 0 : address(places.get(bias)!),
    relu ? 1 : 0,
  );
}

function taskCode(plan: Plan, layout: Layout, task: Task, local: (type: NumberType) => Local): Code {
  switch (task.kind) {
    case 'map':
    case 'reduce':
      return passCode(plan, layout, task, local);
    case 'pack':
      return packCode(plan, layout, task);
    case 'product':
      return productCode(plan, layout, task);
    case 'copy': {
      const [to, from] = [layout.address(task.to), layout.address(task.from)];
      return copyMemory(i32.constant(to), i32.constant(from), i32.constant(task.size * NUMBER_BYTES));
    }
  }
}

/** The module's bytes; it imports the functions of `matrixFunctions`. */
export function compile(plan: Plan, layout: Layout): Uint8Array<ArrayBuffer> {
  const run = wasmFunction(RUN, [], (_parameters, local) =>
    plan.tasks.map((task) => taskCode(plan, layout, task, local)),
  );
  return encodeModule({ imports, functions: [run] });
}
