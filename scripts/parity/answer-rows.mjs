/**
 * Asks an exported policy about rows, in Node or in a page: nothing but what anybody would do with the files.
 *
 * @param tf TensorFlow.js
 * @param createPolicy of policy.mjs
 * @param files { model: model.json, weights: bytes of weights.bin, data: policy.json }, read
 * @param rows objects of raw columns
 * @returns what is decided for each; of a row that is refused its message
 */
export async function answerRows(tf, createPolicy, { model, weights, data }, rows) {
  const { modelTopology, weightsManifest } = model;
  const handler = tf.io.fromMemory({
    modelTopology,
    weightSpecs: weightsManifest[0].weights,
    weightData: weights,
  });
  const policy = createPolicy({ tf, model: await tf.loadLayersModel(handler), data });
  const answers = [];
  // Many at once where none of them is refused, else each half by itself.
  const ask = async (some) => {
    if (some.length === 0) return;
    try {
      answers.push(...(await policy.decide(some)));
    } catch (error) {
      if (some.length === 1) {
        answers.push({ refused: error.message });
        return;
      }
      const half = Math.ceil(some.length / 2);
      await ask(some.slice(0, half));
      await ask(some.slice(half));
    }
  };
  for (let from = 0; from < rows.length; from += 64) await ask(rows.slice(from, from + 64));
  return answers;
}
