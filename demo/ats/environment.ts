/** What every request to the ATS brings with it. */
import type { Context } from 'hono';
import type { Session } from './sessions.ts';

export interface AtsEnv {
  Variables: {
    /** Null if nobody is signed in. */
    session: Session | null;
    /** For the scripts of the page that is answered. */
    nonce: string;
  };
}

export type AtsContext = Context<AtsEnv>;
