/** What was fitted by BG/NBD and gamma-gamma, in sentences: parameters with their errors, and what to doubt. */
import { count, shortWords, words } from '../../words';
import type { Cases } from '../../few-cases';
import type { Preparation } from '../preparation';
import type { BgNbd } from './bg-nbd';
import type { GammaGamma, SpendAssumption } from './gamma-gamma';

interface Fit {
  readonly standardErrors: Readonly<Record<string, number>> | null;
  readonly converged: boolean;
  readonly customers: number;
  readonly drawn: number | null;
}

/** Names, values and errors; then what makes them doubtful. */
function fitFacts(model: string, fit: Fit, values: Readonly<Record<string, number>>, unit: string): string[] {
  const { standardErrors, converged, customers, drawn } = fit;
  const one = ([name, value]: [string, number]) =>
    `${name} ${shortWords(value, 4)}${standardErrors === null ? '' : ` ± ${words(standardErrors[name]!, 2)}`}`;
  const errors = standardErrors === null ? '' : ', ± standard errors';
  return [
    `${model}: ${Object.entries(values).map(one).join(', ')}${unit}${errors}`,
    ...(drawn === null
      ? []
      : [`${model} was fitted to ${count(drawn)} of ${count(customers)} customers, drawn at random`]),
    ...(standardErrors === null
      ? [
          `${model}: its parameters are not identified, for other ones are as likely; what it foresees may hold all the same`,
        ]
      : []),
    ...(converged ? [] : [`${model}: the search for the most likely parameters did not come to an end`]),
  ];
}

/** @param boughtOnce customers of the fit with one purchase */
export function bgNbdFacts(purchases: BgNbd, boughtOnce: number): string[] {
  const { r, alpha, a, b } = purchases;
  return [
    ...fitFacts('BG/NBD', purchases, { r, alpha, a, b }, ', alpha in weeks'),
    `BG/NBD lets customers go after a second purchase or a later one: of the ${count(boughtOnce)} who bought once it says that they all still are customers`,
  ];
}

/** Who bought again tells how often one does, and who goes. @param features of the net, where there is one */
export function purchaseCases(
  { customers }: Pick<BgNbd, 'customers'>,
  boughtOnce: number,
  features: Preparation | undefined,
): Cases {
  const sought =
    features === undefined
      ? { unknowns: 4, of: 'parameters of BG/NBD' }
      : { unknowns: features.length, of: 'features' };
  return { count: customers - boughtOnce, kind: 'customers who had bought again', ...sought };
}

const fixed = (value: number) => value.toFixed(2).replace('-', '−');

export function gammaGammaFacts(amounts: GammaGamma, { correlation, holds }: SpendAssumption): string[] {
  const { p, q, gamma } = amounts;
  const { value, low, high, level } = correlation;
  const found =
    value === null || low === null || high === null
      ? 'whether they do cannot be told'
      : `they correlate by ${fixed(value)} (${100 * level} % interval ${fixed(low)} to ${fixed(high)}), ${holds === true ? 'little enough' : 'too much: values of who buys often or seldom are off'}`;
  return [
    ...fitFacts('gamma-gamma', amounts, { p, q, gamma }, ''),
    `gamma-gamma assumes that how much is spent does not hang on how often: ${found}`,
  ];
}
