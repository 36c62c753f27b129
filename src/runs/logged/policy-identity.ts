/** By what the ledger of looks tells policies apart: two that do the same are one. */
import { canonicalJson, sha256 } from '../../core/hashes';
import { readRules } from '../../dataset/rules/read-rules';
import type { Manifest } from '../../store/manifest';

/** Of a saved model: all that decides what it does, and nothing of when and by which settings it was trained. */
export function modelIdentity({
  features,
  actions,
  hiddenLayers,
  head,
  scaling,
  raw,
  support,
  unlogged,
  charges,
  sha256: { weights },
}: Manifest): string {
  const network = { features, actions, hiddenLayers, head, scaling, raw, weights };
  return sha256(canonicalJson({ ...network, support, unlogged, charges }));
}

/** Of rules in a file: what they say, however it is laid out. @throws InputError for rules that cannot be read */
export function rulesIdentity(file: string): string {
  return sha256(canonicalJson(readRules(file).leaves));
}
