/** The text of a drafted schema: YAML with the reason of each guess beside it, as a careful colleague writes it. */
import { basename } from 'node:path';
import type * as Yaml from 'yaml';
import { onDemand } from '../../core/on-demand';
import type { Separator } from '../read/csv-dialect';
import type { ColumnProfile, FileProfile } from './column-profile';
import type { Guess } from './guess-roles';
import type { SchemaGuesses } from './guess-schema';

const loadYaml = onDemand<typeof Yaml>('yaml');

/** A value on one line. */
function inline(value: unknown): string {
  // Blocks of several lines, which YAML has for such texts, would need an indent.
  if (typeof value === 'string' && /[\r\n\t]/.test(value)) return JSON.stringify(value);
  const { Document, isCollection } = loadYaml();
  const document = new Document(value);
  if (isCollection(document.contents)) document.contents.flow = true;
  return document.toString({ lineWidth: 0 }).trim();
}

/** On one line, whatever the names in it are. */
const comment = (text: string) => `# ${text.replace(/\s+/g, ' ')}`;
const item = (text: string) => comment(text).replace('#', '#  ');

function line(key: string, guess: Guess | null): string[] {
  return guess === null ? [] : [`${key}: ${inline(guess.value)} ${comment(guess.reason)}`];
}

function list(key: string, guess: Guess<readonly string[]> | null): string[] {
  if (guess === null) return [];
  return [`${key}: ${comment(guess.reason)}`, ...guess.value.map((name) => `  - ${inline(name)}`)];
}

/** Names of columns that could be meant. */
function candidates(columns: readonly ColumnProfile[], most: number): string {
  const names = columns.filter(({ distinct }) => distinct >= 2 && distinct <= most).map(({ name }) => name);
  return names.slice(0, 8).join(', ') + (names.length > 8 ? ', ...' : '');
}

function unfound({ columns }: FileProfile, guesses: SchemaGuesses): string[] {
  const rest = columns.filter(({ name }) => guesses.features.has(name));
  const { action, reward } = guesses;
  const names = candidates(rest, 500);
  const numbers = candidates(
    rest.filter(({ numeric, comma, flags }) => Math.max(numeric + comma, flags) === 1),
    Infinity,
  );
  return [
    ...(action === null
      ? [`action: ${comment(`FILL IN the column that says what was done: ${names}`)}`]
      : []),
    ...(reward === null
      ? [`reward: ${comment(`FILL IN the column that says what it earned: ${numbers}`)}`]
      : []),
  ];
}

/** So that a name mistyped later is refused; of a part of the rows others may follow. */
function actionsLine({ actions }: SchemaGuesses, { isPart }: FileProfile): string[] {
  const [drafted] = line('actions', actions);
  if (drafted === undefined) return [];
  return isPart ? [comment(`${drafted}; complete the list`)] : [drafted];
}

/** Of what only its owner knows there is no guess. */
function netOfCost({ cost, reward }: SchemaGuesses): string[] {
  if (cost === null || reward === null) return [];
  return [
    comment(`rewardNetOfCost: true # SAY whether ${cost.value} is already taken off; false takes it off`),
  ];
}

/** What there can be, not what there was: for bounds that are to hold, so that no number is taken from the log. */
function declarations({ reward, customer }: SchemaGuesses): string[] {
  if (reward === null) return [];
  return [
    comment(
      'rewardRange: [0, 500] # SAY the least and largest reward of a decision there can be, for a guarantee',
    ),
    ...(customer === null
      ? []
      : [comment('horizon: 12 # SAY the most decisions of one customer there can be, for a guarantee')]),
  ];
}

/** Rows of one customer may tell what came of the one before: what stands in the cells does not say. */
function rewardOfLine({ reward, customer, time }: SchemaGuesses): string[] {
  if (reward === null || customer === null || time === null) return [];
  return [
    comment(`rewardOf: previous row # SAY so if ${reward.value} is what came of the customer’s row before`),
  ];
}

/** What later money is worth is for its owner to say, and whether decisions are looked at one by one. */
function discountLine({ customer, time }: SchemaGuesses): string[] {
  if (customer === null || time === null) return [];
  return [
    comment(
      'discount: { gamma: 0.95, per: 7d } # SAY what money a week later is worth, if contacts change what comes later: whole histories of customers are then learned from and judged, for which long ones have too few like them; without it each decision is by itself',
    ),
  ];
}

/** It means nothing without who and when. */
function terminalLine({ terminal, customer, time }: SchemaGuesses): string[] {
  if (terminal === null || (customer !== null && time !== null)) return line('terminal', terminal);
  return [
    comment(`terminal: ${inline(terminal.value)} ${comment(`${terminal.reason}; needs customer and time`)}`),
  ];
}

/** What is not there limits what may be claimed. */
function notFound(guesses: SchemaGuesses): string[] {
  const { customer, time, timeLacking, noAction, action, propensity, propensities } = guesses;
  const noTime = timeLacking ?? 'no column looks like one, so rows have no order';
  return [
    ...(customer === null ? [comment('customer: no column looks like one, so each row stands alone')] : []),
    ...(time === null ? [comment(`time: ${noTime}`)] : []),
    ...(noAction === null && action !== null
      ? [comment('noAction: no action reads as if nobody was contacted; name it if one does')]
      : []),
    ...(propensity === null && propensities === null
      ? [comment('propensity: no column looks like the probability of the action')]
      : []),
  ];
}

function features({ features: all }: SchemaGuesses): string[] {
  const kept = [...all].flatMap(([name, { spec, reason }]) =>
    spec === null
      ? []
      : [
          `  ${inline(name)}: ${inline(Object.keys(spec).length === 1 ? spec.kind : spec)} ${comment(reason)}`,
        ],
  );
  return kept.length === 0
    ? [`features: {} ${comment('no column is left for them')}`]
    : [`features: ${comment('what was known before the decision; take out what was not')}`, ...kept];
}

function leftOut({ unnamed, repeated }: FileProfile, { features: all }: SchemaGuesses): string[] {
  const lines = [
    ...(unnamed.length === 0
      ? []
      : [item(`${unnamed.length === 1 ? 'column' : 'columns'} ${unnamed.join(', ')}: without a name`)]),
    ...repeated.map((name) => item(`${name}: several columns of this name`)),
    ...[...all].flatMap(([name, { spec, reason }]) => (spec === null ? [item(`${name}: ${reason}`)] : [])),
  ];
  return lines.length === 0 ? [] : [comment('Left out:'), ...lines];
}

/** How the file was read, which the schema must then say too. */
export interface DraftFormat {
  readonly encoding: Guess | null;
  readonly separator?: Separator | undefined;
}

export function draftText(
  file: string,
  profile: FileProfile,
  guesses: SchemaGuesses,
  { encoding, separator }: DraftFormat,
): string {
  const rows = profile.rows.toLocaleString('en-US');
  const looked = profile.isPart ? `the first ${rows} rows` : `all ${rows} rows`;
  const { customer, time, timeUnit, action, noAction, reward, propensity, cost, group } = guesses;
  return [
    comment(`Drafted from ${looked} of ${basename(file)}. Every line is a guess: read and correct it.`),
    ...line('customer', customer),
    ...line('time', time),
    ...line('timeUnit', timeUnit),
    ...line('action', action),
    ...line('noAction', noAction),
    ...line('reward', reward),
    ...rewardOfLine(guesses),
    ...netOfCost(guesses),
    ...declarations(guesses),
    ...actionsLine(guesses, profile),
    ...unfound(profile, guesses),
    ...list('outcomes', guesses.outcomes),
    ...line('propensity', propensity),
    ...line('propensities', guesses.propensities),
    ...line('eligible', guesses.eligible),
    ...line('cost', cost),
    ...line('group', group),
    ...discountLine(guesses),
    ...terminalLine(guesses),
    ...notFound(guesses),
    ...line('decimal', guesses.decimal),
    ...line('missing', guesses.missing),
    ...line('encoding', encoding),
    ...(separator === undefined ? [] : [`separator: ${inline(separator)}`]),
    ...features(guesses),
    ...leftOut(profile, guesses),
    '',
  ].join('\n');
}
