import { isNamedLikeOutcome } from '../../../src/dataset/audit/outcome-names';

it.each([
  ...[
    'clicked',
    'hasConverted',
    'Umsatz',
    'gekauft',
    'mail_geöffnet',
    'geoeffnet',
    'Bestellt',
    'antwort_sms',
  ],
])('takes %s for what came after', (name) => {
  expect(isNamedLikeOutcome(name)).toBe(true);
});

it.each([
  'revenue_before',
  'umsatz_vorjahr',
  'letzter_kauf',
  'tageSeitKauf',
  'avg_sale',
  'umsatzklasse',
  'age',
])('takes %s for what was known before', (name) => {
  expect(isNamedLikeOutcome(name)).toBe(false);
});

it.each([
  ['revenue_30_days', 'umsatz_30_tage', true],
  ['Revenue14Days', 'Umsatz14Tage', true],
  ['Margin 3 Months', 'Marge 3 Monate', true],
  ['profit 3 months', 'gewinn 3 monate', true],
  ['revenue_last_30_days', 'umsatz_letzte_30_tage', false],
  ['revenue_last30', 'umsatz_letzte30', false],
  ['days_since_sale', 'tage_seit_kauf', false],
  ['revenue_before_contact', 'umsatz_vor_kontakt', false],
])('takes %s and %s for the same', (english, german, isOutcome) => {
  expect([english, german].map(isNamedLikeOutcome)).toEqual([isOutcome, isOutcome]);
});
