/** Makes a world of a company's log: counts its flows, asks the world for its settings, and writes both with a report. */
import { join } from 'node:path';
import { InputError } from '../../core/errors';
import { writeFileAtomically } from '../../core/files';
import { Random } from '../../core/random';
import { version } from '../../core/version';
import { countFlows, expectFlows, type FlowSpan } from '../../profiles/flows/count-flows';
import type { FlowCounts } from '../../profiles/flows/flow-counts';
import type { CompanyTables } from '../../profiles/tables/company-tables';
import { openCompany } from '../../profiles/tables/open-company';
import type { WorldCalibrationReport } from '../../report/world-calibration';
import type { Calibration } from '../../worlds/calibration-form';
import type { World } from '../../worlds/world';
import type { Host } from '../host';
import { causeLimits } from './cause-limits';
import { lengthsOf, spanOf, type SpanRequest } from './calibration-span';
import { companyHash, expectNoInput } from './company-run';
import { readTables } from './read-tables';
import { segmentChoice, segmentMembers } from './segment-members';
import { expectFolder, writeFolder } from './write-folder';

export interface CalibrateRequest extends SpanRequest {
  /** company.yaml */
  readonly company: string;
  /** Folder of a fitted segments model, one of whose segments is calibrated by itself. */
  readonly segments?: string | undefined;
  readonly segment?: string | undefined;
  /** Folder to write. */
  readonly out: string;
  readonly seed: number;
  readonly overwrite: boolean;
}

/** The settings to train with, and the report. */
export const calibrationFiles = (folder: string) =>
  ({
    world: join(folder, 'world.json'),
    reports: ['report.json', 'report.md', 'report.html'].map((name) => join(folder, name)),
  }) as const;

/** What of the log the world does not reproduce, a line each. */
function verdictOf({ check }: Calibration, currency: string | null): WorldCalibrationReport['verdict'] {
  const missed = check.statistics.filter(({ reproduced }) => !reproduced);
  const digits = (value: number) => String(Number(value.toPrecision(4)));
  const unit = (isMoney: boolean) => (isMoney && currency !== null ? ` ${currency}` : '');
  return {
    decision: missed.length === 0 ? 'reproduced' : 'not reproduced',
    lines: missed.map(
      ({ name, isMoney, logged, simulated, low, high }) =>
        `${name}: ${digits(logged)}${unit(isMoney)} in the log, ${digits(simulated)} in simulated logs (${digits(low)} to ${digits(high)})`,
    ),
  };
}

/** What trainings in the world repeat, which have no report of its making beside them: first what may be noise. */
function limitsOf({ verdict, notIdentified }: WorldCalibrationReport): string[] {
  return [...notIdentified, ...verdict.lines.map((line) => `not reproduced: ${line}`)];
}

async function counted(tables: CompanyTables, span: FlowSpan, host: Host): Promise<FlowCounts> {
  const progress = host.progress({ title: 'counting', total: span.periods, unit: 'periods' });
  try {
    return await countFlows(tables, span, (done) => progress.update(done, []));
  } finally {
    progress.stop();
  }
}

const sumOf = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);
const iso = (moment: number) => new Date(moment).toISOString();

function customersOf({ customers, states, withoutRow, severalKinds, acted }: FlowCounts) {
  return {
    customers: sumOf(customers.subarray(-states.length)),
    customerPeriods: { all: sumOf(acted), withoutRow, severalKinds },
  };
}

/** @throws InputError for what is wrong with a flag, a file or a row of it; nothing is then written */
export async function calibrateWorld(
  world: World,
  request: CalibrateRequest,
  host: Host,
): Promise<WorldCalibrationReport> {
  const { calibration: form } = world;
  if (form === undefined) throw new InputError(`${world.name}: expected a world that a log can calibrate`);
  const lengths = lengthsOf(request);
  const choice = segmentChoice(request.segments, request.segment);
  const company = await openCompany(request.company);
  const manifests =
    choice === null ? [] : [{ flag: '--segments', path: join(choice.model, 'manifest.json') }];
  expectNoInput(company, [{ flag: '--out', path: request.out }], manifests);
  expectFolder(request.out, 'world.json', request.overwrite);
  const tables = await readTables(company, [], host);
  expectFlows(tables);
  const begins = spanOf(tables, company, request, lengths);
  const members = choice && (await segmentMembers(tables, company, choice, begins.from, host));
  const span = { ...begins, members };
  const counts = await counted(tables, span, host);
  const random = Random.fromSeed(request.seed).fork('customers/calibrate');
  const calibration = form.calibrate(counts, random);
  const currency = company.contactSchema?.currency ?? null;
  const report: WorldCalibrationReport = {
    ...{ schemaVersion: 1, kind: 'world calibration', world: world.name, version },
    ...{ createdAt: iso(host.clock.now()), verdict: verdictOf(calibration, currency), data: request.company },
    ...{ dataHash: await companyHash(company), timeZone: tables.timeZone, currency, seed: request.seed },
    ...{ from: iso(span.from), until: iso(span.from + span.periods * span.period), periods: span.periods },
    ...{ period: request.period, activeFor: request.activeFor, lapsedAfter: request.lapsedAfter },
    ...{ segment: choice, ...customersOf(counts), ...calibration },
    notIdentified: [...calibration.notIdentified, ...causeLimits(tables.decisions!, span, counts)],
  };
  const { writeWorldCalibrationReport } = await import('../../report/world-calibration-page.js');
  await writeFolder(request.out, (folder) => {
    const settings = { ...calibration.settings, limits: limitsOf(report) };
    const config = { ...calibration.defaults, [world.name]: settings };
    writeFileAtomically(calibrationFiles(folder).world, `${JSON.stringify(config, null, 2)}\n`);
    writeWorldCalibrationReport(folder, report);
  });
  return report;
}
