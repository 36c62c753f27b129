/** What all companies say together, and the table of each. */
import type { Estimate } from '../../src/core/estimate';
import { formatEstimate, formatNumber } from '../../src/report/format';
import { table } from '../docs/markdown';
import type { Variant } from './ranges';

/** Values are discounted rewards of a new customer, account currency. */
export interface CompanyResult {
  readonly company: number;
  readonly never: number;
  /** The best of all baselines on the episodes that the model is judged on. */
  readonly best: { readonly name: string; readonly value: number };
  readonly model: number;
  /** Model minus that baseline, paired. */
  readonly difference: Estimate;
  /** Best value of whoever sees the hidden state, exact. */
  readonly fullKnowledge: number;
}

export interface Study {
  readonly version: string;
  readonly variant: Variant;
  readonly seed: number;
  readonly backend: string;
  /** What the trainings start from, and what the study sets. */
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly companies: readonly CompanyResult[];
}

/**
 * One-sided sign test: the chance of as many positive signs or more if each were as likely as not.
 *
 * @param positive number of positive signs among `count` that are not zero
 */
export function signTest(positive: number, count: number): number {
  let chance = 0.5 ** count;
  let sum = 0;
  for (let k = 0; k <= count; k += 1) {
    if (k >= positive) sum += chance;
    chance *= (count - k) / (k + 1);
  }
  return sum;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

/** Of the way from never contacting to the best baseline, how far the model goes: above 1 it goes further. */
const shareOfBest = ({ never, best, model }: CompanyResult): number => (model - never) / (best.value - never);

/** Of a baseline's value, how much more the learned policy earns. Paired: luck cancels. */
const lead = ({ difference, best }: CompanyResult): number => difference.value! / best.value;

function besideRules(companies: readonly CompanyResult[]): string[] {
  const differences = companies.map(({ difference }) => difference.value!);
  const ahead = differences.filter((difference) => difference > 0).length;
  const told = differences.filter((difference) => difference !== 0).length;
  const bound = median(companies.map(({ model, fullKnowledge }) => fullKnowledge / model - 1));
  return [
    `The learned policy is ahead of the best baseline in ${ahead} of ${companies.length} companies (one-sided sign test: p = ${signTest(ahead, told).toPrecision(2)}); the median difference is ${formatNumber(median(differences))}, ${percent(median(companies.map(lead)))} of the baseline's value.`,
    `Full knowledge of the hidden state would be worth ${percent(bound)} more than the learned policy in the median; nobody who sees the history alone can have all of it.`,
  ];
}

/** Where the hidden state is seen, the best baseline is dynamic programming in it. */
function besideDynamicProgramming(companies: readonly CompanyResult[]): string[] {
  const short = companies.map((company) => -lead(company));
  const within = short.filter((share) => share <= 0.02).length;
  return [
    `The learned policy stays within 2 % of dynamic programming in ${within} of ${companies.length} companies; the median shortfall is ${percent(median(short))}.`,
  ];
}

function sentences({ variant, companies }: Study): string[] {
  return variant === 'latent' ? besideDynamicProgramming(companies) : besideRules(companies);
}

/** Every company that was drawn, in order. */
export function studyPage(study: Study): string {
  const rows = study.companies.map((result) => [
    formatNumber(result.company),
    formatNumber(result.never),
    `${result.best.name} ${formatNumber(result.best.value)}`,
    formatNumber(result.model),
    formatEstimate(result.difference),
    percent(shareOfBest(result)),
    formatNumber(result.fullKnowledge),
  ]);
  const head = [
    'company',
    'never',
    'best baseline',
    'learned',
    'learned minus best',
    'share',
    'full knowledge',
  ];
  return [
    `# Companies drawn, ${study.variant}`,
    ...sentences(study),
    'Values are discounted rewards of a new customer; intervals have 95 %, on paired episodes. Share: how far the learned policy goes on the way from never contacting to the best baseline. `scripts/study-customers/ranges.ts` says what was drawn. The simulator pays what a period brings on average, to the model as to the rules that a search tunes; from single sales, as a company books them, less is learned in the same time.',
    table(head, rows),
    '',
  ].join('\n\n');
}
