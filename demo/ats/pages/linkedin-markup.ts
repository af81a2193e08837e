/**
 * A page as LinkedIn's own samples for the profile plugin have it: their loader with the key and
 * the extension as its text, their tag, callbacks by name. One thing is changed for us, the `src`
 * of the loader. (The nonces are what any page under a content security policy adds.)
 */
import { html } from 'hono/html';
import { fullName, type Candidate } from '../records/candidate.ts';
import type { AtsOptions } from '../options.ts';
import type { Markup } from './layout.ts';

export const linkedInMarkupBody = (
  { origins, apiKey, integrationContext }: AtsOptions,
  candidate: Candidate,
  nonce: string,
): Markup => html`
  <p class="back">
    <a href="/candidates/${candidate.id}"><bdi>${fullName(candidate)}</bdi></a>
  </p>
  <h1>LinkedIn’s own markup</h1>
  <p class="intro">
    This page is written for LinkedIn’s profile plugin. Only the address of
    <code>in.js</code> is changed.
  </p>
  <section class="panel markup" aria-labelledby="plugin">
    <h2 id="plugin">Profile plugin</h2>
    <script type="text/javascript" src="${origins.backend}/rsc/in.js" nonce="${nonce}">
      api_key: ${apiKey}
      extensions: HcmWidget@https://platform.linkedin.com/rsc/extensions/profile-widget
    </script>

    <script
      type="IN/HcmWidget"
      data-widget-type="ATS"
      data-ats-candidate-id="${candidate.id}"
      data-integration-context="${integrationContext}"
      data-show-unlink-url="true"
      data-confirm-unlink="true"
      data-onlink="link"
      data-onunlink="unlink"
      data-width="800"
    ></script>

    <script nonce="${nonce}">
      function link(member) {
        report('link', member);
      }
      function unlink(member) {
        report('unlink', member);
      }
      function report(name, member) {
        const line = document.createElement('li');
        line.textContent = name + '(' + JSON.stringify(member) + ')';
        document.getElementById('calls').append(line);
      }
    </script>
  </section>
  <section class="panel" aria-labelledby="callbacks">
    <h2 id="callbacks">Calls of link and unlink</h2>
    <div role="log" aria-labelledby="callbacks"><ol id="calls" class="calls"></ol></div>
  </section>
`;
