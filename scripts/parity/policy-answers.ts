/** What an exported `policy.mjs` said of rows, as the judge of exports takes it. */
import type { Given } from './differences';

/** As `answer-rows.mjs` gives it. */
export type PolicyAnswer =
  | { readonly refused: string }
  | { readonly action: string; readonly qValues: Readonly<Record<string, number>> };

export function givenOf(answer: PolicyAnswer, actions: readonly string[]): Given | null {
  if ('refused' in answer) return null;
  return { action: actions.indexOf(answer.action), qValues: actions.map((name) => answer.qValues[name]!) };
}
