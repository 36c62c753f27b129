/** Rows as an export takes them: one array per input, the values as JSON has them brought to the input's type. */
import type { Graph, ValueType } from '../../src/export/graph/graph';
import type { Question } from './answers';
import type { ParityModel } from './models';

export interface Feed {
  readonly type: ValueType;
  readonly dims: readonly number[];
  /** Booleans as 0 and 1. */
  readonly values: Float64Array | Float32Array | Uint8Array | readonly string[];
}

/** A date as milliseconds, yes as 1; what is not known as NaN. */
function numberOf(value: unknown): number {
  if (value === null) return NaN;
  if (typeof value === 'string') return value === 'NA' ? NaN : Date.parse(value);
  return Number(value);
}

function feedOf(name: string, type: ValueType, questions: readonly Question[], missing: string): Feed {
  const dims = [questions.length];
  const cells = questions.map(({ row }) => row[name]);
  if (type === 'string')
    return { type, dims, values: cells.map((cell) => (cell === null ? missing : (cell as string))) };
  return { type, dims, values: Float64Array.from(cells, numberOf) };
}

/** By the names of the graph's inputs. */
export function feedsOf(
  graph: Graph,
  { model, raw }: ParityModel,
  questions: readonly Question[],
): Readonly<Record<string, Feed>> {
  const rows = questions.length;
  const inputs = graph.nodes.flatMap((node) => (node.kind === 'input' ? [node] : []));
  return Object.fromEntries(
    inputs.map(({ name, type }): [string, Feed] => {
      if (name === 'allowed') {
        const values = new Uint8Array(rows * model.actions.length);
        questions.forEach(({ allowed }, i) => values.set(allowed, i * model.actions.length));
        return [name, { type, dims: [rows, model.actions.length], values }];
      }
      if (raw !== undefined) return [name, feedOf(name, type, questions, raw.schema.missing[0] ?? '')];
      const values = Float32Array.from(questions.flatMap(({ observation }) => Array.from(observation!)));
      return [name, { type, dims: [rows, model.features.length], values }];
    }),
  );
}
