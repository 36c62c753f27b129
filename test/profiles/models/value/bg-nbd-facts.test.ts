/** What reports say of a fit: its errors, and what to doubt. */
import { bgNbdFacts, gammaGammaFacts } from '../../../../src/profiles/models/value/bg-nbd-facts';

const purchases = {
  ...{ r: 0.2426, alpha: 4.414, a: 0.793, b: 2.426, logLikelihood: -9582.4, customers: 2357, drawn: null },
  ...{ standardErrors: { r: 0.0126, alpha: 0.378, a: 0.186, b: 0.704 }, converged: true },
};

it('says parameters with their errors, and that who bought once is alive', () => {
  expect(bgNbdFacts(purchases, 1411)).toEqual([
    'BG/NBD: r 0.2426 ± 0.013, alpha 4.414 ± 0.38, a 0.793 ± 0.19, b 2.426 ± 0.70, alpha in weeks, ± standard errors',
    'BG/NBD lets customers go after a second purchase or a later one: of the 1,411 who bought once it says that they all still are customers',
  ]);
});

it('says what is not identified, not at an end, or of some customers alone', () => {
  const doubtful = { ...purchases, standardErrors: null, converged: false, drawn: 1000 };
  expect(bgNbdFacts(doubtful, 0).slice(0, 4)).toEqual([
    'BG/NBD: r 0.2426, alpha 4.414, a 0.793, b 2.426, alpha in weeks',
    'BG/NBD was fitted to 1,000 of 2,357 customers, drawn at random',
    expect.stringMatching(/^BG\/NBD: its parameters are not identified/),
    expect.stringMatching(/did not come to an end$/),
  ]);
});

it('writes large numbers as they are written elsewhere', () => {
  const large = {
    ...purchases,
    ...{ a: 12_345_678, standardErrors: { ...purchases.standardErrors, a: 1_480_000 } },
  };
  expect(bgNbdFacts(large, 0)[0]).toContain(' a 12,350,000 ± 1,500,000, ');
});

it.each([
  [
    { value: 0.11, low: 0.05, high: 0.18, level: 0.95 },
    true,
    /correlate by 0\.11 \(95 % interval 0\.05 to 0\.18\), little enough$/,
  ],
  [
    { value: 0.4, low: 0.3, high: 0.5, level: 0.95 },
    false,
    /too much: values of who buys often or seldom are off$/,
  ],
  [
    { value: 0.05, low: -0.03, high: 0.15, level: 0.95 },
    true,
    /by 0\.05 \(95 % interval −0\.03 to 0\.15\), little enough$/,
  ],
  [{ value: null, low: null, high: null, level: 0.95 }, null, /whether they do cannot be told$/],
])('says what became of the assumption of gamma-gamma: %o', (correlation, holds, said) => {
  const amounts = {
    ...{ p: 6.25, q: 3.74, gamma: 15.44, logLikelihood: -1, customers: 946, drawn: null },
    ...{ standardErrors: null, converged: true },
  };
  expect(gammaGammaFacts(amounts, { correlation, holds }).at(-1)).toMatch(said);
});
