/**
 * Icons as inline SVG: the frame's CSP allows no other origin, and text colour applies to them.
 * All are decoration and hidden from assistive technology; what they mean is said in words.
 */
import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';

const shapes = {
  check: svg`<circle cx="10" cy="10" r="7.25"/><path d="m6.8 10.2 2.2 2.2 4.3-4.6"/>`,
  hand: svg`<circle cx="8" cy="6.5" r="3"/><path d="M2.8 16.5c.4-3 2.4-4.7 5.2-4.7 1 0 1.9.2 2.7.6"/><path d="m12 15 1.8 1.8 3.4-3.7"/>`,
  search: svg`<circle cx="8.8" cy="8.8" r="5.3"/><path d="m12.8 12.8 4 4"/>`,
  clock: svg`<circle cx="10" cy="10" r="7.25"/><path d="M10 5.8V10l2.8 1.8"/>`,
  refresh: svg`<path d="M16.3 8.2A6.6 6.6 0 0 0 4.4 6.5L3 8.2"/><path d="M3 4.4v3.8h3.8"/><path d="M3.7 11.8a6.6 6.6 0 0 0 11.9 1.7l1.4-1.7"/><path d="M17 15.6v-3.8h-3.8"/>`,
  warning: svg`<path d="M8.7 3.6 2.4 14.4A1.5 1.5 0 0 0 3.7 16.7h12.6a1.5 1.5 0 0 0 1.3-2.3L11.3 3.6a1.5 1.5 0 0 0-2.6 0Z"/><path d="M10 7.8v3.6"/><path d="M10 14v.1"/>`,
  info: svg`<circle cx="10" cy="10" r="7.25"/><path d="M10 9.2v4.2"/><path d="M10 6.5v.1"/>`,
  lock: svg`<rect x="4" y="8.8" width="12" height="8" rx="1.5"/><path d="M6.8 8.8V6.3a3.2 3.2 0 0 1 6.4 0v2.5"/>`,
  offline: svg`<path d="m3 3 14 14"/><path d="M7 5.3a5 5 0 0 1 7.3 3.5 3.5 3.5 0 0 1 2 5.9"/><path d="M5.4 8.2A4.1 4.1 0 0 0 6 16.3h7.5"/>`,
  blocked: svg`<circle cx="10" cy="10" r="7.25"/><path d="m5 5 10 10"/>`,
  upload: svg`<path d="M10 13V4"/><path d="m6.5 7.3 3.5-3.5 3.5 3.5"/><path d="M3.5 13v2.2c0 .8.6 1.5 1.4 1.5h10.2c.8 0 1.4-.7 1.4-1.5V13"/>`,
  link: svg`<path d="M8.5 11.5a3.4 3.4 0 0 0 4.9 0l2.5-2.6A3.4 3.4 0 0 0 11 4l-1 1"/><path d="M11.5 8.5a3.4 3.4 0 0 0-4.9 0l-2.5 2.6A3.4 3.4 0 0 0 9 16l1-1"/>`,
  unlink: svg`<path d="m13 12.2 2.9-3.3A3.4 3.4 0 0 0 11 4l-1 1"/><path d="m7 7.8-2.9 3.3A3.4 3.4 0 0 0 9 16l1-1"/><path d="m3.5 3.5 13 13"/>`,
  plus: svg`<circle cx="10" cy="10" r="7.25"/><path d="M10 6.8v6.4M6.8 10h6.4"/>`,
  copy: svg`<rect x="7" y="7" width="9.5" height="9.5" rx="1.5"/><path d="M13 7V5a1.5 1.5 0 0 0-1.5-1.5H5A1.5 1.5 0 0 0 3.5 5v6.5A1.5 1.5 0 0 0 5 13h2"/>`,
  down: svg`<path d="m5.5 8 4.5 4.5L14.5 8"/>`,
  quiet: svg`<path d="M3.5 11.5 5.6 5a1.5 1.5 0 0 1 1.4-1h6a1.5 1.5 0 0 1 1.4 1l2.1 6.5v3.3c0 .8-.6 1.5-1.4 1.5H4.9c-.8 0-1.4-.7-1.4-1.5z"/><path d="M3.5 11.5h3.7c.3 1.3 1.4 2 2.8 2s2.5-.7 2.8-2h3.7"/>`,
} satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof shapes;

/** An icon as tall as 1.25 lines of the text beside it. */
export const icon = (name: IconName): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">${shapes[name]}</svg>`;
