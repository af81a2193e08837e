/**
 * `npm run sandbox`: starts LinkedIn's stand-in, says where it is and who its customers are, and
 * runs until it is told to stop. Stdout gets the table, or with `--json` one line and nothing else;
 * everything else is stderr's.
 */
import { Console } from 'node:console';
import { HostError } from '../sandbox/node/addresses.ts';
import { PortInUseError } from '../sandbox/node/listen.ts';
import { serveSandbox, type ServedSandbox } from '../sandbox/node/serve.ts';
import { createStandardSeed } from '../sandbox/seed/standard.ts';
import { FolderInUseError } from '../sandbox/state/sqlite.ts';
import { FolderError, openFolder } from './sandbox-folder.ts';
import { describeSandbox, infoOf } from './sandbox-info.ts';
import {
  defaultMembers,
  defaultSeed,
  parseSandboxCommand,
  usage,
  type SandboxCommand,
} from './sandbox-options.ts';

// Libraries that print do not know what stdout is for here.
globalThis.console = new Console(process.stderr, process.stderr);

async function main(): Promise<number> {
  let command: SandboxCommand | null;
  try {
    command = parseSandboxCommand(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (command === null) {
    await print(usage);
    return 0;
  }

  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolve();
      });
    }
  });
  let served: Started;
  try {
    served = await start(command);
  } catch (error) {
    console.error(explain(error, command));
    return 1;
  }
  await print(served.announcement);
  if (!served.isPrivate) {
    console.error(`Whoever can reach ${command.host} can use this sandbox and its controls.`);
  }
  await stopped;
  await served.close();
  return 0;
}

interface Started extends Pick<ServedSandbox, 'isPrivate' | 'close'> {
  readonly announcement: string;
}

async function start(command: SandboxCommand): Promise<Started> {
  const { port, host, limits, data, json } = command;
  const defaults = { seed: defaultSeed, members: defaultMembers };
  const { seed, members } = command;
  const folder = data === null ? null : await openFolder(data, { seed, members }, defaults);
  const world =
    folder?.seed ??
    createStandardSeed({ seed: seed ?? defaults.seed, members: members ?? defaults.members });
  try {
    const served = await serveSandbox({
      ...world,
      port,
      host,
      limits,
      ...(folder === null ? {} : { storage: folder.storage }),
    });
    const info = infoOf(served.sandbox, world);
    return {
      isPrivate: served.isPrivate,
      close: () => served.close(),
      announcement: json ? JSON.stringify(info) : describeSandbox(info, data),
    };
  } catch (error) {
    folder?.storage.close();
    throw error;
  }
}

/** One sentence where the person can do something; the whole story where it is our fault. */
function explain(error: unknown, { host }: SandboxCommand): string {
  if (error instanceof PortInUseError) {
    return `${error.message} Choose another: npm run sandbox -- --port 0`;
  }
  if ((error as NodeJS.ErrnoException).code === 'EADDRNOTAVAIL') {
    return `${host} is not an address of this machine.`;
  }
  if ((error as NodeJS.ErrnoException).code === 'EACCES') {
    return 'This port needs more rights than you have; choose one above 1023.';
  }
  const isTold = [FolderInUseError, FolderError, HostError].some((kind) => error instanceof kind);
  if (error instanceof Error) return isTold ? error.message : (error.stack ?? error.message);
  return String(error);
}

/** Waits until it is written: a pipe may be slower than the end of the process. */
const print = (text: string): Promise<void> =>
  new Promise((resolve) => {
    process.stdout.write(`${text}\n`, () => {
      resolve();
    });
  });

// Sockets and timers must not keep a sandbox alive that has ended.
process.exit(await main());
