/**
 * Who may import whom: the table of rooms in ARCHITECTURE.md as rules. A room may import itself
 * and what its row names, nothing else of ours.
 */

/** Room (a folder or file pattern below src) to what it may import of ours. */
const rooms = {
  protocol: { path: '^src/protocol/', may: [] },
  'handshake, host': {
    path: '^src/handshake/(host|guards)',
    may: ['^src/protocol/', '^src/handshake/'],
  },
  'handshake, other parties': {
    path: '^src/handshake/(?!host|guards)',
    may: ['^src/protocol/', '^src/handshake/(?!host)'],
  },
  embed: {
    path: '^src/embed/',
    may: ['^src/embed/', '^src/protocol/', '^src/elements/', '^src/handshake/(host|guards)'],
  },
  elements: {
    path: '^src/elements/',
    may: ['^src/elements/', '^src/protocol/', '^src/handshake/(host|guards)'],
  },
  frame: {
    path: '^src/frame/',
    may: [
      '^src/frame/',
      '^src/protocol/',
      '^src/ui/',
      '^src/handshake/(?!host|guards|backend|signer)',
    ],
  },
  ui: { path: '^src/ui/', may: ['^src/ui/', '^src/protocol/'] },
  linkedin: { path: '^src/linkedin/', may: ['^src/linkedin/'] },
  backend: {
    path: '^src/backend/',
    may: [
      '^src/backend/',
      '^src/protocol/',
      '^src/linkedin/',
      '^src/handshake/(?!host|guards|frame)',
    ],
  },
  sandbox: { path: '^src/sandbox/', may: ['^src/sandbox/', '^src/linkedin/'] },
  cli: {
    path: '^src/cli/',
    may: [
      '^src/(?!embed/|elements/|frame/|ui/)',
      '^src/frame/skeletons\\.ts$',
      '^vite\\.config\\.ts$',
    ],
  },
};

/** Tests may stand on the other side too, and use what tests share. */
const isTest = '\\.test\\.ts$';

const ofRoom = ([name, { path, may }]) => ({
  name: `room: ${name}`,
  severity: 'error',
  comment: `${name} may import of ours: itself, ${may.join(', ') || 'nothing'}`,
  from: { path, pathNot: isTest },
  to: { path: '^(src|demo|test)/|^[^/]+\\.ts$', pathNot: [path, ...may] },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(rooms).map(ofRoom),
    {
      name: 'demo: a customer',
      severity: 'error',
      comment: 'The demo uses what the package exports, as a customer would.',
      from: { path: '^demo/', pathNot: isTest },
      to: { path: '^(src|test)/' },
    },
    {
      name: 'no Node in browsers',
      severity: 'error',
      from: {
        path: '^src/(embed|elements|frame|ui|protocol)/|^src/handshake/(host|guards|frame|keys)',
        pathNot: isTest,
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no packages in host pages',
      severity: 'error',
      comment: 'Each byte is the customer’s; and a second Lit can kill the host’s own.',
      from: {
        path: '^src/(embed|elements)/|^src/handshake/(host|guards)',
        pathNot: isTest,
      },
      to: { path: '^node_modules/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no circle',
      severity: 'error',
      comment:
        'Rooms never form one, by the table. Files of a room may know each other by type, or load ' +
        'each other later, but not need each other to load.',
      from: {},
      to: {
        circular: true,
        viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] },
      },
    },
    {
      name: 'no development tool in the product',
      severity: 'error',
      from: { path: '^src/', pathNot: [isTest, '^src/cli/', 'test-support\\.ts$'] },
      to: { dependencyTypes: ['npm-dev'], pathNot: '^node_modules/dpop/' },
    },
    {
      name: 'everything resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.mjs', '.js'],
    },
  },
};
