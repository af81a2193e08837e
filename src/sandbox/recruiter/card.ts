/** A part of a page with a heading of its own. */
import { html } from 'hono/html';
import { icon, type Html } from '../pages/page.ts';

export interface CardParts {
  /** Id of the heading: what links and focus go to. */
  readonly id: string;
  readonly heading: string;
  readonly symbol: Parameters<typeof icon>[0];
  readonly body: Html;
  readonly action?: Html;
  /** Whether the part follows what happens elsewhere. */
  readonly isLive?: boolean;
}

export const cardView = ({ id, heading, symbol, body, action, isLive = false }: CardParts): Html =>
  html`<section class="card stack" aria-labelledby="${id}" ${isLive ? html`data-live="${id}"` : ''}>
    <div class="card-head">
      <h2 id="${id}" tabindex="-1">${icon(symbol)}${heading}</h2>
      ${action ?? ''}
    </div>
    ${body}
  </section>`;
