/**
 * Holds exports against the product, run by what their users run them by: ONNX Runtime in Node and in Python, TensorFlow in
 * Python, or with --browser TensorFlow.js in headless Chromium. Damaged exports must be seen to be.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import yargs from 'yargs';
import { InputError, RequirementError } from '../src/core/errors';
import { Random } from '../src/core/random';
import { chooseBackend } from '../src/tensor/backend';
import { onnxRuntime } from '../src/tensor/onnx/session';
import { differences } from './parity/differences';
import { answersInBrowser } from './parity/in-browser';
import { answersInOnnxRuntime, type Answers } from './parity/in-onnx-runtime';
import { answersInPython } from './parity/in-python';
import { answersInScore } from './parity/in-score';
import { makeJobs, trainedRun, type Job } from './parity/jobs';

const say = (line: string) => process.stderr.write(`${line}\n`);

/** In a page only columns say what is allowed: of a model without, everything is. */
function withoutMasks(job: Job): Job {
  const { exported, questions } = job;
  const isAsked = ({ allowed }: Job['questions'][number]) =>
    exported.raw !== undefined || allowed.every((may) => may === 1);
  return { ...job, questions: questions.filter(isAsked) };
}

interface Runtime {
  readonly name: string;
  readonly jobs: readonly Job[];
  /** Of each job. */
  readonly answers: readonly Answers[];
}

/** @returns whether whole exports answer alike and damaged ones do not */
function judged({ name, jobs, answers }: Runtime): boolean {
  const wrong = jobs.filter((job, i) => {
    const found = differences(job.questions, answers[i]!);
    const ok = found.length > 0 === (job.damage !== null);
    const said = found.length === 0 ? 'as the product' : `${found.length} otherwise`;
    process.stdout.write(
      `${ok ? 'ok' : 'WRONG'}: ${name}, ${job.name}: ${job.questions.length} rows, ${said}\n`,
    );
    if (!ok) for (const line of found.slice(0, 3)) process.stdout.write(`  ${line}\n`);
    return !ok;
  });
  return wrong.length === 0;
}

async function runtimes(jobs: readonly Job[], folder: string): Promise<readonly Runtime[]> {
  const runtime = await onnxRuntime();
  if (runtime === null) throw new RequirementError('ONNX Runtime for Node is not set up: npm run setup:onnx');
  const node: Answers[] = [];
  for (const job of jobs) node.push(await answersInOnnxRuntime(runtime, job));
  // What it is given is encoded already.
  const encoded = jobs.filter(({ damage }) => damage !== 'columns');
  const inScore: Answers[] = [];
  for (const job of encoded) inScore.push(await answersInScore(job));
  const python = answersInPython(jobs, folder, say);
  return [
    { name: 'score by ONNX Runtime', jobs: encoded, answers: inScore },
    { name: 'ONNX Runtime in Node', jobs, answers: node },
    { name: 'ONNX Runtime in Python', jobs, answers: python.onnx },
    { name: 'TensorFlow in Python', jobs, answers: python.savedmodel },
  ];
}

async function main(): Promise<number> {
  const { browser } = await yargs(process.argv.slice(2))
    .usage('parity: exports against the product, run as their users run them')
    .option('browser', { type: 'boolean', default: false, describe: 'in headless Chromium, tfjs alone' })
    .version(false)
    .strict().argv;
  const folder = mkdtempSync(join(tmpdir(), 'contact-dqn-parity-'));
  try {
    await chooseBackend('wasm');
    const made = await makeJobs(trainedRun(folder), Random.fromSeed(17).fork('parity'));
    const jobs = browser ? made.map(withoutMasks) : made;
    const all = browser
      ? [{ name: 'Chromium', jobs, answers: await answersInBrowser(jobs, say) }]
      : await runtimes(jobs, join(folder, 'jobs'));
    return all.map(judged).every((ok) => ok) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main()
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error: unknown) => {
    process.exitCode = error instanceof InputError ? 2 : error instanceof RequirementError ? 3 : 1;
    say(process.exitCode === 1 ? (error as Error).stack! : (error as Error).message);
  });
