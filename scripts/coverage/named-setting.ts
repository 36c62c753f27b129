/** What a setting of the coverage benchmark is. */
import type { CoverageSetting } from '../../src/runs/self-test/coverage';

export interface NamedSetting {
  /** Unique, and the title of its table. */
  readonly name: string;
  /** What is logged and what is judged, in sentences. */
  readonly description: string;
  /** Worked out once in each thread. */
  readonly open: () => Promise<CoverageSetting>;
}
