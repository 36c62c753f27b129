/** What a log cannot tell, whatever is made of it; stands before every result. */
import { facts, heading, list, paragraph } from '../blocks';
import type { DataWarning, Finding } from '../report';
import { wrapped } from '../terminal';
import type { Section } from './section';

/** What the audit looks for; that it fired nowhere is no proof that the log suffices. */
const NOTHING_FOUND =
  'None of the checks of the audit fired: a feature that gives the logged action or its own reward away, states that never occur with ' +
  'a second action or never occur again, actions that were never logged, contacts that earned exactly what No Action ' +
  'is taken to pay, actions in equal numbers, rows sorted by action. That does not make the log sufficient: what ' +
  'another action would have earned is not in it.';

interface Limits {
  readonly warnings: readonly DataWarning[];
  /** Findings that limit nothing, and are to be known. */
  readonly notes: readonly Finding[];
}

export const dataLimits: Section<Limits> = {
  key: 'data-limits',
  data: ({ warnings, audit }) =>
    warnings && { warnings, notes: audit?.findings.filter(({ severity }) => severity === 'note') ?? [] },
  blocks: ({ warnings, notes }) => [
    heading('What this data cannot tell'),
    ...(warnings.length === 0
      ? []
      : [paragraph('Whatever is estimated from this log, these limits of the data remain.')]),
    warnings.length === 0 ? paragraph(NOTHING_FOUND) : list(warnings.map((warning) => warning.message)),
    ...(notes.length === 0
      ? []
      : [paragraph('To be known as well:'), facts(notes.map(({ message }) => message))]),
  ],
  summary: ({ warnings }) =>
    warnings.length === 0
      ? []
      : [
          ['What this data cannot tell:', ...warnings.map(({ message }) => wrapped(message, '  '))].join(
            '\n',
          ),
        ],
};
