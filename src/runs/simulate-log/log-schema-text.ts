/** The schema file of a simulated log. */
import type * as Yaml from 'yaml';
import { onDemand } from '../../core/on-demand';
import type { LogForm } from '../../worlds/log-form';
import type { OpenWorld } from '../../worlds/world';
import type { LogPlan } from './write-rows';

const loadYaml = onDemand<typeof Yaml>('yaml');

/** Who takes the schema as it is should know why nothing may be told of a log of long histories. */
const OF_HISTORIES = `# By the discount whole histories are judged: of long ones hardly any was treated to its end as another policy would, and the
# verdict is "cannot tell". Without these lines each decision is judged by itself, and what it changes later is left out.
`;

/** @returns YAML with a line on where the log came from */
export function logSchemaText(
  world: OpenWorld,
  form: LogForm,
  plan: LogPlan,
  gamma: number,
  origin: string,
): string {
  const [noAction, ...contacts] = world.actions;
  const schema = {
    customer: 'customer_id',
    ...(form.period === null ? { time: 'decision', timeUnit: 'step' } : { time: 'decided_at' }),
    action: 'action',
    noAction,
    actions: [noAction, ...contacts],
    reward: 'reward',
    rewardNetOfCost: true,
    ...(form.outcomes.length > 0 && { outcomes: form.outcomes.map(({ name }) => name) }),
    ...(plan.withPropensity && { propensity: 'propensity' }),
    ...(plan.holdout > 0 && {
      group: { column: 'test_group', [plan.group]: plan.group, holdout: 'holdout' },
    }),
    ...(world.masked === true && {
      eligible: Object.fromEntries(contacts.map((action) => [action, `may_${action}`])),
    }),
    cost: 'cost',
    ...(form.currency !== undefined && { currency: form.currency }),
    features: Object.fromEntries(form.columns.map(({ name, kind }) => [name, kind])),
  };
  const later = {
    discount: { gamma, per: form.period ?? 'decision' },
    terminal: 'gone',
    split: { by: 'customer', test: 0.2, validation: 0 },
  };
  const { stringify } = loadYaml();
  return `# ${origin}\n${stringify(schema)}${OF_HISTORIES}${stringify(later)}`;
}
