/**
 * A sandbox with a folder in a process of its own, to be killed: `node sandbox-server.ts FOLDER`.
 * Prints its port when it is ready.
 */
import { serve } from '@hono/node-server';
import { createSandbox, openStorage } from '../../src/sandbox/index.ts';

const [, , folder = ''] = process.argv;
const sandbox = createSandbox({
  origin: 'http://linkedin.test',
  members: 20,
  storage: await openStorage(folder),
  applications: [
    {
      clientId: 'app',
      clientSecret: 'secret',
      name: 'ATS - Acme',
      organizations: ['urn:li:organization:5001'],
      validJsSdkDomains: [],
    },
  ],
  accounts: [],
  limits: 'off',
});
serve(
  { fetch: (request) => sandbox.fetch(request), port: 0, hostname: '127.0.0.1' },
  ({ port }) => {
    console.warn(`port ${String(port)}`);
  },
);
