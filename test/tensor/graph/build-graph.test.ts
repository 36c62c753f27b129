/** Graphs of programs hang together: every input is there, every function is called as it is declared. */
import protobuf from 'protobufjs';
import * as tf from '@tensorflow/tfjs';
import { ANYTHING, buildGraph, traceNodes } from '../../../src/tensor/graph/build-graph';
import type { Trace } from '../../../src/tensor/graph/functions';
import { encodeSavedModel, type FunctionDef, type GraphDef } from '../../../src/tensor/graph/graph-def';
import { stepNodes } from '../../../src/tensor/graph/step-nodes';
import type { ProgramStep, TensorSpec } from '../../../src/tensor/program';
import { recordStep } from '../../../src/tensor/recorded/recorder';
import { useBackend } from '../../support/backends';

useBackend();

const state: Record<string, TensorSpec> = {
  unused: { shape: [], dtype: 'float32' },
  total: { shape: [2], dtype: 'float32' },
};
const inputs: Record<string, TensorSpec> = { amount: { shape: [2], dtype: 'float32' } };
const step: ProgramStep = ({ total }, { amount }) => {
  const sum = tf.add(total!, amount!);
  return { state: { total: sum }, outputs: { half: tf.div(sum, 2), largest: tf.argMax(sum) } };
};

function traceOf(batches: number | null, compile = false): Trace {
  const recorded = stepNodes(recordStep(step, state, inputs), compile);
  return { name: `trace${batches ?? ''}`, recorded, inputs, batches, compile };
}

/** The node that an input comes from, in a graph or a function. */
const sourceOf = (input: string) => input.replace(/^\^/, '').split(':')[0]!;

function expectWhole(nodes: GraphDef['nodes'], given: readonly string[]): void {
  const known = new Set([...given, ...nodes.map(({ name }) => name)]);
  expect(known.size).toBe(given.length + nodes.length);
  for (const { input = [] } of nodes) for (const one of input) expect([...known]).toContain(sourceOf(one));
}

const argumentsOf = ({ signature }: FunctionDef) => signature.input_arg.map(({ name }) => name);

it.each([null, 1, 3])('every input and every result is there, for batches %p', (batches) => {
  const { nodes, functions } = buildGraph(state, [traceOf(batches), { ...traceOf(batches), name: 'other' }]);
  expectWhole(nodes, []);
  for (const one of functions) {
    expectWhole(one.node_def, argumentsOf(one));
    expect(Object.keys(one.ret)).toEqual(one.signature.output_arg.map(({ name }) => name));
    const known = [...argumentsOf(one), ...one.node_def.map(({ name }) => name)];
    for (const reference of Object.values(one.ret)) expect(known).toContain(sourceOf(reference));
  }
  expect(new Set(functions.map(({ signature }) => signature.name)).size).toBe(functions.length);
});

it.each([null, 1, 3])(
  'a function is called with as many values as it takes, of their types: batches %p',
  (batches) => {
    const { nodes, functions } = buildGraph(state, [traceOf(batches, true)]);
    const calls = [...nodes, ...functions.flatMap(({ node_def }) => node_def)].filter(({ attr }) => attr?.f !== undefined); // prettier-ignore
    expect(calls.length).toBeGreaterThan(0);
    for (const { input, attr } of calls) {
      const called = functions.find(({ signature }) => signature.name === attr!.f!.func!.name)!;
      expect(attr!.Tin!.list!.type).toEqual(called.signature.input_arg.map(({ type }) => type));
      expect(attr!.Tout!.list!.type).toEqual(called.signature.output_arg.map(({ type }) => type));
      expect(input).toHaveLength(called.signature.input_arg.length);
    }
    // The step itself is compiled where it is called from the graph.
    expect(nodes.filter(({ attr }) => attr?._XlaMustCompile?.b === true)).toHaveLength(1);
  },
);

it('an entry is assigned after all reads, and told outputs wait for it', () => {
  const { nodes } = buildGraph(state, [traceOf(null)]);
  const assign = nodes.find(({ name }) => name === 'trace_assign0')!;
  expect(assign.input).toEqual(['state1', 'trace_call:0', '^state1_read']);
  const output = nodes.find(({ name }) => name === traceNodes('trace').output(0))!;
  expect(output.input).toEqual(['trace_call:1', '^trace_assign0']);
});

it('is written as TensorFlow reads it', () => {
  const graph = buildGraph(state, [traceOf(null)]);
  const bytes = encodeSavedModel(graph, ANYTHING);
  // Fields by their numbers in TensorFlow's .proto files: saved model 2, meta graph 2, nodes 1, name 1 and op 2.
  const { root } = protobuf.parse(`syntax = "proto3";
    message Node { string name = 1; string op = 2; repeated string input = 3; }
    message Graph { repeated Node node = 1; }
    message Meta { Graph graph = 2; }
    message Saved { repeated Meta meta = 2; }`);
  const { meta } = root.lookupType('Saved').decode(bytes) as unknown as {
    meta: { graph: { node: { name: string; op: string; input: string[] }[] } }[];
  };
  const read = meta[0]!.graph.node.map(({ name, op, input }) => ({ name, op, input }));
  expect(read).toEqual(graph.nodes.map(({ name, op, input = [] }) => ({ name, op, input })));
});
