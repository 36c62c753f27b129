import { describeAdapter, webgpuLoader } from '../../../src/tensor/backends/webgpu';

describe('describeAdapter', () => {
  it.each([
    [
      'a graphics card a GPU',
      { vendor: 'nvidia', architecture: 'ampere', description: 'NVIDIA 535.183', isFallbackAdapter: false },
      { device: 'GPU, WebGPU: nvidia ampere (NVIDIA 535.183)', gpu: true },
    ],
    [
      'a driver that computes on the CPU no GPU',
      { vendor: 'mesa', architecture: 'software', description: 'llvmpipe', isFallbackAdapter: true },
      { device: 'CPU, software WebGPU: mesa software (llvmpipe)', gpu: false },
    ],
    [
      'a card without a known architecture a GPU',
      { vendor: 'intel', architecture: '', description: 'Mesa 25', isFallbackAdapter: false },
      { device: 'GPU, WebGPU: intel (Mesa 25)', gpu: true },
    ],
  ])('calls %s', (_what, info, described) => {
    expect(describeAdapter({ info })).toEqual(described);
  });
});

it('does not take another GPU than the one that was asked for', async () => {
  await expect(webgpuLoader.load({ gpuId: 1 })).rejects.toThrow('--gpu-id is for native TensorFlow');
});
