/** What deciding takes beside the network, as `policy.json` holds it. */
import type { Model } from '../../agents/model';
import type { RawInputs } from '../../dataset/features/raw-inputs';

export interface PolicyData extends Pick<Model, 'features' | 'actions'> {
  /** Absent where the features are what a caller gives. */
  readonly raw?: RawInputs | undefined;
  readonly support?: Model['support'] | undefined;
  readonly unlogged?: Model['unlogged'] | undefined;
  readonly charges?: Model['charges'] | undefined;
}
