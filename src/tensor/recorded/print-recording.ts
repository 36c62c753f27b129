/** A recording as text: one line per operation, then what becomes of the state and what is told. */
import type { TensorSpec } from '../program';
import type { Operation } from './operations';
import type { RecordedNode, Recording } from './recorder';

export const printSpec = ({ dtype, shape }: TensorSpec): string => `${dtype} [${shape.join(', ')}]`;

const reference = (at: number): string => `%${at}`;

/** Lines of cells, each column as wide as its widest. */
export function printTable(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

/** The operation's name with what it is not told by its inputs. */
export function printOperation(operation: Operation): string {
  switch (operation.kind) {
    case 'view':
      return operation.offset === 0 ? 'view' : `view from ${operation.offset}`;
    case 'map':
      return operation.map === 'clip' ? `clip to ${operation.bounds.join(' … ')}` : operation.map;
    case 'oneHot':
      return `oneHot ${operation.on}, else ${operation.off}`;
    case 'reduce': {
      const axes = Array.from({ length: operation.to - operation.from }, (_, i) => operation.from + i);
      return `${operation.reduce} over axis ${axes.join(', ')}`;
    }
    case 'product': {
      const { transposeLeft, transposeRight, relu, batches } = operation;
      const factors = `${transposeLeft ? 'leftᵀ' : 'left'} · ${transposeRight ? 'rightᵀ' : 'right'}`;
      return `product ${factors}${batches > 1 ? ` of ${batches} pairs` : ''}${relu ? ', relu' : ''}`;
    }
    case 'slice':
      return `slice of axis ${operation.axis} from ${operation.from}`;
    case 'concatenation':
      return `concatenation along axis ${operation.axis}`;
  }
}

function printConstant(values: ArrayLike<number>): string {
  const first = values[0]!;
  const uniform = Array.from(values).every((value) => Object.is(value, first));
  return `constant ${uniform ? String(first) : `of ${values.length} numbers`}`;
}

function printNode(node: RecordedNode): readonly [string, string] {
  switch (node.kind) {
    case 'state':
    case 'input':
      return [`${node.kind} ${node.name}`, ''];
    case 'constant':
      return [printConstant(node.values), ''];
    case 'result':
      return [printOperation(node.operation), node.inputs.map(reference).join(', ')];
  }
}

/**
 * @returns lines of number, operation, inputs and what they give; results that change the state or are told come last
 */
export function printRecording({ nodes, state, outputs }: Recording): string {
  const operations = printTable(
    nodes.map((node, at) => [reference(at), ...printNode(node), printSpec(node)]),
  );
  const results = (kind: string, places: Readonly<Record<string, number>>) =>
    Object.entries(places).map(([name, at]) => `${kind} ${name} = ${reference(at)}`);
  return [...operations, ...results('state', state), ...results('output', outputs)].join('\n');
}
