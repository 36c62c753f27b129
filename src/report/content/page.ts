/** The whole page of a report as blocks. */
import type { Block } from '../blocks';
import type { Report } from '../report';
import { loggedBlocks } from './logged';
import { simulationBlocks } from './simulation';

export function pageBlocks(report: Report): Block[] {
  return report.kind === 'simulation' ? simulationBlocks(report) : loggedBlocks(report);
}
