/** The simulated company's books, and the truth behind them. */
import type { VectorEnvironment } from '../../env/environment';
import type { CompanyForm } from '../company-form';
import { customersDynamics } from './dynamics';
import { outlooksOf, type Outlooks } from './outlook';
import type { CustomersConfig } from './settings';
import { CustomersSimulator } from './simulator';

function own(environment: VectorEnvironment): CustomersSimulator {
  if (environment instanceof CustomersSimulator) return environment;
  throw new RangeError('customersCompanyForm: expected customers');
}

export function customersCompanyForm(config: CustomersConfig): CompanyForm {
  const { channels, interest, fatigue } = config;
  const known = new Map<string, Outlooks>();
  const level = (value: number, levels: number) => String(Number((value / (levels - 1)).toPrecision(6)));
  return {
    bought: (environment, lane) => own(environment).happened(lane).margin,
    hidden: [
      {
        name: 'interest',
        of: (environment, lane) => level(own(environment).hidden(lane).interest, interest.levels),
      },
      {
        name: 'fatigue',
        of: (environment, lane) => level(own(environment).hidden(lane).fatigue, fatigue.levels),
      },
      { name: 'likes', of: (environment, lane) => channels[own(environment).hidden(lane).preference]!.name },
    ],
    outlook: (environment, lane, chances, periods) => {
      const state = own(environment).hidden(lane);
      const key = `${state.preference} ${periods} ${Array.from(chances).join(' ')}`;
      const outlooks =
        known.get(key) ?? outlooksOf(customersDynamics(config), state.preference, chances, periods);
      known.set(key, outlooks);
      const at = state.interest * fatigue.levels + state.fatigue;
      const { leaves, buysNothing, value } = outlooks;
      return { leaves: leaves[at]!, buysNothing: buysNothing[at]!, value: value[at]! };
    },
  };
}
