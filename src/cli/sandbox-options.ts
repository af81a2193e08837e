/** What `npm run sandbox` can be told. */
import { parseArgs } from 'node:util';
import { limitModes, type LimitMode } from '../sandbox/controls/limits/limits.ts';

export interface SandboxCommand {
  readonly port: number;
  /** One line of JSON instead of a table. */
  readonly json: boolean;
  /** Folder that keeps everything; null keeps it in memory. */
  readonly data: string | null;
  readonly host: string;
  /** Undefined if it was not said, so that a folder may have its own. */
  readonly members: number | undefined;
  readonly seed: number | undefined;
  readonly limits: LimitMode;
}

export const defaultPort = 4_500;
export const defaultMembers = 5_000;
export const defaultSeed = 1;
const mostMembers = 200_000;

export const usage = `Usage: npm run sandbox [-- options]

  --port N        port to listen on, 0 for a free one (${defaultPort})
  --json          print one line of JSON when all is ready, and nothing else on stdout
  --data DIR      keep everything in a folder; the same customers and secrets at the next start
  --host H        name or address in the URLs (127.0.0.1)
  --members N     members of LinkedIn, at most ${mostMembers.toLocaleString('en-US')} (${defaultMembers})
  --seed N        members and ids follow from it (${defaultSeed})
  --limits MODE   ${limitModes.join(' or ')} (${limitModes[0]})
  --help          print this`;

/**
 * @returns null if help is wanted
 * @throws TypeError that says what is wrong with the arguments
 */
export function parseSandboxCommand(argumentList: readonly string[]): SandboxCommand | null {
  const { values } = parseArgs({
    args: [...argumentList],
    options: {
      port: { type: 'string', default: String(defaultPort) },
      json: { type: 'boolean', default: false },
      data: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      members: { type: 'string' },
      seed: { type: 'string' },
      limits: { type: 'string', default: limitModes[0] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  const limits = limitModes.find((mode) => mode === values.limits);
  if (limits === undefined) throw new TypeError(`--limits must be ${limitModes.join(' or ')}.`);
  if (values.data === '') throw new TypeError('--data must name a folder.');
  if (!/^(?:[\w.-]+|\[?[0-9a-f:.]+\]?)$/i.test(values.host)) {
    throw new TypeError('--host must be a host name or an address, without port.');
  }
  return {
    port: wholeNumber('--port', values.port, 65_535),
    json: values.json,
    data: values.data ?? null,
    host: values.host,
    members: optionalNumber('--members', values.members, mostMembers),
    seed: optionalNumber('--seed', values.seed, 1_000_000_000),
    limits,
  };
}

const optionalNumber = (
  name: string,
  text: string | undefined,
  most: number,
): number | undefined => (text === undefined ? undefined : wholeNumber(name, text, most));

function wholeNumber(name: string, text: string, most: number): number {
  const value = Number(text);
  if (/^\d{1,10}$/.test(text) && value <= most) return value;
  throw new TypeError(`${name} must be a whole number from 0 to ${most}.`);
}
