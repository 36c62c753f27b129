/** Everything that must hold, in one command: format, lint, types, papers, lock file, tests. Also CI's. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import yargs from 'yargs';

interface Step {
  readonly name: string;
  readonly run: (root: string) => Promise<boolean>;
}

interface Result {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
}

/** Room for objects that die young, which saves these programs a tenth of their time. */
const NURSERY = '--max-semi-space-size=64';

function program(name: string, file: string, args: readonly string[]): Step {
  return {
    name,
    run: (root) =>
      new Promise((done, fail) => {
        const child = spawn(process.execPath, [NURSERY, join(root, file), ...args], {
          cwd: root,
          stdio: ['ignore', 2, 2],
        });
        child.on('error', fail);
        child.on('close', (code) => done(code === 0));
      }),
  };
}

interface PackageFile {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Every dependency is one exact version, the one in the lock file; an alias says of which package. */
function versionsAreExact(root: string): Promise<boolean> {
  const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8')) as unknown;
  const { dependencies, devDependencies } = read('package.json') as PackageFile;
  const { packages } = read('package-lock.json') as { packages: Record<string, { version?: string }> };
  const wrong = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([name, version]) => packages[`node_modules/${name}`]?.version !== version.replace(/^npm:.+@/, ''),
  );
  for (const [name, version] of wrong)
    process.stderr.write(`package.json ${name}: ${version} is not the locked version\n`);
  return Promise.resolve(wrong.length === 0);
}

/** What only reads: all at once. */
const reading: readonly Step[] = [
  program('format', 'node_modules/oxfmt/bin/oxfmt', ['--check', '.']),
  program('lint', 'node_modules/oxlint/bin/oxlint', ['--quiet', 'src', 'scripts', 'test']),
  program('types', 'node_modules/typescript-native/bin/tsc', ['--noEmit', '-p', '.']),
  { name: 'versions', run: versionsAreExact },
  program('papers', 'scripts/run.mjs', ['scripts/docs', '--check']),
];

/** On every core, so after the others. The native tests need `npm run setup:native`: `npm run test:native`; public logs `npm run test:public`; whole journeys `npm run test:thorough`. */
const tests = program('tests', 'node_modules/jest/bin/jest.js', [
  '--maxWorkers=100%',
  '--ignoreProjects',
  'native',
  'public',
  'thorough',
  'webgpu',
]);

async function timed({ name, run }: Step, root: string): Promise<Result> {
  const start = performance.now();
  const ok = await run(root);
  const seconds = Math.round((performance.now() - start) / 100) / 10;
  process.stderr.write(`${ok ? 'ok' : 'FAILED'}: ${name} (${seconds} s)\n`);
  return { name, ok, seconds };
}

async function main(): Promise<number> {
  const { json } = await yargs(process.argv.slice(2))
    .usage('check: format, types, lint, versions, papers and all tests')
    .option('json', { type: 'boolean', default: false, describe: 'print the result of each step as JSON' })
    .strict().argv;
  // Compiled, this file lies in dist/scripts.
  const root = join(__dirname, '../..');
  const read = await Promise.all(reading.map((step) => timed(step, root)));
  const results = [...read, await timed(tests, root)];
  const failed = results.filter(({ ok }) => !ok).map(({ name }) => name);
  process.stderr.write(failed.length === 0 ? 'all checks passed\n' : `FAILED: ${failed.join(', ')}\n`);
  if (json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  return failed.length === 0 ? 0 : 1;
}

void main().then((code) => {
  process.exitCode = code;
});
