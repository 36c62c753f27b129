/**
 * The operations that a program may be recorded from, each with the name of its output: inside a function of a graph,
 * a result is called node:output:index. Left out is what draws random numbers, has an effect outside the graph or
 * outputs of several names.
 *
 * @see the operation registry of TensorFlow 2.21
 */
const operationsByOutput: Readonly<Record<string, readonly string[]>> = {
  activations: ['Elu', 'LeakyRelu', 'Relu', 'Relu6', 'Selu', 'Softplus'],
  backprops: ['EluGrad'],
  out: ['Cumprod', 'Cumsum'],
  output: [
    ...[
      'All',
      'Any',
      'ArgMax',
      'ArgMin',
      'BatchMatMulV2',
      'BiasAdd',
      'ConcatV2',
      'Const',
      'ExpandDims',
      'Fill',
    ],
    ...['GatherNd', 'GatherV2', 'Identity', 'Max', 'Mean', 'Min', 'OneHot', 'Pack', 'PadV2', 'Prod', 'Range'],
    ...['Reshape', 'ReverseV2', 'ScatterNd', 'Select', 'SelectV2', 'Slice', 'SplitV', 'StridedSlice'],
    ...['Sum', 'TensorScatterUpdate', 'Tile', 'Unpack', 'UnsortedSegmentSum'],
  ],
  product: ['MatMul'],
  softmax: ['Softmax'],
  sum: ['AddN'],
  y: [
    ...['Abs', 'Cast', 'Ceil', 'Cos', 'Exp', 'Expm1', 'Floor', 'IsFinite', 'IsInf', 'IsNan', 'Log', 'Log1p'],
    ...['LogicalNot', 'Neg', 'OnesLike', 'Reciprocal', 'Round', 'Rsqrt', 'Sigmoid', 'Sign', 'Sin', 'Sqrt'],
    ...['Square', 'Tan', 'Tanh', 'Transpose', 'ZerosLike'],
  ],
  z: [
    ...[
      'Add',
      'AddV2',
      'Div',
      'DivNoNan',
      'Equal',
      'FloorDiv',
      'FloorMod',
      'Greater',
      'GreaterEqual',
      'Less',
    ],
    ...['LessEqual', 'LogicalAnd', 'LogicalOr', 'Maximum', 'Minimum', 'Mul', 'NotEqual', 'Pow', 'RealDiv'],
    ...['SquaredDifference', 'Sub'],
  ],
};

const outputNames: ReadonlyMap<string, string> = new Map(
  Object.entries(operationsByOutput).flatMap(([output, operations]) =>
    operations.map((operation) => [operation, output] as const),
  ),
);

/** Name of an operation's output; undefined if a program may not be recorded from it. */
export function outputNameOf(operation: string): string | undefined {
  return outputNames.get(operation);
}
