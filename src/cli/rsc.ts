#!/usr/bin/env node
/** `rsc`: what a partner runs beside the backend. */
import { doctor, doctorUsage } from './doctor/doctor.ts';
import type { CommandOutput } from './output.ts';
import { rotateKeys, rotateKeysUsage } from './store/rotate-keys.ts';

const help = `${doctorUsage}

Checks a deployment from outside in. Exit code 0: all is well, or nearly; 1: something fails;
2: it could not be checked. docs/doctor.md has the environment it reads.

${rotateKeysUsage}

Seals every secret of the store anew under the first key of RSC_STORE_KEYS. Exit code 0: done; 1: a
value does not open, all others are done; 2: it could not be done. docs/store.md has the rest.
`;

const output: CommandOutput = {
  write: (text) => void process.stdout.write(text),
  warn: (text) => void process.stderr.write(text),
};
const [command, ...rest] = process.argv.slice(2);
if (command === 'doctor') {
  process.exitCode = await doctor(rest, process.env, output);
} else if (command === 'store' && rest[0] === 'rotate-keys') {
  process.exitCode = await rotateKeys(rest.slice(1), process.env, output);
} else {
  const asked = command === '--help' || command === 'help';
  (asked ? process.stdout : process.stderr).write(help);
  process.exitCode = asked ? 0 : 2;
}
