/** What `rsc sync` is told by its arguments and its environment. */
import * as z from 'zod';
import { parseRefText, syncResources } from '../../backend/sync/resources.ts';
import type { RecordRef } from '../../backend/sync/ports.ts';

export const verbs = [
  'plan',
  'run',
  'status',
  'explain',
  'retry',
  'pause',
  'resume',
  'cancel',
] as const;
export type Verb = (typeof verbs)[number];

export const syncUsage = [
  'rsc sync plan|run --customer ID [--since 2y|DATE|all] [--resources LIST] [--json]',
  'rsc sync status|pause|resume|cancel --customer ID [--json]',
  'rsc sync explain RECORD --customer ID [--json]',
  'rsc sync retry RECORD…|--all|--reason REASON --customer ID [--json]',
].join('\n');

export interface SyncArguments {
  readonly verb: Verb;
  readonly customer: string;
  readonly json: boolean;
  /** As the admin API takes it; 0: all. */
  readonly sinceMs: number | undefined;
  readonly resources: readonly string[] | undefined;
  readonly records: readonly RecordRef[];
  readonly all: boolean;
  readonly reason: string | undefined;
}

const dayMs = 86_400_000;
const spans: Readonly<Record<string, number>> = { d: dayMs, w: 7 * dayMs, y: 365 * dayMs };
/** Options of these have a value. */
const valued = new Set(['--customer', '--since', '--resources', '--reason']);

/** @returns what is wrong, in a sentence, or what was meant */
export function parseSyncArguments(
  args: readonly string[],
  nowMs: number,
): SyncArguments | { readonly problem: string } {
  const [verb, ...rest] = args;
  const known = verbs.find((each) => each === verb);
  if (known === undefined) return { problem: syncUsage };
  const values = new Map<string, string>();
  const flags = new Set<string>();
  const names: string[] = [];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (valued.has(arg)) {
      const value = rest.shift();
      if (value === undefined) return { problem: `${arg} needs a value\n${syncUsage}` };
      values.set(arg, value);
    } else if (arg === '--json' || arg === '--all') flags.add(arg);
    else if (arg.startsWith('-')) return { problem: `${arg} is unknown\n${syncUsage}` };
    else names.push(arg);
  }
  const customer = values.get('--customer') ?? '';
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(customer)) {
    return { problem: `--customer must be the id of a customer\n${syncUsage}` };
  }
  const problem = misplaced(known, values, flags, names);
  if (problem !== null) return { problem: `${problem}\n${syncUsage}` };
  const since = sinceOf(values.get('--since'), nowMs);
  if (since === null) return { problem: '--since must be like 2y, 30d, 2024-01-31 or all' };
  const resources = values.get('--resources')?.split(',');
  const unknown = resources?.find((name) => !syncResources.some((each) => each === name));
  if (unknown !== undefined) {
    return { problem: `--resources must be some of ${syncResources.join(',')}` };
  }
  let records: RecordRef[];
  try {
    records = names.map(parseRefText);
  } catch (error) {
    return { problem: error instanceof TypeError ? error.message : syncUsage };
  }
  return {
    verb: known,
    customer,
    json: flags.has('--json'),
    sinceMs: since,
    resources,
    records,
    all: flags.has('--all'),
    reason: values.get('--reason'),
  };
}

/** What does not belong to a verb. */
function misplaced(
  verb: Verb,
  values: ReadonlyMap<string, string>,
  flags: ReadonlySet<string>,
  names: readonly string[],
): string | null {
  const isScoped = verb === 'plan' || verb === 'run';
  for (const option of ['--since', '--resources']) {
    if (values.has(option) && !isScoped) return `${option} is of plan and run`;
  }
  const targets = names.length > 0 ? 1 : 0;
  if (verb === 'retry') {
    const given = targets + (flags.has('--all') ? 1 : 0) + (values.has('--reason') ? 1 : 0);
    return given === 1 ? null : 'retry needs records, --all or --reason';
  }
  if (flags.has('--all') || values.has('--reason')) return '--all and --reason are of retry';
  if (verb === 'explain') return names.length === 1 ? null : 'explain needs one record';
  return targets === 0 ? null : `${verb} takes no record`;
}

/** @returns null if it cannot be meant */
function sinceOf(text: string | undefined, nowMs: number): number | undefined | null {
  if (text === undefined) return undefined;
  if (text === 'all') return 0;
  const [, amount, unit = ''] = /^(\d{1,5})([dwy])$/.exec(text) ?? [];
  const spanMs = spans[unit];
  if (amount !== undefined && spanMs !== undefined) {
    return Math.max(1, nowMs - Number(amount) * spanMs);
  }
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) || atMs < 1 ? null : atMs;
}

const environment = z.object({
  RSC_ORIGIN: z.url().refine((url) => new URL(url).origin === url),
  RSC_ADMIN_TOKEN: z.string().min(1),
});

/** @returns what is wrong, by name and never by value, or what was found */
export function parseSyncEnvironment(
  given: Readonly<Record<string, string | undefined>>,
): z.infer<typeof environment> | { readonly problem: string } {
  const parsed = environment.safeParse(given);
  if (parsed.success) return parsed.data;
  const rules: Readonly<Record<string, string>> = {
    RSC_ORIGIN: 'RSC_ORIGIN must be an origin such as https://partner.example.com',
    RSC_ADMIN_TOKEN: 'RSC_ADMIN_TOKEN must be the token of an operator',
  };
  return {
    problem: parsed.error.issues.map(({ path }) => rules[String(path[0])] ?? '').join('\n'),
  };
}
