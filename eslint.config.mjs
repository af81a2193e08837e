/** Lint rules: what the compiler cannot see and a reviewer should not have to look for. */
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const tests = ['**/*.test.ts', 'test/**'];
/** Code that runs in the customer's page. */
const hostRooms = [
  'src/embed/**',
  'src/elements/**',
  'src/handshake/host*.ts',
  'src/handshake/guards.ts',
];
const frameRooms = ['src/frame/**', 'src/ui/**', 'src/handshake/frame.ts'];
const serverRooms = [
  'src/backend/**',
  'src/linkedin/**',
  'src/sandbox/**',
  'src/handshake/backend.ts',
  'src/handshake/signer.ts',
  'src/handshake/replay.ts',
];

const ban = (/** @type {string} */ selector, /** @type {string} */ message) => ({
  selector,
  message,
});

const everywhere = [
  ban(
    "CallExpression[callee.property.name='postMessage'] > Literal[value='*']",
    "Name the target origin: '*' sends to whoever has taken the window over.",
  ),
  ban(
    "CallExpression[callee.property.name='postMessage'] Property[key.name='targetOrigin'] > Literal[value='*']",
    "Name the target origin: '*' sends to whoever has taken the window over.",
  ),
];

const testNames = '/^(?:describe|it|test|suite|bench)$/';
const inTests = [
  ban(
    `MemberExpression[object.name=${testNames}][property.name='only']`,
    'Leaves all other tests out.',
  ),
  ban(
    `MemberExpression[object.name=${testNames}][property.name=/^(?:skip|todo|fails)$/]`,
    'Write the test, or say under which condition it runs (skipIf, runIf).',
  ),
  ban('CallExpression[callee.name=/^(?:xit|xdescribe|fit|fdescribe)$/]', 'Leaves tests out.'),
  ban(
    'CallExpression[callee.name=/^(?:it|test)$/] > ArrowFunctionExpression > :function.body',
    'The inner function never runs.',
  ),
  ban(
    'CallExpression[callee.name=/^(?:it|test)$/] > :function > BlockStatement > ReturnStatement > :function.argument',
    'The inner function never runs.',
  ),
];

const inSources = [ban('ExportDefaultDeclaration', 'Named exports only.')];

const inHostPages = [
  ban(
    'MemberExpression[property.name=/^(?:innerHTML|outerHTML|insertAdjacentHTML|srcdoc|setHTMLUnsafe)$/]',
    "A host's Trusted Types policy forbids HTML from text; make elements with the DOM API.",
  ),
  ban(
    "CallExpression[callee.property.name='createElement'] > Literal[value='style']",
    "A host's style-src forbids style elements; adopt a style sheet.",
  ),
  ban(
    "CallExpression[callee.property.name='setAttribute'] > Literal[value='style']",
    "A host's style-src forbids style attributes; set properties of element.style.",
  ),
  ban(
    "MemberExpression[property.name='cssText']",
    'Set properties one by one; cssText counts as a style attribute in some browsers.',
  ),
];

const syntax = (/** @type {{selector: string, message: string}[][]} */ ...bans) => ({
  'no-restricted-syntax': /** @type {const} */ (['error', ...bans.flat()]),
});

const noGlobals = (/** @type {string} */ message, /** @type {string[]} */ ...names) => ({
  'no-restricted-globals': /** @type {const} */ ([
    'error',
    ...names.map((name) => ({ name, message })),
  ]),
});

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.cache/', 'node_modules/']),
  {
    files: ['**/*.{ts,mjs,cjs}'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true }],
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'no-eval': 'error',
      'no-implied-eval': 'off',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      ...syntax(everywhere),
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': [
        'error',
        // Comparing DOM with a snapshot waits; the types say so of all that compares.
        {
          allowForKnownSafeCalls: ['Equal', 'Assertion'].flatMap((name) =>
            ['chai', '@open-wc/semantic-dom-diff'].map((from) => ({
              from: /** @type {const} */ ('package'),
              name,
              package: from,
            })),
          ),
        },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Our interfaces write methods in the short form; none of them uses `this`.
      '@typescript-eslint/unbound-method': 'off',
      // Interfaces of ports and fakes are async where only some implementations wait.
      '@typescript-eslint/require-await': 'off',
      // What may be absent is read with brackets, so that it shows.
      '@typescript-eslint/dot-notation': 'off',
    },
  },
  { files: ['src/**', 'demo/**'], rules: syntax(everywhere, inSources) },
  {
    files: hostRooms,
    extends: [wc.configs['flat/recommended'], wc.configs['flat/best-practice']],
    rules: {
      ...syntax(everywhere, inSources, inHostPages),
      ...noGlobals('There is no Node in a browser.', 'process', 'Buffer', 'require', 'global'),
      // The element and its events, or two elements that belong together, may share a file.
      'wc/no-exports-with-element': 'off',
    },
  },
  {
    files: frameRooms,
    extends: [lit.configs['flat/recommended'], litA11y.configs.recommended],
    plugins: { lit, 'lit-a11y': litA11y },
    rules: noGlobals('There is no Node in a browser.', 'process', 'Buffer', 'require', 'global'),
  },
  {
    files: serverRooms,
    // Functions that the sandbox sends to browsers as their own source.
    ignores: [...tests, 'src/sandbox/browser/**'],
    rules: noGlobals(
      'There is no page on a server.',
      ...['document', 'window', 'self', 'navigator', 'location', 'history', 'parent', 'top'],
      ...['localStorage', 'sessionStorage', 'customElements', 'HTMLElement', 'MutationObserver'],
    ),
  },
  {
    files: tests,
    rules: {
      ...syntax(everywhere, inTests),
      '@typescript-eslint/no-non-null-assertion': 'off',
      // chai's assertions are property reads.
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  { files: ['src/cli/**', 'demo/**', 'test/bench/**'], rules: { 'no-console': 'off' } },
  {
    files: ['*.{mjs,cjs}', '.*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
    },
  },
);
