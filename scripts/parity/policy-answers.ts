/** What an exported `policy.mjs` said of rows, as the judge of exports takes it. */
import { actionLabels } from '../../src/dataset/action-list';
import type { ParityModel } from './models';
import type { Given } from './differences';

/** As `answer-rows.mjs` gives it. */
export type PolicyAnswer =
  | { readonly refused: string }
  | { readonly action: string; readonly qValues: Readonly<Record<string, number>> };

export function givenOf(
  answer: PolicyAnswer,
  { model, raw }: Pick<ParityModel, 'model' | 'raw'>,
): Given | null {
  if ('refused' in answer) return null;
  const actions = actionLabels(model.actions, raw?.schema);
  return { action: actions.indexOf(answer.action), qValues: actions.map((name) => answer.qValues[name]!) };
}
