/** What each policy does, for readers who meet the names first in a chart. */
import type { Block } from '../blocks';
import type { PolicyResult } from '../report';

/** @param highlighted name of a policy to stand out, or null */
export function policyDescriptions(policies: readonly PolicyResult[], highlighted: string | null): Block {
  return {
    kind: 'table',
    caption: 'What each policy does',
    columns: [
      { label: 'Policy', align: 'left' },
      { label: 'What it does', align: 'left' },
    ],
    rows: policies.map(({ name, description }) => [name, description]),
    highlighted,
  };
}
