/** Command lines as the user can type them. */

/**
 * A word as a POSIX shell reads it (sh, bash, zsh): as it stands where no character means anything to the shell, else in
 * single quotes, in which only a single quote does.
 */
export function quoted(word: string): string {
  return /^[\w@+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * A call of `contact-dqn train` in the way that this process was called: by an npm script, or by name.
 *
 * @param npmScript name of the script; undefined where npm did not start the process
 */
export function trainCommand(flags: string, npmScript: string | undefined): string {
  if (npmScript === 'train:dqn') return `npm run train:dqn -- ${flags}`;
  if (npmScript === 'npx') return `npx contact-dqn train ${flags}`;
  return npmScript === 'cli' ? `npm run cli -- train ${flags}` : `contact-dqn train ${flags}`;
}

/** What continues a run, called as this process was. */
export function resumeCommand(folder: string): string {
  // A name that begins as a flag does would be taken for one.
  const path = folder.startsWith('-') ? `./${folder}` : folder;
  return trainCommand(`--resume ${quoted(path)}`, process.env.npm_lifecycle_event);
}
