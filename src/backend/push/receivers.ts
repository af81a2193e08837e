/**
 * Whose address a push came to, with the secret that its signature is checked with. Each is looked up
 * when it comes, so that what an operator changes counts at once. In a crowd there is less asking: what
 * was found a moment ago is used again, and addresses that nobody is known to have wait together.
 */
import { createHash } from 'node:crypto';
import type { CallbackTokens, TokenOwner } from '../onboarding/callback-tokens.ts';
import { OnboardingError } from '../onboarding/errors.ts';
import type { Child, LinkedInAccess } from '../onboarding/linkedin-access.ts';
import { createGrouped } from './grouped.ts';

export interface Receivers {
  /** Null if nobody has the address, or nothing can be received there. @throws StoreError */
  of(token: string): Promise<Child | null>;
}

const maxKept = 5_000;
/** So many at once are a crowd. */
const crowd = 4;
/** How old an answer may be that is used again in a crowd, in milliseconds. */
const momentMs = 250;
/** How long addresses wait together that nobody is known to have. */
const strangersMs = 50;

export function createReceivers(
  access: LinkedInAccess,
  callbacks: Pick<CallbackTokens, 'ownersOf'>,
): Receivers {
  const children = new Map<string, { readonly revision: number; readonly child: Promise<Child> }>();
  /** Addresses that somebody has had, by hash. */
  const known = new Map<string, { readonly owner: TokenOwner; readonly atMs: number }>();
  const lookUp = createGrouped((tokens: readonly string[]) => callbacks.ownersOf(tokens));
  const lookUpStranger = createGrouped((tokens: readonly string[]) => callbacks.ownersOf(tokens), {
    gatherMs: strangersMs,
  });
  let waiting = 0;

  async function ownerOf(token: string): Promise<TokenOwner | null> {
    const key = createHash('sha256').update(token).digest('base64');
    const before = known.get(key);
    const atMs = performance.now();
    if (before !== undefined && waiting > crowd && atMs - before.atMs < momentMs) {
      return before.owner;
    }
    waiting += 1;
    try {
      const owner = await (before === undefined ? lookUpStranger : lookUp)(token);
      known.delete(key);
      if (owner !== null) keep(known, key, { owner, atMs });
      return owner;
    } finally {
      waiting -= 1;
    }
  }

  function childOf({ tenantId, revision }: TokenOwner): Promise<Child> {
    const kept = children.get(tenantId);
    if (kept?.revision === revision) return kept.child;
    const child = access.child(tenantId);
    children.delete(tenantId);
    keep(children, tenantId, { revision, child });
    child.catch(() => {
      if (children.get(tenantId)?.child === child) children.delete(tenantId);
    });
    return child;
  }

  return {
    async of(token) {
      const owner = await ownerOf(token);
      if (owner === null) return null;
      try {
        return await childOf(owner);
      } catch (error) {
        // Not set up yet, or gone meanwhile: there is nobody to receive it.
        if (error instanceof OnboardingError) return null;
        throw error;
      }
    },
  };
}

/** Adds to a map of limited size; what was added first goes. */
function keep<V>(map: Map<string, V>, key: string, value: V): void {
  map.set(key, value);
  const oldest = map.keys().next();
  if (map.size > maxKept && oldest.done !== true) map.delete(oldest.value);
}
