/** company.yaml of a simulated company, and the schema of its contacts. */
import type * as Yaml from 'yaml';
import { onDemand } from '../../core/on-demand';
import type { LogForm } from '../../worlds/log-form';
import type { OpenWorld } from '../../worlds/world';

const loadYaml = onDemand<typeof Yaml>('yaml');

/** Columns of consent: whether a customer may be contacted this way. */
export const consentColumns = ({ actions }: Pick<OpenWorld, 'actions'>) =>
  actions.slice(1).map((action) => `may_${action}`);

/** Names of the tables' columns, in order. */
export function companyColumns(world: OpenWorld, { outcomes }: LogForm) {
  const consent = consentColumns(world);
  return {
    customers: ['customer_id', 'joined_at', 'segment', ...consent],
    transactions: ['customer_id', 'time', 'product', 'amount', 'quantity'],
    contacts: [
      ...['customer_id', 'decided_at', 'segment', ...consent, 'action', 'propensity'],
      ...[...outcomes.map(({ name }) => name), 'cost', 'reward', 'gone'],
    ],
    messages: ['customer_id', 'time', 'text'],
    products: ['product', 'category'],
  };
}

/** @param until ISO time of the end of what is simulated: messages are rare, and their silence no end */
export function companyText(world: OpenWorld, until: string, origin: string): string {
  const consent = Object.fromEntries(consentColumns(world).map((name) => [name, 'flag']));
  const company = {
    customers: {
      ...{ file: 'customers.csv', customer: 'customer_id', since: 'joined_at', until },
      columns: { segment: 'category', ...consent },
    },
    transactions: {
      ...{ file: 'transactions.csv', customer: 'customer_id', time: 'time', until },
      ...{ amount: 'amount', quantity: 'quantity', product: 'product' },
    },
    contacts: {
      ...{ file: 'contacts.csv', schema: 'contacts.schema.yaml', until },
      ...{ opened: 'opened', clicked: 'clicked', answered: 'bought' },
    },
    messages: { file: 'messages.csv', customer: 'customer_id', time: 'time', until, text: 'text' },
    products: { file: 'products.csv', product: 'product', category: 'category' },
  };
  return `# ${origin}\n${loadYaml().stringify(company)}`;
}

/** Outcomes of a decision count until the next one. @param gamma discount of a period */
export function contactsSchemaText(world: OpenWorld, form: LogForm, gamma: number, origin: string): string {
  const [noAction, ...contacts] = world.actions;
  const schema = {
    ...{ customer: 'customer_id', time: 'decided_at', action: 'action', noAction },
    ...{ actions: world.actions, reward: 'reward', rewardNetOfCost: true },
    ...{ outcomes: form.outcomes.map(({ name }) => name), window: form.period, propensity: 'propensity' },
    eligible: Object.fromEntries(contacts.map((action) => [action, `may_${action}`])),
    ...{ cost: 'cost', currency: form.currency, features: { segment: 'category' } },
    ...{ discount: { gamma, per: form.period }, terminal: 'gone' },
    split: { by: 'customer', test: 0.2, validation: 0.2 },
  };
  return `# ${origin}\n${loadYaml().stringify(schema)}`;
}
