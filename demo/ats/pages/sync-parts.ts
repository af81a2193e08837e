/** Pieces that parts of the sync page share. */
import { html } from 'hono/html';
import type { Markup } from './layout.ts';

/** A text that the page's script keeps true. */
export const live = (texts: Readonly<Record<string, string>>, name: string): Markup =>
  html`<span data-live="${name}">${texts[name] ?? ''}</span>`;

const timeFormat = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'UTC',
});

export const moment = (at: string | null): Markup | string =>
  at === null
    ? ''
    : html`<time class="quiet" datetime="${at}">${timeFormat.format(new Date(at))} UTC</time>`;
