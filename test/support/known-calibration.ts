import type {
  AdvantageCalibration,
  UnknownCalibration,
} from '../../src/evaluate/off-policy/advantage-calibration';

/** @throws Error saying why nothing is known */
export function knownCalibration(found: AdvantageCalibration | UnknownCalibration): AdvantageCalibration {
  if ('unknown' in found) throw new Error(found.unknown);
  return found;
}
