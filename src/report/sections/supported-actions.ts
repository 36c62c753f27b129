/** Which actions the model may take at the decisions held out, and why it never takes others. */
import type { Block } from '../blocks';
import { heading, note, numberTable, paragraph } from '../blocks';
import { formatNumber, formatShare, formatShort } from '../format';
import type { ActionSupport, SupportReport } from '../report';
import type { Section } from './section';

function reasonText({ customers, reason }: ActionSupport, support: SupportReport): string {
  const { leastProbability, leastOfLikeliest, leastCustomers, unit } = support;
  switch (reason) {
    case null:
      return '';
    case 'never logged':
      return 'never logged in training';
    case 'too few':
      return `${formatNumber(customers)} ${unit}${customers === 1 ? '' : 's'} in training, ${formatNumber(leastCustomers)} are asked for`;
    case 'too unlikely': {
      const least = `probability in the log below ${formatShort(leastProbability)}`;
      return leastOfLikeliest === 0
        ? least
        : `${least}, or below ${formatShort(leastOfLikeliest)} of that of the likeliest action`;
    }
  }
}

function opening({ actions, decisions }: SupportReport): string {
  const some = actions.filter(({ unsupported }) => unsupported > 0);
  if (some.length === 0)
    return 'At every decision held out the log supports each action that was allowed: the model may take them all.';
  const parts = some.map(({ action, unsupported }) => `${action} at ${formatShare(unsupported / decisions)}`);
  return `Of the decisions held out an action was allowed, and the model would not take it whatever it is worth, for the log tells too little of it there: ${parts.join(', ')}.`;
}

function table(support: SupportReport): Block {
  const { actions, decisions } = support;
  const share = (part: number) => formatShare(part / decisions);
  return numberTable(
    'Where the log supports an action, of the decisions held out',
    ['Action', 'Who took it in training', 'Allowed', 'Allowed, not supported', 'Why'],
    actions.map((one) => [
      ...[one.action, formatNumber(one.customers), share(one.allowed), share(one.unsupported)],
      reasonText(one, support),
    ]),
  );
}

export const supportedActions: Section<SupportReport> = {
  key: 'supported-actions',
  data: ({ support }) => support,
  blocks: (support) => [
    heading('What the model may do'),
    paragraph(opening(support)),
    table(support),
    note(
      'Supported',
      'an action that enough customers met, and that was likely enough where it is to be taken: of any other the values are guesses. Who wants it taken has to log more of it.',
    ),
  ],
};
