/** A compiled step as text: its operations, the tasks that they are fused into, and the memory of these. */
import { printOperation, printRecording, printTable } from '../recorded/print-recording';
import { NUMBER_BYTES } from '../recorded/shapes';
import { bytesOf, livesOf } from './layout';
import type { CompiledStep } from './machine';
import { passOf, type Place, type Plan, type Region, type Task } from './plan';

const references = (nodes: readonly number[]): string => nodes.map((at) => `%${at}`).join(', ');
const bytes = (count: number): string => `${count.toLocaleString('en-US')} bytes`;

/** A pass with the operations that are fused into it. */
function printPass(plan: Plan, task: Task & { readonly kind: 'map' | 'reduce' }): string {
  const { computed, found } = passOf(plan, task);
  const shape = plan.nodes[task.kind === 'map' ? task.nodes[0]! : task.input]!.shape;
  const fused = computed.map((at) => {
    const node = plan.nodes[at]!;
    return `%${at} ${node.kind === 'result' ? printOperation(node.operation) : node.kind}`;
  });
  const end = task.kind === 'map' ? [] : [`%${task.node} ${printOperation(task.operation)}`];
  const stored = task.kind === 'map' ? task.nodes : [task.node];
  const inPlace = (at: number) => plan.places.get(at)!.region.kind === 'state';
  const stores = stored.map((at) => `%${at}${inPlace(at) ? ' in place of the state' : ''}`).join(', ');
  const reads = found.length === 0 ? '' : ` reads ${references(found)};`;
  return `pass over [${shape.join(', ')}]:${reads} ${[...fused, ...end].join('; ')}; stores ${stores}`;
}

function printTask(plan: Plan, task: Task): string {
  switch (task.kind) {
    case 'map':
    case 'reduce':
      return printPass(plan, task);
    case 'pack':
      return `packing of %${task.source} as a ${task.side} factor: ${task.lines} lines of ${task.depth}`;
    case 'product': {
      const { batches, rows, columns, depth, relu } = task.operation;
      const fused = `${task.bias === null ? '' : ` + %${task.bias}`}${relu ? ', relu' : ''}`;
      const sizes = `${batches > 1 ? `${batches} times ` : ''}[${rows}, ${depth}] · [${depth}, ${columns}]`;
      return `product of %${task.left.source} and %${task.right.source}: ${sizes}${fused}; stores %${task.node}`;
    }
    case 'copy':
      return `copy of ${task.stretches} × ${task.size} numbers`;
  }
}

/** What lies in a region. */
function contentsOf({ places, tasks, inputs }: Plan, region: Region): string {
  const isHere = (place: Place) => place.region === region;
  const [input] = Object.entries(inputs).find(([, one]) => one === region) ?? [];
  const nodes = [...places].filter(([, place]) => isHere(place)).map(([at]) => at);
  const packed = tasks.flatMap((task) => (task.kind === 'pack' && isHere(task.target) ? [task.source] : []));
  if (packed.length > 0) return `packed ${references(packed)}`;
  if (nodes.length === 0) return input === undefined ? 'copy' : `input ${input}`;
  return references(nodes);
}

/** Regions by their offset: those whose bytes overlap share them, in the tasks that each is needed for. */
function printWork({ plan, needs }: CompiledStep): string[] {
  const lives = livesOf(plan);
  const regions = [...needs.work].sort(([, a], [, b]) => a - b);
  const task = (at: number) => (at < 0 ? 'start' : at >= plan.tasks.length ? 'end' : `task ${at}`);
  const rows = regions.map(([region, offset]) => {
    const { from, to } = lives.get(region)!;
    return [
      `${offset}–${offset + bytesOf(region) - 1}`,
      `${task(from)} to ${task(to)}`,
      contentsOf(plan, region),
    ];
  });
  return printTable(rows);
}

/** @param stateNumbers of all entries of the program's state */
export function explainStep(step: CompiledStep, stateNumbers: number): string {
  const { recording, plan, needs } = step;
  const alone = [...needs.work.keys()].reduce((sum, region) => sum + bytesOf(region), 0);
  return [
    'operations:',
    printRecording(recording),
    '',
    'tasks:',
    ...printTable(plan.tasks.map((task, at) => [`${at}`, printTask(plan, task)])),
    '',
    'memory:',
    `state ${bytes(stateNumbers * NUMBER_BYTES)}`,
    `constants ${bytes(needs.constantBytes)}`,
    `work ${bytes(needs.workBytes)}, shared by what would take ${bytes(alone)}:`,
    ...printWork(step),
  ].join('\n');
}
