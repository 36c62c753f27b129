/** TensorFlow.js has one backend in a process: what would choose another one waits until nobody uses the first. */

let last: Promise<unknown> = Promise.resolve();

/** Does the work when all that came before has ended, well or not. */
export function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const mine = last.then(work);
  last = mine.catch(() => undefined);
  return mine;
}
