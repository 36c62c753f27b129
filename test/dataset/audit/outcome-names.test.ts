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
