/** The one tag a customer adds to a page. */
import { html } from 'hono/html';
import type { AtsOptions } from '../options.ts';
import type { Markup } from './layout.ts';

/** Loads the partner's elements; `/rsc/context` is where they ask for contexts by default. */
export const embedTag = ({ origins, partner }: AtsOptions, nonce: string): Markup => html`
  <script
    async
    nonce="${nonce}"
    src="${origins.backend}/rsc/embed.js"
    data-tenant="${partner.tenant}"
  ></script>
`;
