/** Features that are called like what comes after a contact. */
import { wordsOf } from '../schema/name-words';
import type { Check } from './finding';
import { named } from './words';

/**
 * Words of names, of German logs too; a name that also says that it was before, or counts earlier ones, is none. A span
 * alone (`revenue_30_days`, `Umsatz14Tage`) does not say on which side of the contact it lies.
 */
const OUTCOME =
  /(^|_)(duration|result|outcome|response|responded|replied|clicks?|clicked|opened|converted|conversion|bought|purchased|sale|sold|unsubscribed?|unsubs|bounced?|complaint|complained|delivered|revenue|profit|margin|payout|visited|umsatz|erloes|gewinn|marge|deckungsbeitrag|ergebnis|kauf|gekauft|verkauft|bestellt|bestellung|antwort|geantwortet|reagiert|reaktion|klicks?|geklickt|geoeffnet|konversion|konvertiert|abgemeldet|gekuendigt|beschwerde|besucht)(_|\d|$)/;
const EARLIER =
  /(^|_)(prev|previous|prior|last|past|before|earlier|since|avg|mean|total|history|p|vor|vorher|davor|bisher|frueher|letzte[rsn]?|vorige[rsn]?|vorjahr|seit|durchschnitt|mittel|summe|gesamt|historie)(_|\d|$)|^p(outcome|days)/;

/** Whether a column is called like an outcome, however its words are joined. */
export function isNamedLikeOutcome(name: string): boolean {
  const words = wordsOf(name).join('_');
  return OUTCOME.test(words) && !EARLIER.test(words);
}

/** A name is a hint alone; `reward-in-state` says whether the numbers agree. What `enrich` added is of before the decision. */
export const outcomeNames: Check = ({ decisions, log, schema }) => {
  const added = new Set(schema.enriched?.columns);
  const columns = decisions.features
    .map(({ name }) => name)
    .filter((name) => isNamedLikeOutcome(name) && !log.outcomes.has(name) && !added.has(name));
  if (columns.length === 0) return [];
  return [
    {
      ...{ code: 'outcome-names', severity: 'note', lines: [], values: { columns: columns.length } },
      message: `${named(columns)} ${columns.length === 1 ? 'is called like an outcome' : 'are called like outcomes'}: what is known only after the contact belongs under outcomes, not features`,
    },
  ];
};
