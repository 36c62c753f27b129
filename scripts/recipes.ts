/** Runs the recipes of data/recipes on the small log of a company, and holds their actions against `predict`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError, RequirementError } from '../src/core/errors';
import { parityPython } from './parity/in-python';
import { trainedRun } from './parity/jobs';
import { isInPath } from './setup-native/shell';

/** Compiled, this file lies in dist/scripts. */
const root = join(__dirname, '../..');
const LOG = join(root, 'data/company-log/contacts.csv');
const MAY = ['email', 'sms', 'mail', 'call'].map((action) => `${action}=may_${action}`);

const say = (line: string) => process.stderr.write(`${line}\n`);

/** @throws InputError where it ends otherwise than well */
function run(command: string, args: readonly string[], cwd = root): void {
  const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new InputError(`${args[0]!} ended with ${String(status)}: see above`);
}

/** Of a CSV of numbered rows, in their order. @param column of the action */
function actionsOf(file: string, column: string): readonly string[] {
  const [header, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const names = header!.split(',');
  const [row, action] = ['row', column].map((name) => names.indexOf(name)) as [number, number];
  const cells = lines.map((line) => line.split(','));
  return cells.sort((a, b) => Number(a[row]) - Number(b[row])).map((line) => line[action]!);
}

/** @returns whether every row is decided alike */
function judged(name: string, expected: readonly string[], found: readonly string[]): boolean {
  const wrong = expected.filter((action, i) => action !== found[i]).length;
  const ok = wrong === 0 && expected.length === found.length;
  process.stdout.write(
    `${ok ? 'ok' : 'WRONG'}: ${name}: ${found.length} rows, ${wrong} otherwise than predict\n`,
  );
  return ok;
}

function main(): number {
  const python = parityPython(say);
  const folder = mkdtempSync(join(tmpdir(), 'contact-dqn-recipes-'));
  try {
    const model = trainedRun(folder);
    const cli = join(root, 'dist/src/cli/main.js');
    const [exported, predicted] = [join(folder, 'exported'), join(folder, 'predicted.csv')];
    run(process.execPath, [
      cli,
      'export',
      '--model',
      model,
      '--format',
      'onnx',
      '--out',
      exported,
      '--quiet',
    ]);
    run(process.execPath, [cli, 'predict', '--model', model, '--data', LOG, '--out', predicted, '--quiet']);
    const expected = actionsOf(predicted, 'action');
    const recipe = (name: string) => {
      const out = join(folder, `${name}.csv`);
      const script = join(root, 'scripts/parity/run_recipe.py');
      run(python, [script, name, join(exported, 'onnx/model.onnx'), LOG, out, ...MAY]);
      return judged(name, expected, actionsOf(out, 'action'));
    };
    const isDecided = recipe('duckdb');
    if (!isInPath('java')) {
      process.stdout.write('Spark was NOT tested: there is no Java\n');
      return isDecided ? 0 : 1;
    }
    return recipe('spark') && isDecided ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  process.exitCode = main();
} catch (error) {
  process.exitCode = error instanceof InputError ? 2 : error instanceof RequirementError ? 3 : 1;
  say(process.exitCode === 1 ? (error as Error).stack! : (error as Error).message);
}
