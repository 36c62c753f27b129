/**
 * Gathers what requests ask into batches for the thread of the model. A batch leaves when it is full, or when its oldest
 * has waited as long as it may, but never more than a few at a time: while the thread computes, the next batch grows.
 */
import { unavailable } from '../requests/refusal';

export interface BatchLimits {
  /** Most items of a batch, and of one request. */
  readonly mostItems: number;
  /** Milliseconds that the first item waits for others; 0 for those of the same turn alone. */
  readonly latency: number;
  /** Items waiting beyond which more are refused. */
  readonly mostWaiting: number;
}

/** Batches under way at once: one computing, one on its way. */
const MOST_UNDER_WAY = 2;

interface Group<Item, Answer> {
  readonly items: readonly Item[];
  readonly done: (answers: readonly Answer[]) => void;
  readonly fail: (error: unknown) => void;
}

export class Batches<Item, Answer> {
  readonly #limits: BatchLimits;
  readonly #run: (items: readonly Item[]) => Promise<readonly Answer[]>;
  #groups: Group<Item, Answer>[] = [];
  #waiting = 0;
  #underWay = 0;
  #isDue = false;
  #isTimed = false;

  /** @param run answers items in their order */
  constructor(limits: BatchLimits, run: (items: readonly Item[]) => Promise<readonly Answer[]>) {
    this.#limits = limits;
    this.#run = run;
  }

  /** Items that wait for a batch. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * @param items at most as many as a batch takes; they stay together
   * @throws Refusal 503 where too many wait already
   */
  add(items: readonly Item[]): Promise<readonly Answer[]> {
    const { mostWaiting, mostItems } = this.#limits;
    if (this.#waiting + items.length > mostWaiting)
      return Promise.reject(unavailable(`too many wait for a decision already: ${this.#waiting}`));
    return new Promise((done, fail) => {
      this.#groups.push({ items, done, fail });
      this.#waiting += items.length;
      if (this.#waiting >= mostItems) this.#isDue = true;
      this.#leave();
    });
  }

  #leave(): void {
    while (this.#isDue && this.#groups.length > 0 && this.#underWay < MOST_UNDER_WAY) this.#send();
    if (this.#groups.length > 0 && !this.#isDue && !this.#isTimed) this.#startClock();
  }

  #startClock(): void {
    this.#isTimed = true;
    const isDue = () => {
      this.#isTimed = false;
      this.#isDue = true;
      this.#leave();
    };
    if (this.#limits.latency > 0) setTimeout(isDue, this.#limits.latency);
    else setImmediate(isDue);
  }

  /** The oldest groups that fit into one batch. */
  #take(): readonly Group<Item, Answer>[] {
    let [count, items] = [0, 0];
    for (; count < this.#groups.length; count += 1) {
      const { length } = this.#groups[count]!.items;
      if (count > 0 && items + length > this.#limits.mostItems) break;
      items += length;
    }
    this.#waiting -= items;
    return this.#groups.splice(0, count);
  }

  #send(): void {
    const groups = this.#take();
    this.#isDue = this.#waiting >= this.#limits.mostItems;
    this.#underWay += 1;
    const finish = () => {
      this.#underWay -= 1;
      this.#leave();
    };
    this.#run(groups.flatMap(({ items }) => items))
      .then((answers) => {
        let from = 0;
        for (const { items, done } of groups) done(answers.slice(from, (from += items.length)));
      })
      .catch((error: unknown) => groups.forEach(({ fail }) => fail(error)))
      .finally(finish);
  }
}
