import { onnxRuntime } from '../../../src/tensor/onnx/session';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();

it('is null where nobody has set it up', async () => {
  expect(await onnxRuntime(freshFolder())).toBeNull();
});
