/**
 * A process that exports people until it is killed: `node killed.test-support.ts FOLDER URL COUNT`.
 * Writes the request ids it has stored to its output, one a line.
 */
import { openStorage } from '../state/sqlite.ts';
import { createWorld } from './world.test-support.ts';

const [, , folder = '', url = '', count = ''] = process.argv;
const world = createWorld({ storage: await openStorage(folder), settings: { validation: 'off' } });
world.configure('acme', url);
for (let made = 0; made < Number(count); made += 1) {
  const requestId = world.export('acme');
  world.state.commit();
  process.stdout.write(`${requestId}\n`);
}
setInterval(() => undefined, 1_000);
