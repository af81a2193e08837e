/** What `npm run demo` can be told. */
import { parseArgs } from 'node:util';
import { defaultFirstPort, siteCount } from './addresses.ts';

export interface CommandLine {
  /** One line of JSON instead of a table. */
  readonly json: boolean;
  readonly firstPort: number;
}

export const usage = `Usage: npm run demo [-- options]

  --port N   first of ${String(siteCount)} neighbouring ports (${String(defaultFirstPort)})
  --json     print one line of JSON when all is ready, and nothing else on stdout
  --help     print this`;

/**
 * @returns null if help is wanted
 * @throws TypeError that says what is wrong with the arguments
 */
export function parseCommandLine(argumentList: readonly string[]): CommandLine | null {
  const { values } = parseArgs({
    args: [...argumentList],
    options: {
      json: { type: 'boolean', default: false },
      port: { type: 'string', default: String(defaultFirstPort) },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  const firstPort = Number(values.port);
  const last = 65_535 - siteCount + 1;
  if (!/^\d+$/.test(values.port) || firstPort < 1 || firstPort > last) {
    throw new TypeError(`--port must be a whole number from 1 to ${String(last)}.`);
  }
  return { json: values.json, firstPort };
}
