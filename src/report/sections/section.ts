/** A part of a page, made from one part of the report. A page is a list of sections; what has no data is not shown. */
import type { Block } from '../blocks';
import type { ReportData } from '../report';

export interface Section<Data> {
  /** Unique among the sections. */
  readonly key: string;
  /** What the section is made from; undefined where the report does not hold it. */
  data(report: ReportData): Data | undefined;
  blocks(data: Data): Block[];
  /** Paragraphs for the terminal. */
  summary?(data: Data): string[];
}

/** Empty where the report does not hold the section's data. */
export function sectionBlocks<Data>(section: Section<Data>, report: ReportData): Block[] {
  const data = section.data(report);
  return data === undefined ? [] : section.blocks(data);
}

/** Empty where the report does not hold the section's data, or the terminal shows nothing of it. */
export function sectionSummary<Data>(section: Section<Data>, report: ReportData): string[] {
  const data = section.data(report);
  return data === undefined ? [] : (section.summary?.(data) ?? []);
}
