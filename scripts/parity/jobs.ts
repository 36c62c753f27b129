/** What exports are asked: every kind of model, each with rows, and some that were damaged and must be seen to be. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Model } from '../../src/agents/model';
import type { Random } from '../../src/core/random';
import { loadModel } from '../../src/store/model-store';
import { answered, randomQuestions, type Question } from './answers';
import { parityModels, type ParityModel } from './models';

export interface Job {
  readonly name: string;
  /** What is exported. */
  readonly exported: ParityModel;
  /** What the product answers, which may be of another model. */
  readonly questions: readonly Question[];
  /** What was changed, so that answers must differ; null where nothing was. */
  readonly damage: 'network' | 'columns' | null;
}

const root = join(__dirname, '../../..');
const ROWS = 10_000;

/** Trains on the small log of a company, as anybody would. @returns the run's folder */
export function trainedRun(folder: string): string {
  const log = join(root, 'data/company-log');
  const out = join(folder, 'run');
  const command = ['train', '--data', join(log, 'contacts.csv'), '--schema', join(log, 'schema.yaml')];
  const args = [
    join(root, 'dist/src/cli/main.js'),
    ...command,
    '--method',
    'one-step',
    '--out',
    out,
    '--quiet',
  ];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 2] });
  if (status !== 0) throw new Error(`train ended with ${String(status)}`);
  return out;
}

async function savedJob(name: string, folder: string, random: Random): Promise<Job> {
  const { model, manifest, cases } = await loadModel(folder);
  const exported = { name, model, raw: manifest.raw };
  // Cases that come with a past have no columns of it: the graph takes those ready made.
  const rows = (cases?.cases ?? []).flatMap(({ columns, history }) =>
    columns === undefined || history !== null ? [] : [columns],
  );
  const ofCases = await answered(exported, rows, random.fork('cases'));
  const questions = [...ofCases, ...(await randomQuestions(exported, ROWS, random))];
  return { name: `${name} (${rows.length} example rows)`, exported, questions, damage: null };
}

function damaged({
  model,
  raw,
  name,
}: ParityModel): readonly (Pick<Job, 'damage'> & { readonly exported: ParityModel })[] {
  const { weights, scaling } = model;
  const changed = (change: Partial<Model>, what: string) => ({
    damage: 'network' as const,
    exported: { name: `${name}, ${what}`, raw, model: { ...model, ...change } },
  });
  const offsets = scaling.observationOffset.map((value, i) => (i === 2 ? value + 0.02 : value));
  const features = raw!.features.map((fitted) =>
    fitted.kind === 'category' && fitted.column === 'region'
      ? { ...fitted, levels: ['east', 'north', 'south'] }
      : fitted,
  );
  return [
    changed(
      { weights: weights.map((weight, i) => (i === 40 ? weight + 0.02 : weight)) },
      'one weight changed',
    ),
    changed({ scaling: { ...scaling, observationOffset: offsets } }, 'one offset changed'),
    {
      damage: 'columns',
      exported: { name: `${name}, one level changed`, model, raw: { ...raw!, features } },
    },
  ];
}

/** @param run folder of a trained run */
export async function makeJobs(run: string, random: Random): Promise<readonly Job[]> {
  const jobs: Job[] = [];
  for (const exported of parityModels()) {
    const questions = await randomQuestions(exported, ROWS, random.fork(exported.name));
    jobs.push({ name: exported.name, exported, questions, damage: null });
  }
  for (const name of ['segment', 'sales-channel'])
    jobs.push(await savedJob(`models/${name}`, join(root, 'models', name), random.fork(name)));
  jobs.push(await savedJob('company log', run, random.fork('company log')));
  const [first] = jobs as [Job];
  for (const { exported, damage } of damaged(first.exported))
    jobs.push({ name: exported.name, exported, questions: first.questions.slice(0, 1000), damage });
  return jobs;
}
