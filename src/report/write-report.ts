/** The three files of a report. Importing this loads the chart library: do it when a report is to be written. */
import { join } from 'node:path';
import { writeFileAtomically } from '../core/files';
import { reportHtml } from './html';
import { reportJson } from './json';
import { reportMarkdown } from './markdown';
import type { Report } from './report';

/**
 * Writes report.json, report.md and report.html. All three are made before the first is written.
 *
 * @returns the paths written
 * @throws RangeError if the report holds a number that is not finite; nothing is then written
 * @throws InputError if the folder cannot be written
 */
export function writeReport(folder: string, report: Report): string[] {
  const texts = {
    'report.json': reportJson(report),
    'report.md': reportMarkdown(report),
    'report.html': reportHtml(report),
  };
  return Object.entries(texts).map(([name, text]) => {
    const path = join(folder, name);
    writeFileAtomically(path, text);
    return path;
  });
}
