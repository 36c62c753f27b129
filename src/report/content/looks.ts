/** In words: which look at its decisions a judgement is, and what many looks do to a "better". */
import { formatNumber, formatShare } from '../format';
import type { CountedLooks, LoggedReport, Looks, OtherLook } from '../report';

/** Share of cases from where on a false "better" among so many looks has to be told. */
const WORTH_SAYING = 0.1;

const decisionsOf = ({ split }: CountedLooks) =>
  split === 'test' ? 'these held-out decisions' : 'these decisions';

const plural = (count: number, one: string, many: string) =>
  `${formatNumber(count)} ${count === 1 ? one : many}`;

/** When the others were: all of them on one side of this look, or how many on each. */
function whenText({ number, total }: CountedLooks): string {
  const [before, since] = [number - 1, total - number];
  if (since === 0) return 'before';
  return before === 0 ? 'since' : `(${before} before, ${since} since)`;
}

/** The first sentence. */
function numberText(looks: CountedLooks, countsWithout: boolean): string {
  const { number, total } = looks;
  const where = decisionsOf(looks);
  if (total === 1) return `Look 1 at ${where}: no other policy is known to have been judged on them.`;
  const which = number === total ? `Look ${number}` : `Look ${number} of ${total}`;
  const others = plural(total - 1, 'other policy was', 'other policies were');
  const own = countsWithout
    ? `${total === 2 ? ':' : ', one of them'} its own policy without the columns added, which is a look of its own`
    : '';
  return `${which} at ${where}: ${others} judged on them ${whenText(looks)}${own}.`;
}

/**
 * Sentences; the first one says it in short.
 *
 * @param countsWithout whether one is the policy of the same training without the columns of `enrich`
 */
export function lookTexts(looks: Looks, countsWithout = false): string[] {
  if (!looks.counted) return [`Looks at these decisions are not counted: ${looks.reason}.`];
  const { elsewhere, unreadable } = looks;
  return [
    numberText(looks, countsWithout),
    ...(elsewhere === 0
      ? []
      : [
          `${plural(elsewhere, 'look was', 'looks were')} at other decisions of the same log, some of which may be among these.`,
        ]),
    ...(unreadable === 0
      ? []
      : [
          `${plural(unreadable, 'line of the ledger cannot', 'lines of the ledger cannot')} be read, so that there may have been more looks.`,
        ]),
  ];
}

/** What a report shows of the same decisions beside what is judged. */
export interface ShownBeside {
  /** Further policies with a value, but for what was done. */
  readonly policies: number;
  /** The model at other prices. */
  readonly prices: number;
  /** Whether the model that learned without the columns of `enrich` is among those that are counted. */
  readonly countsWithout?: boolean;
}

/** What is counted, and what is not though its value is read here; the latter only where there is any. */
export function countedTexts({ policies, prices, countsWithout = false }: ShownBeside): string[] {
  const shown = [
    ...(policies === 0 ? [] : [`${plural(policies, 'other policy', 'other policies')}`]),
    ...(prices === 0 ? [] : [`the model at ${plural(prices, 'other price', 'other prices')}`]),
  ];
  const further = countsWithout
    ? ', the model that learned without the columns that enrich added, for it may be taken in place of the other'
    : '';
  const counted = `Counted are policies of which a verdict was asked, and models of further seeds of one training${further}.`;
  if (shown.length === 0) return [counted];
  return [
    `${counted} Values of ${shown.join(' and ')} on the same decisions stand in this report too, and are not counted: no verdict hangs on them. ` +
      `Who takes one of these ${formatNumber(policies + prices)} because it does best here takes the luckiest as well, and should have it judged on decisions that nobody has looked at.`,
  ];
}

/** A moment to the minute: `2026-01-31 12:05 UTC`. */
function momentText(at: string): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

export interface LookWords {
  readonly number: string;
  readonly when: string;
  readonly policy: string;
  readonly verdict: string;
}

/** One look of another policy. */
export function lookWords({ number, at, run, policy, verdict, against }: OtherLook): LookWords {
  return {
    ...{ number: String(number), when: momentText(at) },
    policy: run === null ? policy : `${policy} of ${run}`,
    verdict:
      verdict === null
        ? `none, read beside ${policy === 'model' ? 'that of another seed' : 'the model of its training'}`
        : `${verdict}${against === null ? '' : `, against ${against}`}`,
  };
}

/** What many looks do to a verdict of "better"; empty where there is no such verdict, or the looks are few. */
export function lookCaveat({ looks, verdict }: Pick<LoggedReport, 'looks' | 'verdict'>): string[] {
  if (verdict.decision !== 'better' || !looks?.counted || looks.falseBetter < WORTH_SAYING) return [];
  const { number, total, falseBetter } = looks;
  const guarantee =
    verdict.guaranteed !== null && number > 1
      ? ' The guaranteed bound holds only if no earlier look had a part in this policy.'
      : '';
  return [
    `${total} policies were judged on ${decisionsOf(looks)}: of as many that are no better, one or more come out better by ` +
      `chance in up to ${formatShare(falseBetter)} of cases, and in more where a policy was changed after a look; ` +
      `decisions on which nobody has judged, such as newer ones, tell.${guarantee}`,
  ];
}
