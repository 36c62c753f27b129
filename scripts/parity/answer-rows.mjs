/**
 * Asks an exported policy about rows, in Node or in a page: nothing but what anybody would do with the files.
 *
 * @param tf TensorFlow.js
 * @param createPolicy of policy.mjs
 * @param files { model: model.json, weights: bytes of weights.bin, data: policy.json }, read
 * @param rows objects of raw columns
 * @param histories earlier decisions of each row's customer; undefined where nobody knows them
 * @returns what is decided for each; of a row that is refused its message
 */
export async function answerRows(tf, createPolicy, { model, weights, data }, rows, histories) {
  const { modelTopology, weightsManifest } = model;
  const handler = tf.io.fromMemory({
    modelTopology,
    weightSpecs: weightsManifest[0].weights,
    weightData: weights,
  });
  const policy = createPolicy({ tf, model: await tf.loadLayersModel(handler), data });
  const answers = [];
  // Many at once where none of them is refused, else each half by itself.
  const ask = async (from, to) => {
    if (from === to) return;
    try {
      const context = histories && { histories: histories.slice(from, to) };
      answers.push(...(await policy.decide(rows.slice(from, to), context)));
    } catch (error) {
      if (to - from === 1) {
        answers.push({ refused: error.message });
        return;
      }
      const half = from + Math.ceil((to - from) / 2);
      await ask(from, half);
      await ask(half, to);
    }
  };
  for (let from = 0; from < rows.length; from += 64) await ask(from, Math.min(rows.length, from + 64));
  return answers;
}
