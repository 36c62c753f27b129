/** The observer that the setting `observe` names. */
import { HistoryObserver } from './history-observer';
import { LatentObserver } from './latent-observer';
import type { Observer } from './observer';
import type { CustomersConfig } from './settings';

export function observerOf(config: CustomersConfig): Observer {
  return config.observe === 'latent' ? new LatentObserver(config) : new HistoryObserver(config);
}
