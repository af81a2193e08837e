#!/usr/bin/env node
/** `rsc`: what a partner runs beside the backend. */
import { doctor } from './doctor/doctor.ts';

const help = `rsc doctor [--json] [--customer ID]

Checks a deployment from outside in. Exit code 0: all is well, or nearly; 1: something fails;
2: it could not be checked. docs/doctor.md has the environment it reads.
`;

const [command, ...rest] = process.argv.slice(2);
if (command === 'doctor') {
  process.exitCode = await doctor(rest, process.env, {
    write: (text) => void process.stdout.write(text),
    warn: (text) => void process.stderr.write(text),
  });
} else {
  const asked = command === '--help' || command === 'help';
  (asked ? process.stdout : process.stderr).write(help);
  process.exitCode = asked ? 0 : 2;
}
