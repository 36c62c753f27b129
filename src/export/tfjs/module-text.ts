/**
 * Puts compiled sources of ours together as one ES module that imports nothing: `policy.mjs` of an export. Each file
 * keeps its text and becomes a function; nothing is rewritten but the names by which files ask for each other.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { version } from '../../core/version';

const ENTRY = 'export/tfjs/policy/create-policy.js';
const BYTES = 'export/tfjs/policy/bytes.js';
const EXPORTED = ['createPolicy'] as const;

/** The compiled sources: where this file lies, unless tests run it as it was written. */
function compiledSources(): string {
  const here = join(__dirname, '../..');
  return existsSync(join(here, ENTRY)) ? here : join(here, '../dist/src');
}

/** A file's text, with those it asks for by their place below `root`. */
function moduleOf(root: string, path: string): { readonly text: string; readonly asks: readonly string[] } {
  const asks: string[] = [];
  const text = readFileSync(join(root, path), 'utf8')
    .replace(/^\/\/# sourceMappingURL=.*$/m, '')
    .replace(/\brequire\("([^"]+)"\)/g, (_whole, name: string) => {
      if (!name.startsWith('.'))
        throw new Error(`${path}: expected to import files of ours alone, got ${name}`);
      const target = relative(root, join(root, dirname(path), `${name}.js`))
        .split(sep)
        .join('/');
      asks.push(target);
      return `require(${JSON.stringify(target)})`;
    });
  return { text: text.trim(), asks };
}

/** Every file that the entry needs, by its place. */
function modulesFrom(root: string, entries: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const wanted = [...entries];
  for (let path = wanted.pop(); path !== undefined; path = wanted.pop()) {
    if (found.has(path)) continue;
    const { text, asks } = moduleOf(root, path);
    found.set(path, text);
    wanted.push(...asks);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The text of `policy.mjs`. @throws Error if a file of ours that it needs imports a package */
export function policyModuleText(root = compiledSources()): string {
  const modules = [...modulesFrom(root, [ENTRY, BYTES])].map(
    ([path, text]) => `${JSON.stringify(path)}(exports, require) {\n${text}\n}`,
  );
  return `// contact-dqn ${version}: the policy of an exported model, made of contact-dqn's own compiled sources.
// const policy = createPolicy({ tf, model: await tf.loadLayersModel('model.json'), data: /* policy.json */ });
// await policy.decide([{ column: value }]);
const files = {
${modules.join(',\n')}
};
const loaded = {};
function require(path) {
  if (loaded[path] === undefined) {
    loaded[path] = {};
    files[path](loaded[path], require);
  }
  return loaded[path];
}
const { Buffer } = require(${JSON.stringify(BYTES)});
export const { ${EXPORTED.join(', ')} } = require(${JSON.stringify(ENTRY)});
`;
}
