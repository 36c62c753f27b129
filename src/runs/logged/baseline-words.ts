/** What the policies beside a judged one do on a log: for help. */
import {
  constantDescription,
  customerModelDescriptions,
  LOGGED,
  plainDescriptions,
  targetingDescriptions,
} from '../../evaluate/logged/targeting/descriptions';

/** Name and half a sentence of each. */
export const logBaselineWords: readonly (readonly [name: string, words: string])[] = [
  [LOGGED.name, LOGGED.description],
  ['no-action', plainDescriptions['no-action']],
  ['always-<action>', constantDescription('this action')],
  ['uniform', plainDescriptions.uniform],
  ...Object.entries(targetingDescriptions),
  ...Object.entries(customerModelDescriptions).map(
    ([name, words]) => [name, `on a log that enrich added columns to: ${words}`] as const,
  ),
];
