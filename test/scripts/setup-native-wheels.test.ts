import { requirementsOfExtra } from '../../scripts/setup-native/wheels';

it('takes from a wheel what its extra names, and neither what it always needs nor other extras', () => {
  const requires = [
    'numpy>=1.26.0',
    'nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"',
    "nvidia-nccl-cu12<3.0,>=2.27.7 ; extra == 'and-cuda'",
    'tensorflow-io>=0.23.1; (sys_platform != "win32" and python_version < "3.13") and extra == "gcs-filesystem"',
    'something; extra == "and-cuda-13"',
  ];
  expect(requirementsOfExtra(requires, 'and-cuda')).toEqual([
    'nvidia-cublas-cu12<13.0,>=12.5.3.2',
    'nvidia-nccl-cu12<3.0,>=2.27.7',
  ]);
});
