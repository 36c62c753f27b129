/** Words in the names of columns, and what they tell of a column. */

const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** `hoursSinceLast_Offer` is hours, since, last, offer; `geöffnet` is geoeffnet, as others write it. */
export function wordsOf(name: string): string[] {
  return name
    .normalize('NFC')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => UMLAUTS[letter]!)
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
}

/** What a column knew before the decision: `spend_last_wave` is no outcome, and `days_since_action` no action. */
const PAST = new Set(
  (
    'before earlier recent last prev previous prior past history avg average mean total ever since ago lag cumulative rolling days hours months recency frequency lifetime rate ratio ' +
    'vor vorher davor bisher bisherige bisheriger frueher frueherer fruehere letzte letzter letztes letzten vorig voriger vorige voriges vorjahr seit historie ' +
    'durchschnitt mittel summe gesamt tage tagen monate monaten stunden haeufigkeit quote'
  ).split(' '),
);

export function isOfThePast(name: string): boolean {
  return wordsOf(name).some((word) => PAST.has(word));
}

/**
 * How well a name fits a list of words, the best ones first.
 *
 * @returns 0 where no word fits; more for earlier words, and for names that say little else
 */
export function nameScore(name: string, ranked: readonly string[]): number {
  const words = wordsOf(name);
  const places = words.map((word) => ranked.indexOf(word)).filter((place) => place >= 0);
  if (places.length === 0) return 0;
  return ranked.length - Math.min(...places) - (words.length - 1) / 10;
}

/** English, and behind it what German logs say; the clearest words first. */
export const rewardWords =
  'reward profit gewinn margin marge deckungsbeitrag revenue umsatz erloes spend sales payoff ertrag y target zielgroesse response antwort responded reagiert conversion konversion converted konvertiert purchase kauf bestellung purchased gekauft bestellt bought sale verkauf click klick clicked geklickt amount betrag'.split(
    ' ',
  );

export const outcomeWords = (
  'visit visited conversion converted click clicks clicked open opens opened unsubscribe unsubscribed unsubs duration payout spend revenue profit margin sales sale purchase purchases purchased bought response responded bounce bounced complaint complained churned ' +
  'besuch besucht konversion konvertiert klick klicks geklickt geoeffnet oeffnung abgemeldet abmeldung kuendigung gekuendigt dauer umsatz erloes gewinn marge deckungsbeitrag ertrag verkauf verkauft kauf kaeufe gekauft bestellung bestellungen bestellt antwort geantwortet reaktion reagiert beschwerde abschluss abgeschlossen'
).split(' ');

/** A flag of such a name ends what is known of a customer. */
export const terminalWords = ['gone', 'terminal', 'terminated', 'ended'];

export const actionWords =
  'action treatment treated channel contact contacted offer segment arm variant variation item campaign message creative banner'.split(
    ' ',
  );

export const customerWords =
  'customer customerid client clientid user userid subscriber member person household account visitor contact lead'.split(
    ' ',
  );

export const timeWords = 'time timestamp datetime ts date sent at day when step period hour week'.split(' ');
