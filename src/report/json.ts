/** report.json: the same report gives the same bytes. */
import { canonicalJson } from '../core/hashes';
import type { CustomerModelReport } from './customer-model';
import type { Report } from './report';
import type { WorldCalibrationReport } from './world-calibration';

/** Conclusions and provenance first, drawing data last; keys not named here stand between, sorted. */
const first = ['schemaVersion', 'kind', 'version', 'verdict', 'seed', 'configHash', 'dataHash'];
const last = ['learningCurve', 'trajectory', 'actionMap', 'views', 'config'];

function rank(key: string): number {
  return first.includes(key) ? first.indexOf(key) - first.length : last.indexOf(key) + 1;
}

/** @throws RangeError with the path of the first number that JSON cannot hold */
function expectFinite(value: unknown, path: string): void {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError(`report: ${path} is ${value}; what cannot be known is null`);
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    const place = Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`;
    expectFinite(part, path === '' ? key : place);
  }
}

/**
 * The report as JSON text, two spaces a level, newline at the end. Keys are sorted at every depth below the top.
 *
 * @throws RangeError with the path, if a number is NaN or infinite (JSON would silently write null)
 */
export function reportJson(report: Report | CustomerModelReport | WorldCalibrationReport): string {
  expectFinite(report, '');
  const sorted = Object.entries(JSON.parse(canonicalJson(report)) as Record<string, unknown>);
  const ordered = sorted.sort(([a], [b]) => rank(a) - rank(b));
  return `${JSON.stringify(Object.fromEntries(ordered), null, 2)}\n`;
}
