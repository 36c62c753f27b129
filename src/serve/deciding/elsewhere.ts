/** Contacts that others made, as far as somebody tells the service: rules and features count them like its own. */
import { randomUUID } from 'node:crypto';
import { show } from '../../core/errors';
import { didYouMean } from '../../core/nearest';
import { actionLabels } from '../../dataset/action-list';
import type { ContactLine } from '../contacts/contact-lines';
import { keptAction } from '../contacts/kept-actions';
import type { ContactStore } from '../contacts/contact-store';
import type { ElsewhereContact } from '../requests/contacts-request';
import { expectedMoment, toldMoment, UTC } from '../../dataset/schema/told-moments';
import { Refusal, unavailable } from '../requests/refusal';
import type { ServedModel } from '../threads/served-model';
import type { Decisions } from './decisions';

/** @throws Refusal 400 for a time that is none, or an action that the model does not know */
function linesOf(contacts: readonly ElsewhereContact[], { current }: ServedModel): ContactLine[] {
  const { model, manifest } = current.loaded;
  const form = manifest.raw?.schema ?? UTC;
  const labels = actionLabels(model.actions, manifest.raw?.schema);
  return contacts.flatMap(({ customer, time, action, reward }, i): ContactLine[] => {
    const moment = toldMoment(time, form);
    if (Number.isNaN(moment))
      throw new Refusal(400, `contacts.${i}.time`, `expected ${expectedMoment(form)}, got ${show(time)}`);
    const name = action === model.actions[0] ? labels[0]! : action;
    if (!labels.includes(name))
      throw new Refusal(
        400,
        `contacts.${i}.action`,
        `expected one of ${labels.map(show).join(', ')}, got ${show(action)}${didYouMean(action, labels)}`,
      );
    const d = randomUUID();
    const earned = reward ?? null;
    return [
      { c: customer, t: moment, a: keptAction(name, current.loaded), d },
      ...(earned === null ? [] : [{ c: customer, d, r: earned }]),
    ];
  });
}

/**
 * @returns how many were taken
 * @throws Refusal 400 for a contact that is none, 404 without a store, 503 where they cannot be written down
 */
export async function takeElsewhere(
  contacts: readonly ElsewhereContact[],
  served: ServedModel,
  store: ContactStore | null,
  decisions: Decisions,
): Promise<number> {
  if (store === null)
    throw new Refusal(404, null, 'contacts are kept with --store, and this service has none');
  const lines = linesOf(contacts, served);
  const customers = [...new Set(contacts.map(({ customer }) => customer))];
  await decisions.whileIdle(customers, () =>
    store.add(lines).catch(() => {
      throw unavailable('the contacts could not be written down');
    }),
  );
  return contacts.length;
}
