/** The layers keep themselves: who may import whom, and which outside package is known where. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const SOURCE = join(__dirname, '../src');

interface Permission {
  /** Layers whose values and types may be imported. */
  readonly values: readonly string[];
  /** Layers of which only types may be imported. */
  readonly types?: readonly string[];
}

const allowed: Readonly<Record<string, Permission>> = {
  core: { values: [] },
  stats: { values: ['core'] },
  track: { values: ['core'] },
  tensor: { values: ['core'] },
  rl: { values: ['core'] },
  replay: { values: ['core'] },
  env: { values: ['core', 'stats'] },
  dataset: { values: ['core', 'stats'] },
  policies: { values: ['core', 'stats', 'rl', 'env'], types: ['dataset'] },
  agents: { values: ['core', 'tensor', 'rl', 'replay', 'policies'], types: ['env'] },
  train: { values: ['core', 'track', 'env', 'dataset', 'replay', 'policies', 'agents'] },
  evaluate: { values: ['core', 'stats', 'rl', 'env', 'dataset', 'replay', 'policies'] },
  report: { values: ['core', 'stats'], types: ['evaluate', 'train'] },
  store: { values: ['core', 'tensor', 'agents'], types: ['dataset', 'train'] },
  bench: { values: ['core', 'tensor', 'env', 'replay', 'agents', 'train'] },
};

/** Where an outside package may be imported; a package not named here may be imported anywhere. */
const outside: readonly { readonly package: RegExp; readonly places: readonly string[] }[] = [
  { package: /^seedrandom$/, places: ['core/random.ts'] },
  { package: /^csv-parse/, places: ['dataset/csv.ts'] },
  { package: /^@stdlib\//, places: ['stats/'] },
  { package: /^echarts/, places: ['report/charts/'] },
  { package: /^(yargs|winston|cli-progress)$/, places: ['cli/'] },
  { package: /^@tensorflow\/tfjs$/, places: ['tensor/', 'agents/dqn/', 'store/', 'bench/'] },
  { package: /^webgpu$/, places: ['tensor/backends/'] },
  { package: /^protobufjs/, places: ['tensor/graph/'] },
  { package: /^@tensorflow\/tfjs-(backend|node)/, places: ['tensor/backends/'] },
];

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sourceFiles(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

const files = sourceFiles(SOURCE).map((file) => relative(SOURCE, file).split(sep).join('/'));

function layerOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : 'index';
}

interface Import {
  readonly path: string;
  readonly typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SOURCE, file), 'utf8');
  const declarations = text.matchAll(/^(import|export)( type)?\b[^;'"]*?from '([^']+)';/gm);
  const dynamic = text.matchAll(/\bimport\('([^']+)'\)/g);
  return [
    ...Array.from(declarations, ([, , type, path]) => ({ path: path!, typeOnly: type !== undefined })),
    ...Array.from(dynamic, ([, path]) => ({ path: path!, typeOnly: false })),
  ];
}

it('finds the sources', () => {
  expect(files.length).toBeGreaterThan(80);
});

it('knows every layer', () => {
  const layers = new Set(files.map(layerOf));
  expect([...layers].filter((layer) => !(layer in allowed)).sort()).toEqual(['cli', 'index']);
});

it.each(files.filter((file) => layerOf(file) in allowed))('%s imports only what its layer may', (file) => {
  const layer = layerOf(file);
  const { values, types = [] } = allowed[layer]!;
  for (const { path, typeOnly } of importsOf(file).filter(({ path }) => path.startsWith('.'))) {
    const target = layerOf(join(dirname(file), path).split(sep).join('/'));
    expect([layer, ...values, ...(typeOnly ? types : [])]).toContain(target);
  }
});

it.each(files)('%s knows only the packages that are its business', (file) => {
  for (const { path } of importsOf(file)) {
    const rule = outside.find((one) => one.package.test(path));
    if (rule !== undefined) expect(rule.places.some((place) => file.startsWith(place))).toBe(true);
  }
});

it('lets index.ts only re-export', () => {
  const text = readFileSync(join(SOURCE, 'index.ts'), 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, '');
  expect(text.replace(/export (type )?\{[^}]*\} from '[^']+';/g, '').trim()).toBe('');
});
