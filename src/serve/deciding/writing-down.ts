/** Decisions are written down, in the store of contacts and in the log, before anybody hears of them. */
import type { Logger } from '../../core/logger';
import { actionLabels } from '../../dataset/action-list';
import { NO_ACTION } from '../../dataset/logged-rows';
import type { ContactLine } from '../contacts/contact-lines';
import { keptAction } from '../contacts/kept-actions';
import type { ContactStore } from '../contacts/contact-store';
import type { DecisionLog } from '../log/decision-log';
import { lineOf } from '../log/log-lines';
import type { AskedInRequest } from '../requests/decide-request';
import { UTC, writtenMoment } from '../../dataset/schema/told-moments';
import { unavailable } from '../requests/refusal';
import type { AskedCustomer, DecidedCustomer } from '../threads/messages';
import type { ModelThread } from '../threads/model-thread';
import { decisionLine, type DecisionAnswer } from './answers';

export interface WritingOptions {
  readonly store: ContactStore | null;
  readonly log: DecisionLog | null;
  /** Names of the columns that are logged; null for all. */
  readonly logColumns: ReadonlySet<string> | null;
  readonly logger: Logger;
  readonly observer: { readonly onUnwritten: () => void };
}

/** What one request came to, [customers] each. */
export interface DecidedRequest {
  readonly customers: readonly AskedInRequest[];
  readonly asked: readonly AskedCustomer[];
  readonly decided: readonly DecidedCustomer[];
  readonly answers: readonly DecisionAnswer[];
  readonly thread: ModelThread;
}

/** No Action is kept only where a feature counts what it earned. */
function isKept(kept: string, { loaded: { manifest } }: ModelThread): boolean {
  return kept !== NO_ACTION || manifest.raw?.schema.history?.includes('earlier reward') === true;
}

function contactsOf({ customers, asked, answers, thread }: DecidedRequest): ContactLine[] {
  return answers.flatMap(({ id, action }, i): ContactLine[] => {
    const { customer } = customers[i]!;
    const kept = keptAction(action, thread.loaded);
    return customer !== undefined && isKept(kept, thread)
      ? [{ c: customer, t: asked[i]!.now, a: kept, d: id }]
      : [];
  });
}

function linesOf(
  { customers, asked, decided, answers, thread }: DecidedRequest,
  logColumns: WritingOptions['logColumns'],
): string {
  const { manifest, model } = thread.loaded;
  const { schema } = manifest.raw ?? {};
  const labels = actionLabels(model.actions, schema);
  const lines = answers.map((answer, i) => {
    const time = writtenMoment(asked[i]!.now, schema ?? UTC);
    return lineOf(decisionLine(answer, customers[i]!, asked[i]!, decided[i]!, [time, labels, logColumns]));
  });
  return lines.join('');
}

/** @throws Refusal 503 where it cannot be: what is not written down is not done */
export async function writeDown(
  request: DecidedRequest,
  { store, log, logColumns, logger, observer }: WritingOptions,
): Promise<void> {
  const contacts = store === null ? [] : contactsOf(request);
  try {
    if (contacts.length > 0) await store!.add(contacts);
    await log?.append(linesOf(request, logColumns)).catch(async (error: unknown) => {
      if (contacts.length > 0) await store!.undo(contacts);
      throw error;
    });
  } catch (error) {
    observer.onUnwritten();
    logger.warn(
      `a decision was not given out, for it could not be written down: ${(error as Error).message}`,
    );
    throw unavailable('the decision could not be written down');
  }
}
