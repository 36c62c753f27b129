/** Actions that the log never shows, in sentences: what a model's values of them are, and what it does with them. */
import { formatGiven, formatShare } from '../format';
import type { EvaluatedLog, LoggedReport, MatchedActions } from '../report';

type Unlogged = Pick<LoggedReport | EvaluatedLog, 'unlogged' | 'matchedActions' | 'offPolicy'> &
  Partial<Pick<LoggedReport, 'splits'>>;

/** How often the model leaves somebody alone among the decisions judged; nothing where no lines of it are known. */
function leftAloneText({ matchedActions, splits }: Unlogged): string {
  const { rows, policies }: MatchedActions = splits?.test ?? matchedActions;
  const own = policies.model;
  return own === undefined
    ? ''
    : ` It does so at ${formatShare(own.noActions / rows)} of the decisions that are judged.`;
}

/** One sentence or two for each such action; empty where nothing was said of any. */
export function unloggedTexts(report: Unlogged): string[] {
  const { noAction, startsFrom } = report.unlogged ?? { noAction: null, startsFrom: [] };
  const unit =
    report.offPolicy.estimand === 'history'
      ? 'with all that follows it, discounted'
      : 'for that decision, without what follows it';
  return [
    ...(noAction === null
      ? []
      : [
          `${noAction.action} was never logged: its value is assumed to be ${formatGiven(noAction.reward)} everywhere, ${unit}. ` +
            `The model leaves a customer alone where it values no contact that the log supports above that assumed value.${leftAloneText(report)} ` +
            'Nothing in the log can say whether the assumption is right.',
        ]),
    ...startsFrom.map(
      ({ action, from }) =>
        `${action} was never logged: its values are those of ${from} until it is. The log does not support it, so that the model takes it nowhere before customers who were treated so are in the log that it learns from.`,
    ),
  ];
}
