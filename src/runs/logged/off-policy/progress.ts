/** How far an evaluation on a log is. */
import type { ProgressDisplay } from '../../../core/progress';
import type { OffPolicyRequest } from '../../../evaluate/off-policy/request';
import type { Host } from '../../host';

/** A bar for each stage of judging. */
export function judgingProgress(
  policies: number,
  resamples: number,
  host: Host,
): { readonly onProgress: NonNullable<OffPolicyRequest['onProgress']>; readonly stop: () => void } {
  const totals = { policies, resamples };
  let stage: keyof typeof totals | null = null;
  let display: ProgressDisplay | null = null;
  return {
    onProgress(next, done) {
      if (next !== stage) {
        display?.stop();
        display = host.progress({ title: 'judging', total: totals[next], unit: next });
        stage = next;
      }
      display?.update(done, []);
    },
    stop: () => display?.stop(),
  };
}
