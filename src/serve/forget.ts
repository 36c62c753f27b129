/** Takes a customer out of the log and the store of a service that does not run. */
import { existsSync } from 'node:fs';
import { InputError } from '../core/errors';
import { ContactStore } from './contacts/contact-store';
import { filesOfLog } from './collect/log-reader';
import type { ForgottenCustomer } from './http/admin-routes';
import { forgetInFiles } from './log/forget';
import { takeLocks, type ServiceHost } from './locks';

/**
 * @param log folder of a decision log; null for none
 * @param store file of a contact store; null for none
 * @throws InputError if neither is named, one is not there, or a service writes it
 */
export async function forgetCustomer(
  customer: string,
  { log, store }: { readonly log: string | null; readonly store: string | null },
  host: Pick<ServiceHost, 'clock' | 'processes'>,
): Promise<ForgottenCustomer> {
  if (log === null && store === null)
    throw new InputError('--log: expected the folder of a decision log, or --store, got nothing');
  const files = log === null ? [] : filesOfLog(log);
  if (store !== null && !existsSync(store)) throw new InputError(`--store ${store}: no such file`);
  const locks = takeLocks({ log, store }, host);
  try {
    const lines = await forgetInFiles(files, customer);
    if (store === null) return { ...lines, contacts: 0 };
    const kept = await ContactStore.open(store);
    const contacts = kept.pastOf(customer).times.length;
    await kept.forget(customer);
    await kept.close();
    return { ...lines, contacts };
  } finally {
    for (const lock of locks) lock.release();
  }
}
