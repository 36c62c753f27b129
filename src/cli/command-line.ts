/** Command lines as the user can type them. */

/**
 * A word as a POSIX shell reads it (sh, bash, zsh): as it stands where no character means anything to the shell, else in
 * single quotes, in which only a single quote does.
 */
export function quoted(word: string): string {
  return /^[\w@+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * A call of `contact-dqn` in the way that a process was called: by the npm script `cli`, in which the others end too, by
 * npx, or by name.
 *
 * @param words command and flags
 * @param npmScript name of the script; undefined where npm did not start the process
 */
export function calledBy(words: string, npmScript: string | undefined): string {
  if (npmScript === 'npx') return `npx contact-dqn ${words}`;
  return npmScript === 'cli' ? `npm run cli -- ${words}` : `contact-dqn ${words}`;
}

/** The same, called as this process was. */
export function calledAsThis(words: string): string {
  return calledBy(words, process.env.npm_lifecycle_event);
}

/** A path as the value of a flag: a name that begins as a flag does would be taken for one. */
export function pathWord(path: string): string {
  return quoted(path.startsWith('-') ? `./${path}` : path);
}

/** What continues a run. */
export function resumeCommand(folder: string): string {
  return calledAsThis(`train --resume ${pathWord(folder)}`);
}
