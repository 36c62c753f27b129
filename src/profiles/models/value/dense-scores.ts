/** What a net of dense layers says of rows, on the host: as many numbers as serving needs, without TensorFlow.js. */
import type { Layer } from '../../../tensor/learning/layers';

function layerOutputs(
  { inputs, units, activation, kernel, bias }: Layer,
  parameters: ArrayLike<number>,
  given: Float64Array,
): Float64Array {
  const outputs = Float64Array.from({ length: units }, (_, unit) => parameters[bias + unit]!);
  for (let i = 0; i < inputs; i += 1)
    for (let unit = 0; unit < units; unit += 1)
      outputs[unit]! += given[i]! * parameters[kernel + i * units + unit]!;
  return activation === 'relu' ? outputs.map((value) => Math.max(0, value)) : outputs;
}

/**
 * @param layers one after the other, the last of one unit
 * @param parameters flat, in the order of the layers
 * @param inputs [rows, width]
 * @returns [rows]
 */
export function denseScores(
  layers: readonly Layer[],
  parameters: ArrayLike<number>,
  inputs: Float32Array,
): Float64Array {
  const width = layers[0]!.inputs;
  return Float64Array.from({ length: inputs.length / width }, (_, row) => {
    let values = Float64Array.from(inputs.subarray(row * width, (row + 1) * width));
    for (const layer of layers) values = layerOutputs(layer, parameters, values) as Float64Array<ArrayBuffer>;
    return values[0]!;
  });
}
