/** Follows one request and writes its entry into the journal. */
import type { SandboxClock } from '../clock.ts';
import type { Hit } from '../faults/rules.ts';
import { maxBodyBytes, type Journal } from './journal.ts';
import { queryNames } from './query-names.ts';
import { redacted } from './redact.ts';

export interface Recorder {
  /** Sees what was answered, before a fault spoils it. Passes the answer on. */
  answered(response: Response): Response;
  /**
   * @param response what the client gets; null if that is nothing
   * @returns a promise only if there are bodies to read first
   */
  end(
    about: { readonly application: string | null; readonly records: number },
    response: Response | null,
    hits: readonly Hit[],
  ): Promise<void> | undefined;
}

export function createRecorder(
  journal: Journal,
  clock: SandboxClock,
  request: Request,
  path: string,
): Recorder {
  const startedAt = performance.now();
  const atMs = clock.now();
  const bodies = journal.settings.bodies ? followBodies(request, path) : null;

  return {
    answered(response) {
      bodies?.answered(response);
      return response;
    },
    end({ application, records }, response, hits) {
      const got = hits.some(leavesNothing) ? null : response;
      const entry = {
        atMs,
        method: request.method,
        path,
        query: queryNames(request.url),
        application,
        status: got?.status ?? 0,
        records,
        durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
        requestId: got?.headers.get('x-li-uuid') ?? null,
        ...(hits.length === 0 ? {} : { faults: hits.map(({ id }) => id) }),
      };
      if (bodies === null) {
        journal.add(entry);
        return undefined;
      }
      return bodies.read().then((read) => {
        journal.add({ ...entry, ...read });
      });
    },
  };
}

/** The client has no answer at all, not even half of one. */
const leavesNothing = ({ effect }: Hit): boolean =>
  effect.kind === 'lost' || (effect.kind === 'cut' && effect.when === 'before');

interface Bodies {
  answered(response: Response): void;
  read(): Promise<{ requestBody: string | null; responseBody: string | null }>;
}

/** Copies both bodies as they pass. */
function followBodies(request: Request, path: string): Bodies {
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? null;
  const asked = request.method === 'GET' || request.method === 'HEAD' ? null : request.clone();
  let given: Response | null = null;
  const keep = async (message: Request | Response | null): Promise<string | null> => {
    if (message === null) return null;
    // A client that goes away in the middle leaves a body that cannot be read.
    const text = await message.text().catch(() => '');
    return text === '' || text.length > maxBodyBytes ? null : redacted(path, text, token);
  };
  return {
    answered(response) {
      const type = response.headers.get('content-type') ?? '';
      if (type.includes('json')) given = response.clone();
    },
    read: async () => ({ requestBody: await keep(asked), responseBody: await keep(given) }),
  };
}
