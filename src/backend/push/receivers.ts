/**
 * Whose address a push came to, with the secret that its signature is checked with. Opened secrets are
 * kept as long as nothing of the customer has changed, which each look tells: so a flood costs few
 * queries, and what an operator changes counts at once.
 */
import type { CallbackTokens } from '../onboarding/callback-tokens.ts';
import { OnboardingError } from '../onboarding/errors.ts';
import type { Child, LinkedInAccess } from '../onboarding/linkedin-access.ts';

export interface Receivers {
  /** Null if nobody has the address, or nothing can be received there. @throws StoreError */
  of(token: string): Promise<Child | null>;
}

const maxKept = 2_000;

export function createReceivers(
  access: LinkedInAccess,
  callbacks: Pick<CallbackTokens, 'ownerOf'>,
): Receivers {
  const kept = new Map<string, { readonly revision: number; readonly child: Promise<Child> }>();

  function childOf(tenantId: string, revision: number): Promise<Child> {
    const known = kept.get(tenantId);
    if (known?.revision === revision) return known.child;
    const child = access.child(tenantId);
    kept.delete(tenantId);
    kept.set(tenantId, { revision, child });
    child.catch(() => {
      if (kept.get(tenantId)?.child === child) kept.delete(tenantId);
    });
    const oldest = kept.keys().next();
    if (kept.size > maxKept && oldest.done !== true) kept.delete(oldest.value);
    return child;
  }

  return {
    async of(token) {
      const owner = await callbacks.ownerOf(token);
      if (owner === null) return null;
      try {
        return await childOf(owner.tenantId, owner.revision);
      } catch (error) {
        // Not set up yet, or gone meanwhile: there is nobody to receive it.
        if (error instanceof OnboardingError) return null;
        throw error;
      }
    },
  };
}
