/**
 * Tells the backend about links made and removed in LinkedIn's plugin, and the host page once that
 * was tried.
 *
 * LinkedIn has already acted when we hear of it. So the host's event never waits for more than one
 * try, and never fails to come; what could not be saved is tried again and then left to the person.
 */
import * as z from 'zod/mini';
import { RscError, type ErrorCode } from '../../protocol/errors.ts';
import type { MatchRequest } from '../../protocol/routes.ts';
import type { FrameSession } from '../session.ts';
import { retryDelayMs } from '../backoff.ts';

export interface MatchSaverOptions {
  readonly session: FrameSession;
  /** Something is left unsaved, or with null nothing any more. */
  readonly onChange: (
    unsaved: { readonly action: MatchRequest['action']; readonly code: ErrorCode } | null,
  ) => void;
  readonly onSaved: () => void;
}

export interface MatchSaver {
  /** @param headers of the request, as the profile was asked for */
  save(path: string, match: MatchRequest, headers: Readonly<Record<string, string>>): void;
  /** Tries what is unsaved once more. */
  retry(): void;
  /** The candidate or the person changed; what is unsaved can no longer be said for them. */
  forget(): void;
}

const triesOnOurOwn = 3;

export function createMatchSaver({ session, onChange, onSaved }: MatchSaverOptions): MatchSaver {
  let pending: {
    readonly path: string;
    readonly match: MatchRequest;
    readonly headers: Readonly<Record<string, string>>;
  } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let run = 0;

  async function attempt(tries: number): Promise<void> {
    if (pending === null) return;
    const { path, match, headers } = pending;
    const mine = run;
    try {
      await session.call(z.unknown(), 'POST', path, match, headers);
    } catch (error) {
      if (mine === run && error instanceof RscError) onFailed(error, match, tries);
      return;
    } finally {
      if (tries === 0 && mine === run) tellHost(match);
    }
    if (mine !== run) return;
    pending = null;
    onChange(null);
    onSaved();
  }

  function onFailed(error: RscError, { action }: MatchRequest, tries: number): void {
    onChange({ action, code: error.code });
    const delayMs = tries < triesOnOurOwn ? retryDelayMs(error, tries) : null;
    if (delayMs !== null) timer = setTimeout(() => void attempt(tries + 1), delayMs);
  }

  function tellHost({ action, member }: MatchRequest): void {
    const name = action === 'linked' ? 'rsc-link' : 'rsc-unlink';
    session.send({ t: 'event', name, detail: { member } });
  }

  return {
    save(path, match, headers) {
      clearTimeout(timer);
      run += 1;
      pending = { path, match, headers };
      void attempt(0);
    },
    retry() {
      clearTimeout(timer);
      // Past the first try, so that the host is not told twice.
      void attempt(1);
    },
    forget() {
      clearTimeout(timer);
      run += 1;
      pending = null;
    },
  };
}
