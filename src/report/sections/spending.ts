/** What the model may spend and what more would earn: limits with their prices, and value against cost. */
import type { Block } from '../blocks';
import { facts, figures, heading, note, numberTable, paragraph } from '../blocks';
import type { Figure } from '../charts/figure';
import { drawFrontier, wouldCrowd, type FrontierDot } from '../charts/frontier';
import { knownMetric, LATER_COUNT_LESS, standingOf } from '../content/log-values';
import {
  givenPriceText,
  hindsightText,
  limitText,
  othersText,
  pace,
  spendingOf,
  spentAt,
  takenText,
  type KnownPoint,
  type SpendingData,
} from '../content/spending';
import { formatEstimate, formatNumber, formatShare, formatShort, formatValue } from '../format';
import type { SpendingPoint } from '../report';
import { wrapped } from '../terminal';
import type { Section } from './section';

type Maybe = SpendingPoint['value'] | undefined;

/** None where either is not known. */
function dotOf(cost: Maybe, value: Maybe, kind: FrontierDot['kind']): FrontierDot[] {
  const at = cost?.value ?? null;
  return at === null || !value || value.value === null ? [] : [{ cost: at, value, kind }];
}

interface Dots {
  readonly drawn: readonly FrontierDot[];
  /** What was done, where it lies so far off that nothing else could be read. */
  readonly off: FrontierDot | undefined;
}

function dotsOf({ known, values: { logged } }: SpendingData): Dots {
  const own = known
    .flatMap(({ cost, value, isChosen }) => dotOf(cost, value, isChosen ? 'chosen' : 'other'))
    .sort((a, b) => a.cost - b.cost);
  const [cost, value] = ['cost', 'reward'].map((name) => logged && knownMetric(logged, name));
  const done = dotOf(cost, value, 'logged');
  return done.some((dot) => wouldCrowd(own, dot))
    ? { drawn: own, off: done[0] }
    : { drawn: [...own, ...done], off: undefined };
}

/** Where what was done lies, if not on the chart. */
function offText({ off }: Dots): string {
  if (off === undefined) return '';
  return ` What was done lies far off: it earned ${formatEstimate(off.value)} at a cost of ${formatShort(off.cost)}.`;
}

/** Of the most that is spent so small a share is none that anybody reads. */
const NEXT_TO_NOTHING = 1e-3;

/** What is earned at the price in force, beside what would be at the smallest price that is known, or at the largest. */
function titleOf(known: readonly KnownPoint[], per: string): string {
  const costOf = ({ cost }: KnownPoint) => cost?.value ?? 0;
  const least = NEXT_TO_NOTHING * Math.max(...known.map(costOf));
  const text = (point: KnownPoint) =>
    `${formatValue(point.value)} at ${costOf(point) <= least ? 'hardly any cost' : `a cost of ${formatShort(costOf(point))}`}`;
  const [free, dear] = [known[0]!, known.at(-1)!];
  const chosen = known.find(({ isChosen }) => isChosen);
  if (chosen === undefined) return `From ${text(dear)} to ${text(free)} ${per}`;
  // The smallest price that anything can be told of need not be none.
  const atFree = free.price === 0 ? 'without a price' : `at a price of ${formatShort(free.price)}`;
  const beside = chosen === free ? `at the largest price ${text(dear)}` : `${atFree} ${text(free)}`;
  return `The model earns ${text(chosen)} ${per}; ${beside}`;
}

function figureOf(data: SpendingData): Figure[] {
  const { known, values, currency } = data;
  const found = dotsOf(data);
  const dots = found.drawn;
  if (dots.filter(({ kind }) => kind !== 'logged').length < 2) return [];
  const has = (kind: FrontierDot['kind']) => dots.some((dot) => dot.kind === kind);
  const less = values.isDiscounted ? ` Of cost, ${LATER_COUNT_LESS}.` : '';
  return [
    {
      id: 'frontier',
      title: titleOf(known, values.per),
      caption:
        `Each dot is the model at another price of cost: the further left, the less it spends. Read it from the right: as long as the line stays level, less money earns as much; where it falls, each ${currency} saved is paid for. ` +
        `Bars are ${formatShare(values.level)} intervals of the value. On the dashed line are contacts by lot: the model on the right for some customers, that on the left for the others.${offText(found)}${less}`,
      legend: [
        ...(has('chosen') ? [{ label: 'model', colour: 'model' as const, mark: 'dot' as const }] : []),
        { label: 'at other prices', colour: 'modelSoft', mark: 'dot' },
        ...(has('logged')
          ? [{ label: 'what was done', colour: 'baseline' as const, mark: 'dot' as const }]
          : []),
        { label: 'by lot', colour: 'muted', mark: 'dashed' },
      ],
      draw: (width) =>
        drawFrontier(dots, { cost: `cost ${values.per}, ${currency}`, value: `value ${values.per}` }, width),
    },
  ];
}

function table({ spending, values, currency, known }: SpendingData): Block[] {
  if (spending.frontier.length < 2) return [];
  const standing = (point: SpendingPoint) =>
    standingOf({ ...point, role: 'model', support: {} }, values.offPolicy.doubts ?? []);
  const priceOf = ({ price }: SpendingPoint) => (price === 0 ? '0' : formatShort(price));
  const chosen = spending.frontier.find(({ isChosen }) => isChosen);
  const rows = spending.frontier.map((point) => {
    const isKnown = known.some((one) => one === point);
    const cell = (estimate: SpendingPoint['value']) =>
      isKnown && estimate !== null ? formatEstimate(estimate) : '';
    return [
      ...[priceOf(point), isKnown ? cell(point.value) : standing(point)],
      ...[cell(point.cost), cell(point.contacts)],
      formatEstimate(spentAt(point)),
    ];
  });
  return [
    numberTable(
      `The model at other prices of cost, with ${formatShare(values.level)} intervals (Student's t)`,
      [
        ...[`Price per ${currency}`, `Value ${values.per}`, `Cost ${values.per}`, `Contacts ${values.per}`],
        `Spent ${pace(spending)}`,
      ],
      rows,
      chosen === undefined ? null : priceOf(chosen),
    ),
  ];
}

/** What the numbers stand on. */
function notes({ spending, isNet }: SpendingData): Block[] {
  const rewards =
    isNet === true
      ? 'Costs are off the rewards already, so that a price comes on top.'
      : 'The schema does not say whether costs are off the rewards already (rewardNetOfCost).';
  return [
    note(
      'Price',
      `what a unit is charged beside the value of an action: the model takes the best of value less charge, and so what one more unit would earn. ${rewards}`,
    ),
    note(
      `Spent ${pace(spending)}`,
      'each held-out decision as the log has it, whatever was done before it. A policy that contacts otherwise meets customers otherwise, so that what is spent in the field may differ.',
    ),
  ];
}

const sentencesOf = (data: SpendingData): string[] => [
  ...data.spending.limits.map((limit) => limitText(limit, data)),
  ...givenPriceText(data),
  ...hindsightText(data),
  ...othersText(data),
];

function unknownText({ spending: { frontier }, known }: SpendingData): Block[] {
  const unknown = frontier.length - known.length;
  if (unknown === 0 || frontier.length < 2) return [];
  return [
    paragraph(
      `At ${formatNumber(unknown)} of the ${formatNumber(frontier.length)} prices it cannot be told from this log what would be earned.`,
    ),
  ];
}

export const spending: Section<SpendingData> = {
  key: 'spending',
  data: spendingOf,
  blocks: (data) => [
    heading('What is spent, and what more would earn'),
    paragraph(takenText(data)),
    ...(sentencesOf(data).length === 0 ? [] : [facts(sentencesOf(data))]),
    ...figures(figureOf(data)),
    ...unknownText(data),
    ...table(data),
    ...notes(data),
  ],
  summary: (data) =>
    sentencesOf(data).length === 0
      ? []
      : [[wrapped(takenText(data), ''), ...sentencesOf(data).map((text) => wrapped(text, '  '))].join('\n')],
};
