/** One policy as it was judged, in a world or on a log. */
import type { Estimate } from '../core/estimate';

export type PolicyRole = 'model' | 'baseline' | 'logged';

export interface PolicyResult {
  readonly name: string;
  readonly role: PolicyRole;
  readonly description: string;
  /** Episodes behind the metrics (simulation); rows (logged). */
  readonly episodes: number;
  readonly metrics: Readonly<Record<string, Estimate>>;
  /** Model minus this policy, on the same random numbers; absent for the model itself. */
  readonly modelMinusPolicy?: Readonly<Record<string, Estimate>>;
}
