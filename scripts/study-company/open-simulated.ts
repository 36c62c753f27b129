/** A simulated company, written and read. */
import { join } from 'node:path';
import type { CompanyTables } from '../../src/profiles/tables/company-tables';
import { openCompany, type Company } from '../../src/profiles/tables/open-company';
import { readTables } from '../../src/runs/customers/read-tables';
import { quietHost } from '../../src/runs/quiet-host';
import { simulateCompany } from '../../src/runs/simulate-company/simulate-company';
import { customers as world } from '../../src/worlds/customers/world';

export { START } from '../../src/runs/simulate-company/company-rows';

export interface SimulatedTables {
  readonly company: Company;
  readonly tables: CompanyTables;
  /** truth-moments.csv */
  readonly truth: string;
  /** truth-customers.csv */
  readonly truthCustomers: string;
}

/** Weeks that the company is played for, and that its truth and its models look ahead. */
export const WEEKS = 78;
export const HORIZON = 13;
/** Share of weeks with a contact, of whoever may be contacted. */
export const CONTACTS = 0.4;

/** @param folder to write into */
export async function openSimulated(
  customers: number,
  seed: number,
  folder: string,
): Promise<SimulatedTables> {
  const out = join(folder, `company-${seed}`);
  const plan = { customers, weeks: WEEKS, horizon: HORIZON, contacts: CONTACTS };
  const written = await simulateCompany(world, { ...plan, seed, out, overwrite: false }, quietHost());
  if (written === null) throw new Error(`${out}: the simulation was stopped`);
  const company = await openCompany(written.files.company);
  const { truthMoments: truth, truthCustomers } = written.files;
  return { company, tables: await readTables(company, [], quietHost()), truth, truthCustomers };
}
