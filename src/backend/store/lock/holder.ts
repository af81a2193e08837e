/**
 * Who holds a folder, and whether that process still lives.
 *
 * A pid alone does not tell: pids are used again. With the time the process started, in ticks since
 * boot, and the id of that boot it does, as long as both processes see the same pids. Two containers
 * on one volume do not, nor do two machines on one share, nor anybody after a reboot. There the
 * holder's heartbeat decides: it touches its file every few seconds, and whoever wants the folder
 * watches the file for longer than that. No clocks are compared.
 */
import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';

const holderSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** When the process started, in clock ticks since boot; null where the system does not say. */
  startedAt: z.string().nullable(),
  bootId: z.string().nullable(),
  pidNamespace: z.string().nullable(),
  /** `claiming` until the claim is verified; `released` by a holder that has closed its store. */
  state: z.enum(['claiming', 'held', 'released']),
});

/** What a lock file says. */
export type Holder = z.infer<typeof holderSchema>;

/** Milliseconds between two heartbeats, and for which a silent file is watched. */
export interface Heartbeat {
  readonly everyMs: number;
  readonly silentMs: number;
}

/** Long enough for a holder whose main thread is busy with one long query. */
export const defaultHeartbeat: Heartbeat = { everyMs: 4_000, silentMs: 20_000 };

/** This process. */
export const ownIdentity = (): Omit<Holder, 'state'> => ({
  pid: process.pid,
  host: hostname(),
  startedAt: startOf(process.pid),
  bootId: readOrNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
  pidNamespace: readOrNull(() => readlinkSync('/proc/self/ns/pid')),
});

/** Reads a lock file; null while it is empty or half written, or is no lock file. */
export function parseHolder(text: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Tells whether a holder lives; watches its file at `path` if there is no quicker way. */
export async function isAlive(holder: Holder, path: string, beat: Heartbeat): Promise<boolean> {
  const own = ownIdentity();
  if (own.bootId !== null && own.pidNamespace !== null && holder.bootId === own.bootId) {
    if (holder.pidNamespace === own.pidNamespace) return isSameProcess(holder);
  } else if (own.bootId === null && holder.host === own.host && !exists(holder.pid)) {
    return false;
  }
  return beats(path, beat.silentMs);
}

function isSameProcess({ pid, startedAt }: Holder): boolean {
  if (!exists(pid)) return false;
  const start = startOf(pid);
  // The system may hide processes of other users: what exists and cannot be told apart, lives.
  return start === null || startedAt === null || start === startedAt;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is such a process, of another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Start time of a process, field 22 of `/proc/<pid>/stat`; null if unknown, `gone` if it has ended
 * and only waits for its parent to look.
 */
function startOf(pid: number): string | null {
  const stat = readOrNull(() => readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
  if (stat === null) return null;
  // The second field is the program's name in brackets, and may hold anything, brackets too.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? 'gone' : (fields[19] ?? null);
}

async function beats(path: string, silentMs: number): Promise<boolean> {
  const before = stampOf(path);
  const until = performance.now() + silentMs;
  while (performance.now() < until) {
    await delay(Math.min(250, silentMs / 10));
    if (stampOf(path) !== before) return true;
  }
  return false;
}

/** Changes with each heartbeat, and when the file is written or goes away. */
const stampOf = (path: string): string | null =>
  readOrNull(() => {
    const { mtimeNs, size } = statSync(path, { bigint: true });
    return `${String(mtimeNs)} ${String(size)}`;
  });

function readOrNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
