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

/** The floor first. `evaluate` reads no world, `runs` knows no terminal, and nobody but `index.ts` imports `cli`. */
const allowed: Readonly<Record<string, Permission>> = {
  core: { values: [] },
  stats: { values: ['core'] },
  track: { values: ['core'] },
  tensor: { values: ['core'] },
  rl: { values: ['core'] },
  env: { values: ['core', 'stats'] },
  dataset: { values: ['core', 'stats'] },
  profiles: { values: ['core', 'stats', 'tensor', 'dataset'] },
  replay: { values: ['core'], types: ['env', 'dataset'] },
  policies: { values: ['core', 'stats', 'rl', 'env'], types: ['dataset'] },
  agents: { values: ['core', 'stats', 'tensor', 'rl', 'replay', 'policies'], types: ['dataset', 'env'] },
  decide: { values: ['core', 'rl', 'dataset', 'policies', 'agents'] },
  train: { values: ['core', 'track', 'env', 'rl', 'dataset', 'replay', 'policies', 'agents'] },
  evaluate: { values: ['core', 'stats', 'rl', 'env', 'dataset', 'replay', 'policies'], types: ['agents'] },
  store: { values: ['core', 'tensor', 'dataset', 'agents', 'policies', 'decide'], types: ['train'] },
  export: { values: ['core', 'tensor', 'dataset', 'agents', 'decide', 'store'], types: ['policies'] },
  inference: { values: ['core', 'tensor', 'agents', 'decide', 'store', 'export'], types: ['policies'] },
  worlds: {
    values: ['core', 'stats', 'rl', 'env', 'policies', 'agents', 'dataset'],
    types: ['evaluate'],
  },
  report: { values: ['core', 'stats'], types: ['dataset', 'profiles', 'evaluate', 'train', 'worlds'] },
  bench: { values: ['core', 'tensor', 'rl', 'env', 'replay', 'agents', 'train', 'worlds'] },
  runs: {
    values: [
      ...['core', 'stats', 'track', 'tensor', 'rl', 'env', 'dataset', 'profiles', 'replay', 'policies'],
      ...[
        'agents',
        'decide',
        'train',
        'evaluate',
        'store',
        'export',
        'inference',
        'worlds',
        'report',
        'bench',
      ],
    ],
  },
  serve: {
    values: [
      ...[
        'core',
        'stats',
        'track',
        'tensor',
        'rl',
        'dataset',
        'policies',
        'agents',
        'decide',
        'store',
        'inference',
        'report',
      ],
    ],
    types: ['runs'],
  },
  cli: { values: ['core', 'runs', 'report', 'bench', 'serve'] },
};

/** Where an outside package may be imported; a package not named here may be imported anywhere. */
const outside: readonly { readonly package: RegExp; readonly places: readonly string[] }[] = [
  { package: /^seedrandom$/, places: ['core/random.ts'] },
  { package: /^csv-parse/, places: ['dataset/read/csv-dialect.ts'] },
  { package: /^@duckdb\//, places: ['dataset/read/parquet-engine.ts'] },
  { package: /^tinyglobby$/, places: ['dataset/read/files-of.ts'] },
  { package: /^@stdlib\//, places: ['stats/'] },
  { package: /^echarts/, places: ['report/charts/'] },
  { package: /^(yargs|winston|cli-progress)$/, places: ['cli/'] },
  {
    package: /^@tensorflow\/tfjs$/,
    places: ['tensor/', 'agents/dqn/', 'store/', 'export/tfjs/', 'bench/', 'profiles/models/'],
  },
  { package: /^(fastify|prom-client)$/, places: ['serve/'] },
  { package: /^webgpu$/, places: ['tensor/backends/'] },
  { package: /^protobufjs/, places: ['tensor/graph/', 'export/onnx/'] },
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

/** The files of ours that a file imports, for values or types. */
function targetsOf(file: string): string[] {
  return importsOf(file)
    .filter(({ path }) => path.startsWith('.'))
    .map(({ path }) => join(dirname(file), path.replace(/\.js$/, '')).split(sep).join('/'))
    .map((target) =>
      [`${target}.ts`, `${target}/index.ts`, `${target}.d.ts`].find((one) => files.includes(one))!,
    );
}

it('finds the sources', () => {
  expect(files.length).toBeGreaterThan(80);
});

it('knows every layer', () => {
  const layers = new Set(files.map(layerOf));
  expect([...layers].filter((layer) => !(layer in allowed))).toEqual(['index']);
});

it.each(files.filter((file) => layerOf(file) in allowed))('%s imports only what its layer may', (file) => {
  const layer = layerOf(file);
  const { values, types = [] } = allowed[layer]!;
  for (const { path, typeOnly } of importsOf(file).filter(({ path }) => path.startsWith('.'))) {
    const target = layerOf(join(dirname(file), path).split(sep).join('/'));
    expect([layer, ...values, ...(typeOnly ? types : [])]).toContain(target);
  }
});

/** Who may know what lies in a world's folder: the list of worlds; and what trains on a log, which is one world's way. */
const knownBy: Readonly<Record<string, RegExp>> = {
  'next-best-action': /^worlds\/list\.ts$/,
  customers: /^worlds\/list\.ts$/,
  segment: /^worlds\/list\.ts$/,
  'sales-channel-study': /^(runs\/logged\/|bench\/study\.ts$)/,
};

it('has no world that another file knows', () => {
  const known = files.flatMap((file) =>
    targetsOf(file).flatMap((target) => {
      const [, world] = /^worlds\/([^/]+)\//.exec(target) ?? [];
      const own = world === undefined || file.startsWith(`worlds/${world}/`);
      return own || knownBy[world]?.test(file) ? [] : [`${file} -> ${target}`];
    }),
  );
  expect(known).toEqual([]);
});

it('has no circles of files', () => {
  const finished = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (finished.has(file) || path.includes(file)) return;
    for (const target of targetsOf(file)) visit(target, [...path, file]);
    finished.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
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

it('imports no package.json: the compiler would put it into dist, where it passes for that of a package', () => {
  const importing = ['src', 'scripts', 'test'].flatMap((place) => {
    const root = join(__dirname, '..', place);
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => /from '[^']*package\.json'/.test(readFileSync(join(root, file), 'utf8')));
  });
  expect(importing).toEqual([]);
});
