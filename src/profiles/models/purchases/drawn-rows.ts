import type { Random } from '../../../core/random';
import { shuffled } from '../../../stats/held-out';

/** So many of some rows, each as likely as any other, in their order. */
export function drawnRows(rows: number, most: number, random: Random): Int32Array {
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  return rows <= most ? all : shuffled(all, random).slice(0, most).sort();
}
