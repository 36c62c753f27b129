// typescript-eslint needs the TypeScript written in JavaScript; typescript-native checks and compiles.
import tseslint from 'typescript-eslint';

/** Randomness, time and output are arguments everywhere but at the edge (src/README.md, Decisions 10). */
const silentLibrary = {
  'no-console': 'error',
  'no-restricted-properties': [
    'error',
    { object: 'Math', property: 'random', message: 'Take a named Random stream as an argument.' },
    { object: 'Date', property: 'now', message: 'Take a Clock as an argument.' },
  ],
  'no-restricted-globals': [
    'error',
    {
      name: 'process',
      message: 'Only cli/, core/processes.ts, tensor/backends/ and tensor/native/ touch it.',
    },
  ],
};

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'dist.*/**',
      'coverage/**',
      'node_modules/**',
      'models/**',
      '.native/**',
      '.native.*/**',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: `${import.meta.dirname}/..` },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Typed arrays are indexed in loops whose bounds are theirs; `!` states that and costs nothing at run time.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/prefer-for-of': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      eqeqeq: 'error',
      'prefer-const': 'error',
    },
  },
  { files: ['src/**/*.ts'], rules: silentLibrary },
  {
    files: ['src/cli/**/*.ts', 'src/core/{clock,processes}.ts', 'src/tensor/{backends,native}/**/*.ts'],
    rules: { 'no-console': 'off', 'no-restricted-properties': 'off', 'no-restricted-globals': 'off' },
  },
);
