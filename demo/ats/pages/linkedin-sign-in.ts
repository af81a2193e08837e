/**
 * Where LinkedIn's stand-in sends people back to after a sign-in on its own pages. Browsers that
 * block third-party cookies would keep that login out of frames, so a frame of LinkedIn's takes a
 * one-time code from this page's address and keeps a cookie for this site alone.
 */
import { html } from 'hono/html';
import type { Markup } from './layout.ts';

/** @param frameUrl address at LinkedIn with the one-time code, or null if there was none */
export const linkedInSignInBody = (frameUrl: string | null): Markup => html`
  <div class="message">
    <h1>${frameUrl === null ? 'LinkedIn did not answer as expected' : 'Signed in to LinkedIn'}</h1>
    <p>
      ${
        frameUrl === null
          ? 'The address holds no code of LinkedIn’s. Sign in again from there.'
          : 'Profiles open in Fieldbook from now on, in this browser.'
      }
    </p>
    <p><a class="button primary" href="/candidates">Go to the candidates</a></p>
    ${
      frameUrl === null
        ? ''
        : html`<iframe class="handover" title="LinkedIn sign-in" src="${frameUrl}"></iframe>`
    }
  </div>
`;
