/** An algorithm of d3rlpy on the decisions that ours learn from: same rows, same features, same rewards. */
import { identityScaling } from '../../src/agents/scaling';
import type { RawInputs } from '../../src/dataset/features/raw-inputs';
import { reordered } from '../../src/dataset/contacts/row-order';
import { decisionColumns, rewardSpread } from '../../src/runs/logged/learned/columns';
import { learnedSettings } from '../../src/runs/logged/learned/settings';
import { loadLog, logSource } from '../../src/runs/logged/log-source';
import { quietHost } from '../../src/runs/quiet-host';
import { GAMMA, type WrittenLog } from './logs';
import { learnedByPeer, writePeerLog, type Peer, type PeerAlgorithm } from './peers';

/** d3rlpy leaves their number to the caller, and shows its algorithms with 10,000 to a million of them. */
export const PEER_UPDATES = 50_000;

export interface LearnedPeer {
  readonly peer: Peer;
  readonly raw: RawInputs;
  readonly actions: readonly string[];
  /** Decisions that it learned from. */
  readonly decisions: number;
}

/** @param folder for the columns as files */
export async function peerOn(
  { data, schema }: WrittenLog,
  algorithm: PeerAlgorithm,
  seed: number,
  folder: string,
): Promise<LearnedPeer> {
  const log = await loadLog(logSource(data, { schema }), quietHost());
  const { train: rows, decisions, raw } = log.split(learnedSettings.parse({ method: 'dqn' }).split);
  const { contacts } = log;
  if (raw === null) throw new Error(`${data}: expected raw columns`);
  const side = { rows, decisions: decisions.train };
  const scaling = { ...identityScaling(rows.features.length), rewardScale: 1 / rewardSpread(rows.rewards) };
  const columns = decisionColumns(contacts, side, null, { method: 'dqn', gamma: 'declared' }, scaling);
  writePeerLog(folder, columns, reordered(contacts.decisions.terminated, decisions.train));
  const peer = await learnedByPeer(folder, columns, {
    ...{ algorithm, gamma: GAMMA, updates: PEER_UPDATES, seed },
  });
  return { peer, raw, actions: rows.actions, decisions: rows.loggedActions.length };
}
