#!/usr/bin/env node
/** `rsc`: what a partner runs beside the backend. */
import { doctor, doctorUsage } from './doctor/doctor.ts';
import type { CommandOutput } from './output.ts';
import { rotateKeys, rotateKeysUsage } from './store/rotate-keys.ts';
import { syncUsage } from './sync/options.ts';
import { sync } from './sync/sync.ts';

const help = `${doctorUsage}

Checks a deployment from outside in. Exit code 0: all is well, or nearly; 1: something fails;
2: it could not be checked. docs/doctor.md has the environment it reads.

${rotateKeysUsage}

Seals every secret of the store anew under the first key of RSC_STORE_KEYS. Exit code 0: done; 1: a
value does not open, all others are done; 2: it could not be done. docs/store.md has the rest.

${syncUsage}

Plans and runs the history of a customer, says how its sync stands and why a record is not at
LinkedIn, and sends again what was put aside; by RSC_ORIGIN and RSC_ADMIN_TOKEN. A RECORD is written
as candidates/17 or stages/900/3. Exit code 0: all is well; 1: something needs a person; 2: it could
not be done. docs/sync.md has the rest.
`;

const output: CommandOutput = {
  write: (text) => void process.stdout.write(text),
  warn: (text) => void process.stderr.write(text),
};
const [command, ...rest] = process.argv.slice(2);
if (command === 'doctor') {
  process.exitCode = await doctor(rest, process.env, output);
} else if (command === 'sync') {
  const isLive = process.stderr.isTTY && process.env['TERM'] !== 'dumb';
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      setTimeout(resolve, ms);
    });
  const terminal = { isLive, now: Date.now, wait };
  process.exitCode = await sync(rest, process.env, output, { terminal });
} else if (command === 'store' && rest[0] === 'rotate-keys') {
  process.exitCode = await rotateKeys(rest.slice(1), process.env, output);
} else {
  const asked = command === '--help' || command === 'help';
  (asked ? process.stdout : process.stderr).write(help);
  process.exitCode = asked ? 0 : 2;
}
