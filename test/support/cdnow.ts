/** The customers of CDNOW, where they lie beside the repository. */
import { cdnowHistories as histories } from '../../scripts/bench-customers/read-cdnow';
import { publicLog } from './public-logs';

export { CALIBRATED_UNTIL, JUDGED_UNTIL, WEEKS_AHEAD } from '../../scripts/bench-customers/read-cdnow';

export const CDNOW = 'cdnow/CDNOW_sample.txt';

export const cdnowHistories = () => histories(publicLog(CDNOW));
