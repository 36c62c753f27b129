/** What the customer models are, for help. */
import { customerModels } from '../../profiles/models/list';
import { settingsOf } from '../settings';

/** A line for each: what it says, what it has to beat, its settings. */
export function customerModelNotes(): string[] {
  return customerModels.map(({ name, description, anchor, settings }) => {
    const keys = settingsOf(settings).map(
      ({ path, defaultValue }) => `${path} (${JSON.stringify(defaultValue)})`,
    );
    return `${name}: ${description}; anchor: ${anchor}. --set: ${keys.join(', ')}.`;
  });
}
