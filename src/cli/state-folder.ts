/** Where is kept what must outlive caches, runs and working folders: of each user, where the platform has such things. */
import { isAbsolute, join } from 'node:path';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's; may throw where nobody knows it. */
  readonly home: () => string;
}

/** Beside the folder of logs that were read. */
const WITHOUT_A_HOME = '.contact-dqn-state';

function homeOf({ home }: Surroundings): string | null {
  try {
    const folder = home();
    return isAbsolute(folder) ? folder : null;
  } catch {
    return null;
  }
}

/**
 * `CONTACT_DQN_STATE` where it is set; else `XDG_STATE_HOME/contact-dqn` (a relative one does not count: XDG Base Directory
 * Specification), or the platform's own place.
 */
export function stateFolder(surroundings: Surroundings): string {
  const { env, platform } = surroundings;
  const { CONTACT_DQN_STATE: own = '', XDG_STATE_HOME: state = '', LOCALAPPDATA: local = '' } = env;
  if (own !== '') return own;
  if (isAbsolute(state)) return join(state, 'contact-dqn');
  if (platform === 'win32' && isAbsolute(local)) return join(local, 'contact-dqn');
  const home = homeOf(surroundings);
  if (home === null) return WITHOUT_A_HOME;
  return platform === 'darwin'
    ? join(home, 'Library', 'Application Support', 'contact-dqn')
    : join(home, '.local', 'state', 'contact-dqn');
}
