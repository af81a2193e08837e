/**
 * `npm run demo`: starts the demo, says where it is, and runs until it is told to stop.
 * Stdout gets the table, or with `--json` one line and nothing else; everything else is stderr's.
 */
import { parseCommandLine, usage } from './config/command-line.ts';
import { startDemo, type Demo } from './config/demo.ts';
import { PortInUseError } from './config/listeners.ts';
import { describeDemo } from './config/table.ts';

async function main(): Promise<number> {
  let commandLine;
  try {
    commandLine = parseCommandLine(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (commandLine === null) {
    console.log(usage);
    return 0;
  }

  let isStopped = false;
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        isStopped = true;
        resolve();
      });
    }
  });

  const { json, firstPort } = commandLine;
  let demo: Demo;
  try {
    demo = await startDemo(firstPort);
  } catch (error) {
    console.error(explain(error, firstPort));
    return 1;
  }
  if (!isStopped) {
    console.log(json ? JSON.stringify(demo.info) : describeDemo(demo.info));
    await stopped;
  }
  await demo.close();
  return 0;
}

function explain(error: unknown, firstPort: number): string {
  if (error instanceof PortInUseError) {
    const other = firstPort + 1_000 > 65_000 ? 4_400 : firstPort + 1_000;
    return `${error.message} Choose other ports: npm run demo -- --port ${String(other)}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

// Sockets and timers of libraries must not keep a demo alive that has ended.
process.exit(await main());
