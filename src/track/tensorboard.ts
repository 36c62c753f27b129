/** The TensorBoard event file of a run: every measurement as a scalar over environment steps. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../core/clock';
import type { SavedState } from '../core/saved-state';
import { savedNumber } from '../core/saved-state';
import { AppendFile } from './append-file';
import { fileVersionEvent, framed, scalarEvent } from './event-record';
import type { Measurements, Tracker } from './tracker';

const EVENT_FILE = 'events.out.tfevents.';

export interface EventFileOptions {
  /** For the file's name and the time of each event. */
  readonly clock: Clock;
  /** Name of this machine; the last part of the file's name. */
  readonly host: string;
}

/**
 * A resumed run continues its first file, and one that starts over replaces it, so that TensorBoard shows one line
 * without repetition.
 */
export class TensorBoardEvents implements Tracker {
  readonly #folder: string;
  readonly #clock: Clock;
  #name: string;
  #file: AppendFile;

  /** @param folder where the event file goes, alone of its kind; an older one is replaced at the first record */
  constructor(folder: string, { clock, host }: EventFileOptions) {
    this.#folder = folder;
    this.#clock = clock;
    this.#name = `${EVENT_FILE}${Math.floor(clock.now() / 1000)}.${host}`;
    this.#file = new AppendFile(join(folder, this.#name));
  }

  /** What was not measured (null) is left out. @throws InputError naming the file if it cannot be written */
  record({ environmentSteps, values }: Measurements): void {
    const wallSeconds = this.#clock.now() / 1000;
    const scalars = Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== null);
    const event = framed(scalarEvent(wallSeconds, environmentSteps, scalars));
    const starts = this.#file.length === 0;
    const opening = starts ? [framed(fileVersionEvent(wallSeconds))] : [];
    this.#file.append(Buffer.concat([...opening, event]));
    if (starts) this.#removeOlder();
  }

  flush(): void {
    this.#file.flush();
  }

  state(): SavedState {
    return { name: this.#name, bytes: this.#file.length };
  }

  /** @throws InputError naming the file if it is missing or shorter than it was */
  restore(state: SavedState): void {
    const { name } = state;
    if (typeof name !== 'string') throw new TypeError('saved state: name is not a string');
    this.#file.close();
    this.#name = name;
    this.#file = new AppendFile(join(this.#folder, this.#name));
    this.#file.cutTo(savedNumber(state, 'bytes'));
  }

  close(): void {
    this.#file.close();
  }

  /** What a run left that was stopped before its first checkpoint. */
  #removeOlder(): void {
    for (const name of readdirSync(this.#folder)) {
      if (name.startsWith(EVENT_FILE) && name !== this.#name)
        rmSync(join(this.#folder, name), { force: true });
    }
  }
}
