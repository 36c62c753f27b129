/** The table of layers, from the test that keeps it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { table } from './markdown';
import { root } from './results';

type Allowed = Readonly<
  Record<string, { readonly values: readonly string[]; readonly types?: readonly string[] }>
>;

/** What each layer is for, and why it may not know more. */
const purposes: Readonly<Record<string, string>> = {
  core: 'errors, shapes, random streams, files, saved state: what everybody needs and nobody owns',
  stats: 'moments, intervals; numbers in, numbers out',
  track: "a run's folder, its lock, metrics and event files; knows nothing of learning",
  tensor: 'programs over TensorFlow.js and the backends; knows tensors, not what they mean',
  rl: 'equations of action probabilities and schedules',
  env: 'the contract of an environment, and the check of any',
  dataset: 'files to columns; no policy or model is asked here',
  profiles:
    'customers as of a moment, out of the tables of a company, and models of them; knows neither worlds nor agents',
  replay: 'transitions kept and sampled; sees the contracts, not who fulfils them',
  policies:
    'everything that acts, learned or not, and the one loop in which it plays; a Q function is only a contract here',
  agents:
    'what learns; meets environments and data by their types alone, so that it can be tested with either',
  decide:
    'from what is known of customers to what is done with each, and why; scoring and serving ask it alike',
  train: 'the procedure of a training; declares what a checkpoint is, which `store` fulfils',
  evaluate: 'judging; sees models as policies, so a network gets no favour',
  store: 'models and checkpoints on the disk',
  export:
    'a saved model in the formats that others serve: the whole decision as a graph, made once, and each format written from it',
  inference:
    'what computes a saved model’s values here, ONNX Runtime or our own programs, tried on its example rows',
  worlds:
    'what there is to decide in, a folder each; of these no other file knows one by name, but the row replay of logs',
  report: 'data to pages; computes nothing anew, so that every page says the same',
  bench: 'speed, measured as the product runs it',
  runs: 'a run from request to files; knows no terminal: a program and the command line start the same',
  serve: 'a saved model behind HTTP: what is decided for whom is written down, and only then answered',
  cli: 'flags, help, progress and printing; the only place that knows standard streams and exit codes',
};

function readAllowed(): Allowed {
  const text = readFileSync(join(root, 'test/architecture.test.ts'), 'utf8');
  const [, literal] = /const allowed: [^=]*= (\{[\s\S]*?\n\});/.exec(text) ?? [];
  if (literal === undefined) throw new Error('test/architecture.test.ts: expected the table `allowed`');
  return runInNewContext(`(${literal})`) as Allowed;
}

/** A row per layer, the floor last. @throws Error for a layer without a purpose */
export function layersTable(): string {
  const rows = Object.entries(readAllowed()).map(([layer, { values, types = [] }]) => {
    const purpose = purposes[layer];
    if (purpose === undefined) throw new Error(`scripts/docs/layers.ts: say what ${layer}/ is for`);
    const may = [...values, ...types.map((name) => `*${name}*`)].join(' ');
    return [`${layer}/`, purpose, may === '' ? 'nothing of ours' : may];
  });
  return table(['folder', 'what it is for', 'may import (*types alone*)'], rows.reverse());
}
