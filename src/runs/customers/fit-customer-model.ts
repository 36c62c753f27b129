/** Fits a customer model on what was known before a moment, and judges the same way of fitting a window earlier, or more. */
import { join } from 'node:path';
import { InputError, show } from '../../core/errors';
import { Random } from '../../core/random';
import { version } from '../../core/version';
import { pastOf, type Past } from '../../profiles/asof/past';
import type { CustomerModel, FittedModel } from '../../profiles/customer-model';
import type { TellGrown } from '../../profiles/learners/forest';
import type { Judgement } from '../../profiles/judge/judgement';
import { verdictLines } from '../../profiles/judge/verdict';
import { customerModelNamed } from '../../profiles/models/list';
import { exampleRowsOf } from '../../profiles/saved/example-rows';
import { writeCustomerModel, type ManifestFacts } from '../../profiles/saved/saved-model';
import type { CompanyTables } from '../../profiles/tables/company-tables';
import { openCompany } from '../../profiles/tables/open-company';
import type { CustomerModelReport } from '../../report/customer-model';
import { smallNetBackend } from '../backend';
import type { Host } from '../host';
import { resolveSettings, settingsOf, type SettingsTree } from '../settings';
import { companyHash, expectNoInput, orWhyNot, windowOf } from './company-run';
import { momentOf } from './moment-of';
import { readTables } from './read-tables';
import { expectFolder, writeFolder } from './write-folder';

export interface FitRequest {
  /** Such as churn. */
  readonly model: string;
  /** company.yaml */
  readonly company: string;
  /** Nothing that happened at it, or later, is read. */
  readonly asOf: string;
  /** How far ahead the model looks, such as 90d. */
  readonly window: string;
  /** Folder to write. */
  readonly out: string;
  readonly method?: string | undefined;
  /** `key=value` */
  readonly set: readonly string[];
  /** Settings by their names, before those of `set`. @default none */
  readonly settings?: SettingsTree | undefined;
  readonly seed: number;
  readonly overwrite: boolean;
}

/** @throws InputError */
export function modelSettings(
  model: CustomerModel,
  { method, set, settings = {} }: Pick<FitRequest, 'method' | 'set' | 'settings'>,
): SettingsTree {
  const hasMethod = settingsOf(model.settings).some(({ path }) => path === 'method');
  if (method !== undefined && !hasMethod)
    throw new InputError(
      `--method: expected none of ${model.name}, which has one way alone, got ${show(method)}`,
    );
  const sources = { preset: settings, file: undefined, assignments: set, flags: { method } };
  return resolveSettings(model.settings, sources) as SettingsTree;
}

/** Of the fit that is judged: so many windows earlier as the model is judged by. */
const earlierMoment = (model: CustomerModel, { until, window }: Past, settings: SettingsTree) =>
  until - model.windowsToJudge(settings) * window;

/** The same way of fitting earlier, by what came until the moment; why not, where there is too little. */
async function judgedEarlier(
  model: CustomerModel,
  tables: CompanyTables,
  past: Past,
  settings: SettingsTree,
  random: Random,
  tell: TellGrown,
): Promise<Judgement | string> {
  return orWhyNot(async () => {
    const earlier = pastOf(tables, earlierMoment(model, past, settings), past.window);
    const fitted = await model.fit(earlier, settings, random.fork('fit'), { tell });
    return fitted.judge(past, random.fork('judge'));
  });
}

const iso = (moment: number) => new Date(moment).toISOString();

interface Fit {
  readonly model: CustomerModel;
  readonly past: Past;
  readonly fitted: FittedModel;
  readonly judged: Judgement | string;
  readonly facts: ManifestFacts;
}

function reportOf({ model, past, fitted, judged, facts }: Fit, data: string): CustomerModelReport {
  const earlier = iso(earlierMoment(model, past, facts.settings));
  const { model: name, verdict: _, ...rest } = facts;
  return {
    ...{ schemaVersion: 1, kind: 'customer model', task: 'fit', model: name, data },
    ...{
      description: model.description,
      anchor: model.anchor,
      facts: fitted.facts,
      fewCases: fitted.fewCases,
      saysNothing: fitted.saysNothing,
    },
    ...rest,
    judged: typeof judged === 'string' ? null : judged,
    notJudged: typeof judged === 'string' ? judged : null,
    judgedOn: { fittedAsOf: earlier, from: earlier, until: iso(past.until) },
  };
}

/** @throws InputError for what is wrong with a flag, a file or a row of it; nothing is then written */
export async function fitCustomerModel(request: FitRequest, host: Host): Promise<CustomerModelReport> {
  const model = customerModelNamed('customers fit', request.model);
  const settings = modelSettings(model, request);
  const window = windowOf(request.window);
  const company = await openCompany(request.company);
  const until = momentOf(request.asOf, company);
  expectNoInput(company, [{ flag: '--out', path: request.out }]);
  expectFolder(request.out, 'manifest.json', request.overwrite);
  const tables = await readTables(company, [], host);
  if (model.usesTensors(settings)) await smallNetBackend(host);
  const progress = host.progress({ title: `fitting ${model.name}`, total: 3, unit: 'steps' });
  try {
    const past = pastOf(tables, until, window);
    const random = Random.fromSeed(request.seed).fork(`customers/${model.name}`);
    const treesOf = (step: number, words: readonly string[]) => (grown: number, trees: number) =>
      progress.update(step, [`tree ${grown} of ${trees}`, ...words]);
    const fitted = await model.fit(past, settings, random.fork('fit'), { tell: treesOf(0, []) });
    const examples = await exampleRowsOf(fitted, past.before());
    const earlier = ['judging the same way of fitting one window earlier'];
    progress.update(1, earlier);
    const judged = await judgedEarlier(
      model,
      tables,
      past,
      settings,
      random.fork('earlier'),
      treesOf(1, earlier),
    );
    progress.update(2, ['writing']);
    const facts: ManifestFacts = {
      ...{ model: model.name, version, createdAt: iso(host.clock.now()), asOf: iso(until) },
      ...{ window: request.window, settings, seed: request.seed, timeZone: tables.timeZone },
      customers: past.before().customers.length,
      columns: examples.expected.map(({ name, kind }) => ({ name, kind })),
      dataHash: await companyHash(company),
      verdict:
        typeof judged === 'string' ? null : { decision: judged.beside.decision, lines: [...linesOf(judged)] },
    };
    const report = reportOf({ model, past, fitted, judged, facts }, request.company);
    const { writeCustomerModelReport } = await import('../../report/customer-model-page.js');
    await writeFolder(request.out, (folder) => {
      writeCustomerModel(folder, fitted, examples, facts);
      writeCustomerModelReport(folder, report);
    });
    progress.update(3, []);
    return report;
  } finally {
    progress.stop();
  }
}

/** Of all customers, and of the parts for whom the model is not better. */
export function linesOf({ beside, parts, names }: Judgement): readonly string[] {
  return verdictLines({ ...beside, segments: parts.flatMap((part) => part.parts) }, names);
}

/** The files of a fitted model, for readers. */
export const modelFiles = (folder: string): readonly string[] =>
  ['model.json', 'manifest.json', 'example-rows.json', 'report.json', 'report.md', 'report.html'].map(
    (name) => join(folder, name),
  );
