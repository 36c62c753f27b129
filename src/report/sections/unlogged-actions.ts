/** What is said of actions that the log never shows; stands before every result, for some of them hang on it. */
import { heading, list } from '../blocks';
import { unloggedTexts } from '../content/unlogged';
import { wrapped } from '../terminal';
import type { Section } from './section';

const TITLE = 'What is assumed';

export const unloggedActions: Section<readonly string[]> = {
  key: 'unlogged-actions',
  data: ({ unlogged, matchedActions, offPolicy, splits }) => {
    if (unlogged === undefined || matchedActions === undefined || offPolicy === undefined) return undefined;
    return unloggedTexts({ unlogged, matchedActions, offPolicy, ...(splits !== undefined && { splits }) });
  },
  blocks: (texts) => [heading(TITLE), list(texts)],
  summary: (texts) => [[`${TITLE}:`, ...texts.map((text) => wrapped(text, '  '))].join('\n')],
};
