import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkLibrary, cudaFolders, cudaNeeds, isCudaBuild } from '../../../src/tensor/native/checks';
import { useFreshFolders } from '../../support/fresh-folders';

const freshFolder = useFreshFolders();

function write(file: string, text = ''): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const nowhere = { required: true, folders: [] };

describe('checkLibrary', () => {
  it('opens a library that the system has', async () => {
    expect(await checkLibrary('libm.so.6', nowhere)).toEqual({
      name: 'libm.so.6',
      required: true,
      path: null,
      opens: true,
      reason: null,
    });
  });

  it('says what the loader says of one that is not there', async () => {
    expect(await checkLibrary('libno-such-thing.so.12', nowhere)).toMatchObject({
      path: null,
      opens: false,
      reason: 'cannot open shared object file: No such file or directory',
    });
  });

  it('takes the file beside TensorFlow before that of the system, and says what is wrong with it', async () => {
    const folder = freshFolder();
    const file = write(join(folder, 'libm.so.6'), 'not a library');
    const check = await checkLibrary('libm.so.6', { required: false, folders: ['no-such-folder', folder] });
    expect(check).toMatchObject({ required: false, path: file, opens: false });
    expect(check.reason).toMatch(/^(file too short|invalid ELF header)$/);
  });
});

describe('cudaNeeds', () => {
  it('names the generation of CUDA and cuDNN that a version of TensorFlow was built with', () => {
    const named = (version: string) =>
      cudaNeeds(version).required.filter((name) => /cudart|cublas\.|cudnn/.test(name));
    expect(named('2.9.1')).toEqual(['libcudart.so.11.0', 'libcublas.so.11', 'libcudnn.so.8']);
    expect(named('2.16.2')).toEqual(['libcudart.so.12', 'libcublas.so.12', 'libcudnn.so.8']);
    expect(named('2.21.0')).toEqual(['libcudart.so.12', 'libcublas.so.12', 'libcudnn.so.9']);
  });

  it('starts with the driver, without which no other opens', () => {
    expect(['2.9.1', '2.21.0'].map((version) => cudaNeeds(version).required[0])).toEqual([
      'libcuda.so.1',
      'libcuda.so.1',
    ]);
  });
});

describe('isCudaBuild', () => {
  const note = (answer: string) =>
    `import collections\n\nbuild_info = collections.OrderedDict([('is_cuda_build', ${answer}), ('is_rocm_build', False)])\n`;

  it.each([
    ['True', true],
    ['False', false],
  ])('reads %s from the note of a wheel', (answer, expected) => {
    const folder = freshFolder();
    write(join(folder, 'python', 'platform', 'build_info.py'), note(answer));
    expect(isCudaBuild(folder)).toBe(expected);
  });

  it('does not know without the note', () => {
    expect(isCudaBuild(freshFolder())).toBeNull();
  });
});

describe('cudaFolders', () => {
  it('are those beside the tensorflow folder that hold libraries', () => {
    const folder = freshFolder();
    const library = join(folder, 'tensorflow');
    expect(cudaFolders(library)).toEqual([]);
    for (const file of ['cudnn/lib/libcudnn.so.9', 'cublas/lib/libcublas.so.12', 'cuda_nvcc/bin/ptxas']) {
      write(join(folder, 'nvidia', file));
    }
    expect(cudaFolders(library)).toEqual(
      ['cublas', 'cudnn'].map((name) => join(folder, 'nvidia', name, 'lib')),
    );
  });
});
