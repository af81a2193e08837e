/** Times as the sandbox's pages write them: in UTC, so that a page says the same on every machine. */
import { html } from 'hono/html';
import type { Html } from './page.ts';

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** An ATS may send any whole number; not each is a date. */
const dateOf = (atMs: number): Date | null => {
  const date = new Date(atMs);
  return Number.isNaN(date.getTime()) ? null : date;
};

/** A day, for example `2 Mar 2026`. */
export function dayView(atMs: number): Html {
  const date = dateOf(atMs);
  return date === null
    ? html`unknown date`
    : html`<time datetime="${date.toISOString().slice(0, 10)}">${day.format(date)}</time>`;
}

/** A time, for example `2 Mar 2026, 10:00 UTC`. */
export function timeView(atMs: number): Html {
  const date = dateOf(atMs);
  return date === null
    ? html`unknown time`
    : html`<time datetime="${date.toISOString()}"
        >${day.format(date)}, ${clock.format(date)} UTC</time
      >`;
}
