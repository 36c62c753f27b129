/** An evaluation on a log as evaluation.html and evaluation.md. Brings the chart library with it: import it where one is wanted. */
import { logCaveat, nobodyReasons } from './content/log-caveats';
import { logHeadline, keyNumbers, verdictReasons } from './content/log-verdict';
import { stateOf } from './content/stopping';
import { pageHtml } from './html';
import { pageMarkdown } from './markdown';
import type { Page } from './page';
import type { EvaluatedLog, ReportData } from './report';
import { pageBlocks } from './sections/page';

function pageOf(evaluated: EvaluatedLog, command: readonly string[]): Page {
  const { version, data, dataHash, config, judgedOn } = evaluated;
  const report: ReportData = { ...evaluated, command };
  const headline = logHeadline(evaluated);
  return {
    ...{ title: `${headline} contact-dqn, data ${data}`, state: stateOf(evaluated) },
    ...{ kicker: `Evaluation · data ${data}`, headline },
    caveat: logCaveat(evaluated),
    numbers: keyNumbers(evaluated),
    reasons: [judgedOn, ...verdictReasons(evaluated), ...nobodyReasons(evaluated)],
    facts: [`contact-dqn ${version}`, `data ${data}`, `data ${dataHash.slice(0, 12)}`],
    blocks: pageBlocks(report),
    details: { summary: 'Settings of this evaluation', text: JSON.stringify(config, null, 2) },
  };
}

/**
 * The page in both forms, by the endings of its files.
 *
 * @param command words that make it again, without the program's name
 */
export function evaluatedLogPages(
  evaluated: EvaluatedLog,
  command: readonly string[],
): { readonly html: string; readonly md: string } {
  const page = pageOf(evaluated, command);
  return { html: pageHtml(page), md: pageMarkdown(page) };
}
