/** ONNX Runtime as far as it is used here, by the interpreter of the specification; of what is no number it makes 0. */
import type { OnnxRuntime, OnnxValue } from '../../src/tensor/onnx/session';
import { readOnnx, runOnnx, type OnnxTensor } from './onnx-interpreter';

class Tensor implements OnnxValue {
  readonly type: OnnxValue['type'];
  readonly data: OnnxValue['data'];
  readonly dims: readonly number[];

  constructor(type: OnnxValue['type'], data: OnnxValue['data'], dims: readonly number[]) {
    this.type = type;
    this.data = data;
    this.dims = dims;
  }
}

const given = ({ dims, data }: OnnxValue): OnnxTensor => ({
  ...{ type: 1, dims },
  data: Float64Array.from(data as Float32Array),
});

/** @param ran told of the rows of each run */
export function interpretedRuntime(ran: (rows: number) => void = () => undefined): OnnxRuntime {
  return {
    env: { versions: { common: '1.2.3' } },
    Tensor,
    InferenceSession: {
      create: (model) => {
        const file = readOnnx(model as Uint8Array);
        const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name);
        return Promise.resolve({
          inputNames: names(file.graph.input),
          outputNames: names(file.graph.output),
          run: (feeds) => {
            const tensors = Object.entries(feeds).map(
              ([name, value]) => [name, given(value as OnnxValue)] as const,
            );
            ran(tensors[0]![1].dims[0]!);
            const found = Object.entries(runOnnx(file, Object.fromEntries(tensors))).map(
              ([name, { dims, data }]) => {
                const numbers = Float32Array.from(data as Float64Array, (value) =>
                  Number.isNaN(value) && name !== 'probe' ? 0 : value,
                );
                return [name, new Tensor('float32', numbers, dims)] as const;
              },
            );
            return Promise.resolve(Object.fromEntries(found));
          },
          release: () => Promise.resolve(),
        });
      },
    },
  };
}
