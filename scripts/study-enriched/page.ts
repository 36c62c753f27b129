/** The tables of the study, for readers. */
import { formatNumber, formatShare } from '../../src/report/format';
import { table } from '../docs/markdown';
import type { thisMachine } from '../peers/machine';
import { GAMMA, type RuleWorths, type SeedResult } from './one-seed';
import { around, between, comparedWithRules, finding, overSeeds } from './findings';
import { PASSES, TRIED_ON } from './methods';
import { modelSettings, type StudySizes } from './seed-logs';
import type { Worth } from './worth';

export interface EnrichedStudy {
  readonly version: string;
  readonly machine: ReturnType<typeof thisMachine>;
  readonly sizes: StudySizes;
  readonly results: readonly SeedResult[];
  readonly rules: readonly RuleWorths[];
}

const settingsOf = (settings: Readonly<Record<string, number>>) =>
  Object.entries(settings)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

/** Worths of a seed. */
interface SeedWorths {
  readonly seed: number;
  readonly worths: readonly Worth[];
}

function worthTable(results: readonly SeedWorths[], actions: readonly string[]): string {
  const rows = results.flatMap(({ seed, worths }) =>
    worths.map(({ policy, value, discounted, stays, actions: shares }) => [
      ...[String(seed), policy, around(value), around(discounted)],
      ...[formatShare(stays), ...shares.map(formatShare)],
    ]),
  );
  const head = ['seed', 'policy', 'value per customer and week', 'value per customer, discounted'];
  return table([...head, 'still there', ...actions], rows);
}

/** Who is contacted: by weeks since the last contact. */
function habitTable(results: readonly SeedWorths[]): string {
  const rows = results.flatMap(({ seed, worths }) =>
    worths.map(({ policy, since }) => [
      ...[String(seed), policy],
      ...since.map(
        ({ decisions, contacted }) =>
          `${contacted === null ? '–' : formatShare(contacted)} of ${formatShare(decisions)}`,
      ),
    ]),
  );
  return table(['seed', 'policy', '1 week', '2 weeks', '3 weeks', '4 and more, or never'], rows);
}

function differenceTable(results: readonly SeedResult[]): string {
  const rows = results[0]!.differences.flatMap(({ policy, against }, place) => [
    ...results.map(({ seed, differences }) => [
      ...[`${policy} − ${against}`, String(seed)],
      ...[around(differences[place]!.value), around(differences[place]!.discounted)],
    ]),
    [
      ...[`${policy} − ${against}`, 'all'],
      ...(['value', 'discounted'] as const).map((of) => between(overSeeds(results, place, of))),
    ],
  ]);
  return table(['difference', 'seed', 'per customer and week', 'per customer, discounted'], rows);
}

function effortTable(results: readonly SeedResult[]): string {
  const rows = results.map(({ seed, rows: logged, there, seconds }) => [
    ...[String(seed), formatNumber(logged), formatNumber(there)],
    ...[seconds.plain, seconds.enriched, seconds.shuffled].map((one) => formatNumber(Math.round(one))),
  ]);
  const head = ['seed', 'rows of the log', 'customers compared', 'seconds plain', 'enriched', 'shuffled'];
  return table(head, rows);
}

/** What rules earn in the same companies, which says what there is to know. */
function rulesText(rules: readonly RuleWorths[], results: readonly SeedResult[]): string[] {
  if (rules.length === 0 || results.length === 0) return [];
  const isCounted = results[0]!.added.some((name) => name.startsWith('opens_'));
  const counts = isCounted ? 'as columns do (contacts_email, opens_email, ...)' : 'which no column does';
  const words = rules[0]!.rules.map(({ name, words: said }) => `${name} — ${said}`);
  return [
    '## Rules in the same companies',
    `Tuned by the world itself for a new customer's year. What recency-rule asks stands in a column (days_since_contact), and so does the segment; favourite-channel counts contacts and openings by channel, ${counts}. ${words.join('. ')}.`,
    comparedWithRules(results, rules),
    worthTable(rules, results[0]!.actionNames),
    habitTable(rules),
  ];
}

export function enrichedStudyPage({ version, machine, sizes, results, rules }: EnrichedStudy): string {
  const { customers, fresh, history, weeks, window } = sizes;
  const methods = [...new Set(results.map(({ method }) => method))];
  return [
    '# With and without columns of customers, judged by the truth',
    `Logs of companies of ${formatNumber(customers)} customers over ${history} weeks by \`simulate-company\`, version ${version}, written by \`npm run study:enriched\`: ${machine.processor}, ${machine.cores} cores; seconds are of processor. In the log two fifths of the weeks have a contact, by chance; it says of a customer the segment, and who may be contacted how.`,
    `Three trainings on each log, with the same settings and seed: as it is (plain); with the columns that \`enrich\` adds (profiles, ${Object.keys(modelSettings).join(', ')}, ${window} ahead, fitted anew each month; of segments the settings are ${settingsOf(modelSettings.segments)}, all else is default); and with these shuffled: each row has all added cells of another row. ${results[0] === undefined ? '' : `Columns added: ${results[0].added.join(', ')}.`}`,
    `What a policy is worth is simulated in another company of ${formatNumber(fresh)} customers (seed 1000 above): the behaviour of the log acts for ${history} weeks, then the policy for ${weeks}. It sees what would stand in the company's tables at each decision: columns are made by the same functions as in \`enrich\`, models are those fitted on the log until its last decision. Value is what a week brings on average in the hidden state, per customer there when the policy began and per week of the ${weeks}, whether the customer stays or not; discounted by the ${GAMMA} a week that the log declares, and that policies were trained for, it is a sum per customer. The luck is the same for all. The enriched policy also acts while each customer is taken for another one, whose columns it sees: what it then loses is what it knew of customers. ± is half of a 95 % interval by customers of one company; "all" has Student's interval over seeds.`,
    `Settings were chosen by what they earned of the log of company ${TRIED_ON}, in its other company, which therefore is none of those below; all that was run of these stands here. By iql: implicit Q-learning with expectile .8, value and advantages in networks apart, of which the latter have a weight decay of .2, and differences between customers kept as far as they came true on the validation side; also the two half-lives of the columns that fade; ${formatNumber(PASSES)} passes over the rows, the discount of the schema, else the defaults. By iql-defaults: as many passes with the defaults alone. Who sees the hidden state acts by dynamic programming: nobody who has but the tables comes so far.`,
    'Whoever sees the segment alone does the same in all weeks of a customer, such as never a contact, or one every week. By columns of others a policy may act by chance, which leaves customers time to rest and can earn more without saying anything; so what is known of customers shows in the other two differences too.',
    ...methods.flatMap((method) => {
      const own = results.filter((one) => one.method === method);
      return [
        ...[`## By ${method}`, finding(own, method), differenceTable(own)],
        worthTable(own, own[0]!.actionNames),
        'Share contacted, of the share of decisions that lies so long after the last contact:',
        ...[habitTable(own), effortTable(own)],
      ];
    }),
    ...rulesText(rules, results),
    '',
  ].join('\n\n');
}
