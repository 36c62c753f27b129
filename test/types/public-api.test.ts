/** The declarations that ship compile in a project that has nothing but our package and what it depends on. */
import { execFile } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { useFreshFolders } from '../support/fresh-folders';
import { readJson } from '../support/run-files';

const ROOT = resolve(__dirname, '../..');
const freshFolder = useFreshFolders();

/** The package as npm installs it: copied, so that nothing of ours beside it is found. */
function install(project: string): void {
  const modules = join(project, 'node_modules');
  const own = join(modules, 'contact-dqn');
  cpSync(join(ROOT, 'dist/src'), join(own, 'dist/src'), {
    recursive: true,
    filter: (file) => !/\.(js|map)$/.test(file),
  });
  copyFileSync(join(ROOT, 'package.json'), join(own, 'package.json'));
  for (const name of Object.keys(readJson(ROOT, 'package.json').dependencies as object)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
}

/** What the compiler has to say; empty where all is well. */
async function compile(project: string, typescript: string): Promise<string> {
  const compiler = join(ROOT, 'node_modules', typescript, 'bin/tsc');
  return promisify(execFile)(process.execPath, [compiler, '-p', project], { cwd: project }).then(
    ({ stdout }) => stdout,
    (error: unknown) => (error as { stdout: string }).stdout,
  );
}

// The older one takes a quarter of a minute to check what others declare, so it checks only that ours is understood.
it.each([
  ['typescript-native', { skipLibCheck: false, skipDefaultLibCheck: true }],
  ['typescript', { skipLibCheck: true }],
])("a stranger's strict project compiles against the public API by %s", async (typescript, checks) => {
  const project = freshFolder();
  install(project);
  copyFileSync(join(__dirname, 'public-api.test-d.ts'), join(project, 'program.ts'));
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'es2022',
    module: 'node16',
    types: [],
    ...checks,
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['program.ts'] }));
  expect(await compile(project, typescript)).toBe('');
});
