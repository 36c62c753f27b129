/** A company's tables with known truth: customers of the world `customers`, played under a policy that tries by chance. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/errors';
import { expectNotThere, expectWritableFile, writeTogether } from '../../core/files';
import { Random } from '../../core/random';
import { version } from '../../core/version';
import { sparingPolicy } from '../../policies/behaviour';
import type { World } from '../../worlds/world';
import type { Host } from '../host';
import { resolveSettings } from '../settings';
import { simulationSettings } from '../simulation/settings';
import { weekTime, type SimulatedCompany, type TableFiles } from './company-rows';
import { companyColumns, companyText, contactsSchemaText } from './company-texts';
import { LineFile } from './line-file';
import { playCompany, TRUTH_WEEKS } from './play-company';
import { products } from './products';

export interface SimulateCompanyRequest {
  readonly customers: number;
  readonly weeks: number;
  /** Weeks that the truth looks ahead. */
  readonly horizon: number;
  /** Share of weeks with a contact, of who may be contacted. */
  readonly contacts: number;
  readonly seed: number;
  readonly set?: readonly string[] | undefined;
  /** Folder to write into. */
  readonly out: string;
  readonly overwrite: boolean;
}

const fileNames = {
  company: 'company.yaml',
  customers: 'customers.csv',
  transactions: 'transactions.csv',
  contacts: 'contacts.csv',
  contactsSchema: 'contacts.schema.yaml',
  messages: 'messages.csv',
  products: 'products.csv',
  truth: 'truth.json',
  truthCustomers: 'truth-customers.csv',
  truthMoments: 'truth-moments.csv',
} as const;

export type CompanyFiles = Readonly<Record<keyof typeof fileNames, string>>;

export interface WrittenCompany {
  readonly files: CompanyFiles;
  /** Of each table. */
  readonly rows: Readonly<Record<keyof TableFiles | 'products', number>>;
}

function outputs(out: string, overwrite: boolean): CompanyFiles {
  const files = Object.fromEntries(
    Object.entries(fileNames).map(([key, name]) => [key, join(out, name)]),
  ) as CompanyFiles;
  expectNotThere('--out', Object.values(files), overwrite, 'a folder without a company');
  expectWritableFile(files.company);
  return files;
}

/** What the columns of the truth mean. */
function meanings({ company, plan: { horizon } }: SimulatedCompany) {
  return {
    truthCustomers: {
      left_at: 'the customer was lost before it, and after the week before; empty where not lost by the end',
      'affinity PRODUCT': 'chance that a purchase is of this product',
    },
    truthMoments: {
      time: 'beginning of a week, before anything is decided in it; of customers who have joined before',
      gone: '1 where the customer is lost',
      ...Object.fromEntries(company.hidden.map(({ name }) => [name, 'hidden state; empty where lost'])),
      leaves: 'chance of being lost by the end of the week',
      buys_nothing: `chance of no purchase within ${horizon} weeks`,
      value: `expected amount of purchases within ${horizon} weeks`,
    },
  };
}

function openFiles(names: CompanyFiles, simulated: SimulatedCompany): TableFiles {
  const { world, form, company } = simulated;
  const columns = companyColumns(world, form);
  const hidden = company.hidden.map(({ name }) => name);
  const affinities = products.map(({ product }) => `affinity ${product}`);
  return {
    customers: new LineFile(names.customers, columns.customers),
    transactions: new LineFile(names.transactions, columns.transactions),
    contacts: new LineFile(names.contacts, columns.contacts),
    messages: new LineFile(names.messages, columns.messages),
    truthCustomers: new LineFile(names.truthCustomers, [
      'customer_id',
      'joined_at',
      'left_at',
      ...affinities,
    ]),
    truthMoments: new LineFile(names.truthMoments, [
      ...['customer_id', 'time', 'gone', ...hidden, 'leaves', 'buys_nothing', 'value'],
    ]),
  };
}

const rowsOf = (tables: TableFiles) =>
  Object.fromEntries(Object.entries(tables).map(([name, { rows }]) => [name, rows])) as Readonly<
    Record<keyof TableFiles, number>
  >;

/** @returns null if it was stopped */
async function written(
  simulated: SimulatedCompany,
  names: CompanyFiles,
  random: Random,
  host: Host,
): Promise<ReturnType<typeof rowsOf> | null> {
  const stop = host.listenForStop();
  const progress = host.progress({ title: 'simulating', total: simulated.plan.customers, unit: 'customers' });
  const tables = openFiles(names, simulated);
  try {
    const done = await playCompany(simulated, tables, random, (customers) => {
      progress.update(customers, []);
      return stop.shouldStop();
    });
    return done === null ? null : rowsOf(tables);
  } finally {
    for (const table of Object.values(tables)) table.close();
    progress.stop();
    stop.release();
  }
}

/** @throws InputError for a setting that is none, or a world whose policy does not see what a company can count */
function opened(world: World, { customers, weeks, horizon, contacts, set = [] }: SimulateCompanyRequest) {
  // Nobody's year is over before the last week.
  const assignments = [...set, `${world.name}.periods=${weeks}`];
  const settings = resolveSettings(simulationSettings(world), {
    ...{ file: undefined, assignments, flags: {}, preset: world.defaults },
  });
  const open = world.open(settings[world.name]);
  const { logForm: form, company } = open;
  if (form === undefined || company === undefined)
    throw new InputError(`--set: expected ${world.name}.observe=history, as companies see their customers`);
  const behaviour = sparingPolicy(open.actions, contacts);
  const plan = { customers, weeks, horizon };
  return { simulated: { world: open, form, company, behaviour, plan }, gamma: settings.dqn.gamma };
}

/**
 * Writes a company's tables, company.yaml, and the truth.
 *
 * @param world that has a company
 * @returns null if it was stopped: nothing is then written
 * @throws InputError for a setting that is none, or a folder that cannot be written
 */
export async function simulateCompany(
  world: World,
  request: SimulateCompanyRequest,
  host: Host,
): Promise<WrittenCompany | null> {
  const { seed, customers, weeks, horizon } = request;
  const { simulated, gamma } = opened(world, request);
  const files = outputs(request.out, request.overwrite);
  const random = Random.fromSeed(seed).fork('simulate-company');
  const origin = `contact-dqn ${version} simulate-company, world ${world.name}, seed ${seed}`;
  const rows = await writeTogether(request.out, files, async (names) => {
    const found = await written(simulated, names, random, host);
    if (found === null) return null;
    const lines = products.map(({ product, category }) => `${product},${category}\n`);
    writeFileSync(names.products, `product,category\n${lines.join('')}`);
    writeFileSync(names.company, companyText(simulated.world, weekTime(weeks), origin));
    writeFileSync(names.contactsSchema, contactsSchemaText(simulated.world, simulated.form, gamma, origin));
    const { name, description } = simulated.behaviour;
    const document = {
      ...{ schemaVersion: 1, version, environment: world.name, seed, policy: name, description },
      ...{ customers, weeks, from: weekTime(0), until: weekTime(weeks), horizon, truthWeeks: TRUTH_WEEKS },
      ...{ files: { customers: fileNames.truthCustomers, moments: fileNames.truthMoments }, rows: found },
      columns: meanings(simulated),
    };
    writeFileSync(names.truth, `${JSON.stringify(document, null, 2)}\n`);
    return found;
  });
  return rows === null ? null : { files, rows: { ...rows, products: products.length } };
}
