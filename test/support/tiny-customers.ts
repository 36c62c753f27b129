import { customersConfigSchema, type CustomersConfig } from '../../src/worlds/customers/settings';

/** A company so small that every course of an episode can be summed up: two channels, two or three levels. */
export const tinyCustomers: CustomersConfig = customersConfigSchema.parse({
  channels: [
    {
      ...{ name: 'email', cost: 0.1, open: 0.6, click: 0.5, sale: 0.5, lift: 0.5 },
      ...{ unsubscribe: 0.02, complaint: 0.01, fatigue: 0.7, optIn: 1 },
    },
    {
      ...{ name: 'call', cost: 2, open: 0.9, click: 0.6, sale: 0.7, lift: 0.8 },
      ...{ unsubscribe: 0.05, complaint: 0.03, fatigue: 1.4, optIn: 1 },
    },
  ],
  segments: [
    { name: 'young', weight: 2, prefers: { email: 3, call: 1 } },
    { name: 'old', weight: 1, prefers: { email: 1, call: 3 } },
  ],
  interest: { levels: 2 },
  fatigue: { levels: 3 },
  observe: 'latent',
  periods: 3,
});
