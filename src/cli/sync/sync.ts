/**
 * `rsc sync`: plans and runs the backfill of a customer, and says where its sync stands and why a
 * record is not at LinkedIn, by the admin API of a running backend.
 */
import { syncAnswers } from '../../backend/admin/sync-operations.ts';
import type { CommandOutput } from '../output.ts';
import { createAdminApi, type AdminApi } from './admin-api.ts';
import { SyncCommandError } from './errors.ts';
import { follow, type Terminal } from './follow.ts';
import { parseSyncArguments, parseSyncEnvironment, type SyncArguments } from './options.ts';
import {
  explanationText,
  planText,
  progressText,
  reportText,
  statusText,
  type Backfill,
} from './texts.ts';

export interface SyncCommandParts {
  readonly fetch?: typeof fetch;
  readonly terminal?: Terminal;
}

interface Told {
  readonly json: unknown;
  readonly text: string;
  readonly code: 0 | 1;
}

/**
 * Runs a command and prints what it found.
 * @returns exit code: 0 if all is well, 1 if something needs a person, 2 if it could not be done
 */
export async function sync(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  output: CommandOutput,
  parts: SyncCommandParts = {},
): Promise<0 | 1 | 2> {
  const terminal = parts.terminal ?? { isLive: false, now: Date.now, wait: defaultWait };
  const given = parseSyncArguments(args, terminal.now());
  const settings = parseSyncEnvironment(environment);
  const problem =
    'problem' in given ? given.problem : 'problem' in settings ? settings.problem : null;
  if (problem !== null || 'problem' in given || 'problem' in settings) {
    output.warn(`${problem ?? ''}\n`);
    return 2;
  }
  const { RSC_ORIGIN: origin, RSC_ADMIN_TOKEN: token } = settings;
  const fetch = parts.fetch ?? globalThis.fetch;
  const api = createAdminApi({ origin, token, customer: given.customer, fetch });
  try {
    const told = await commands[given.verb](api, given, { output, terminal });
    output.write(given.json ? `${JSON.stringify(told.json, null, 2)}\n` : told.text);
    return told.code;
  } catch (error) {
    // Errors of ours hold no secret; of others only the class is told.
    const what =
      error instanceof SyncCommandError
        ? error.message
        : `It could not be done: ${error instanceof Error ? error.name : typeof error}`;
    output.warn(`${what}\n`);
    return 2;
  }
}

const defaultWait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

type Command = (
  api: AdminApi,
  given: SyncArguments,
  way: { readonly output: CommandOutput; readonly terminal: Terminal },
) => Promise<Told>;

const scopeOf = ({ sinceMs, resources }: SyncArguments): object => ({
  ...(sinceMs === undefined ? {} : { sinceMs }),
  ...(resources === undefined ? {} : { resources }),
});

const change =
  (verb: 'pause' | 'resume' | 'cancel'): Command =>
  async (api) => {
    const progress = await api.ask('POST', `/backfills/${verb}`, syncAnswers.backfill);
    return { json: progress, text: `${progressText(progress)}\n`, code: 0 };
  };

const commands: Readonly<Record<SyncArguments['verb'], Command>> = {
  async plan(api, given) {
    const plan = await api.ask('POST', '/backfills/plan', syncAnswers.plan, scopeOf(given));
    return { json: plan, text: planText(plan), code: 0 };
  },

  async run(api, given, { output, terminal }) {
    const begun = await api
      .ask('POST', '/backfills', syncAnswers.backfill, scopeOf(given))
      .catch((error: unknown) => {
        if (!(error instanceof SyncCommandError) || error.code !== 'sync_backfill_open')
          throw error;
        // The one that is under way is followed.
        return null;
      });
    const ended = await follow(api, begun?.id ?? null, {
      output: given.json ? null : output,
      terminal,
    });
    return { json: ended, text: reportText(ended), code: isWell(ended) ? 0 : 1 };
  },

  async status(api, _given, { terminal }) {
    const status = await api.ask('GET', '/sync', syncAnswers.status);
    const isBad = status.lane.state === 'failing' || status.lane.state === 'stalled';
    return { json: status, text: statusText(status, terminal.now()), code: isBad ? 1 : 0 };
  },

  async explain(api, { records }) {
    const [ref] = records;
    const told = await api.ask('POST', '/sync/explain', syncAnswers.explanation, { ref });
    return { json: told, text: explanationText(told), code: told.state === 'sent' ? 0 : 1 };
  },

  async retry(api, { records, all, reason }) {
    const target = all ? 'all' : reason === undefined ? records : { reason };
    const told = await api.ask('POST', '/sync/retry', syncAnswers.retried, { target });
    const text = `${String(told.retried)} sent again.\n`;
    return { json: told, text, code: 0 };
  },

  pause: change('pause'),
  resume: change('resume'),
  cancel: change('cancel'),
};

/** Whether all of it is at LinkedIn, or must not be there. */
const isWell = ({ state, report }: Backfill): boolean =>
  state === 'finished' &&
  report !== null &&
  report.addsUp &&
  report.resources.every(
    ({ rejected, invalid, waiting }) =>
      invalid + waiting === 0 && Object.keys(rejected).length === 0,
  );
