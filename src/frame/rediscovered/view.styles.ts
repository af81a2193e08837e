import { css } from 'lit';

export const viewStyles = css`
  :host {
    display: block;
    color: var(--rsc-text);
    font: var(--rsc-size) / 1.45 var(--rsc-font);
  }

  main:focus {
    outline: none;
  }

  h2,
  h3,
  h4,
  p,
  ul {
    margin: 0;
    padding: 0;
  }

  ul {
    list-style: none;
  }

  h2 {
    font-size: 1rem;
    line-height: 1.4;
    overflow-wrap: anywhere;
  }

  h3 {
    font-size: 1rem;
    line-height: 1.3;
  }

  h4 {
    margin-block: 8px 2px;
    font-size: var(--rsc-size-small);
  }

  .muted {
    color: var(--rsc-text-muted);
    font-size: var(--rsc-size-small);
  }

  .strong {
    font-weight: 600;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    padding: 16px;
    border-block-end: 1px solid var(--rsc-line);
  }

  .parts {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }

  .parts button {
    border-radius: 999px;
    font-weight: 400;
  }

  .parts button[aria-pressed='true'] {
    border-color: var(--rsc-accent);
    background: var(--rsc-accent-soft);
    color: var(--rsc-accent);
    font-weight: 600;
  }

  .cards > li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(120px, auto);
    gap: 8px 16px;
    padding: 16px;
    border-block-end: 1px solid var(--rsc-line);
    overflow-wrap: anywhere;
  }

  .cards > li:last-child {
    border-block-end: 0;
  }

  .cards > li.done {
    align-items: center;
    background: var(--rsc-surface-sunken);
  }

  button.name {
    display: inline;
    min-block-size: 0;
    padding: 0;
    border: 0;
    background: none;
    color: var(--rsc-accent);
    font-size: inherit;
    text-align: start;
    overflow-wrap: anywhere;
  }

  button.name:hover {
    text-decoration: underline;
  }

  .fit {
    display: grid;
    gap: 4px;
    align-content: start;
    font-weight: 600;
    text-align: end;
  }

  .reasons,
  details,
  .foot,
  .failed {
    grid-column: 1 / -1;
  }

  .reasons {
    display: grid;
    gap: 4px;
  }

  .reasons li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 72px;
    gap: 16px;
    align-items: center;
  }

  .bar {
    display: block;
    inline-size: 100%;
    block-size: 6px;
    border-radius: 3px;
  }

  .groove {
    fill: var(--rsc-bone);
  }

  .share {
    fill: var(--rsc-accent);
  }

  :host(:dir(rtl)) .bar {
    transform: scaleX(-1);
  }

  summary {
    display: flex;
    align-items: center;
    gap: 8px;
    inline-size: fit-content;
    min-block-size: 32px;
    border-radius: var(--rsc-radius-small);
    color: var(--rsc-text-muted);
    font-size: var(--rsc-size-small);
    cursor: pointer;
    list-style: none;
  }

  summary::-webkit-details-marker {
    display: none;
  }

  summary > .icon {
    transition: rotate var(--rsc-quick);
  }

  details[open] > summary > .icon {
    rotate: 180deg;
  }

  .past {
    display: grid;
    gap: 8px;
  }

  .past li {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    align-items: baseline;
  }

  .said {
    flex-basis: 100%;
    white-space: pre-line;
  }

  .foot,
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }

  .foot {
    justify-content: space-between;
  }

  .done .buttons {
    justify-content: end;
  }

  .deed,
  .failed,
  .slow {
    display: flex;
    gap: 8px;
  }

  .deed {
    color: var(--rsc-text-muted);
  }

  .failed {
    color: var(--rsc-bad);
  }

  .slow {
    padding: 12px 16px 0;
    color: var(--rsc-text-muted);
  }

  button.main {
    border-color: var(--rsc-accent);
    background: var(--rsc-accent);
    color: var(--rsc-surface);
  }

  button.main:hover {
    background: color-mix(in srgb, var(--rsc-accent) 85%, var(--rsc-text));
  }

  button.main[aria-disabled='true'] {
    border-color: var(--rsc-line-strong);
    background: var(--rsc-surface);
    color: var(--rsc-text-muted);
  }

  .more {
    padding: 12px 16px 16px;
    border-block-start: 1px solid var(--rsc-line);
    text-align: center;
  }

  /* Old data stays readable, and looks old. */
  .aged {
    filter: grayscale(1);
  }

  @media (pointer: coarse) {
    summary,
    button.name {
      min-block-size: 44px;
    }
  }

  @media (forced-colors: active) {
    .bar {
      forced-color-adjust: none;
      border: 1px solid CanvasText;
      fill: CanvasText;
    }

    .groove {
      fill: Canvas;
    }

    .share {
      fill: CanvasText;
    }

    .parts button[aria-pressed='true'] {
      border-color: Highlight;
      outline: 1px solid Highlight;
    }
  }

  @media (max-width: 419px) {
    .cards > li {
      grid-template-columns: minmax(0, 1fr);
    }

    .fit {
      grid-template-columns: auto minmax(0, 1fr);
      align-items: center;
      gap: 12px;
    }

    .reasons li {
      grid-template-columns: minmax(0, 1fr) 40px;
      gap: 12px;
    }

    .buttons,
    .buttons button {
      flex: 1 1 auto;
    }
  }
`;
