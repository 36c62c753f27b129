/** The short name of a saved model, by which decisions say whose they are. */
import type { Manifest } from './manifest';

/** The first 16 hexadecimal digits of the checksum that covers all of a manifest, and by it network and weights. */
export function modelHash({ sha256 }: Pick<Manifest, 'sha256'>): string {
  return sha256.manifest.slice(0, 16);
}
