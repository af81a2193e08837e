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
  }

  h3 {
    min-inline-size: 0;
    font-size: 1rem;
    line-height: 1.3;
  }

  .muted {
    color: var(--rsc-text-muted);
    font-size: var(--rsc-size-small);
  }

  /* As tall with the button as without it: nothing moves when it comes. */
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    min-block-size: 57px;
    padding: 12px 16px;
    border-block-end: 1px solid var(--rsc-line);
  }

  .new {
    border-color: var(--rsc-accent);
    border-radius: 999px;
    background: var(--rsc-accent-soft);
    color: var(--rsc-accent);
  }

  .rows > li {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 6px;
    padding: 14px 16px;
    border-block-end: 1px solid var(--rsc-line);
    border-inline-start: 3px solid transparent;
    overflow-wrap: anywhere;
  }

  .rows > li[data-state='review'] {
    border-inline-start-color: var(--rsc-accent);
  }

  .rows > li[data-state='dismissed'] {
    background: var(--rsc-surface-sunken);
  }

  .head {
    display: flex;
    align-items: start;
    justify-content: space-between;
    gap: 12px;
  }

  .head rsc-badge {
    flex: none;
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

  /* What people write may be long; all of it stands in the details. */
  .name > bdi,
  bdi.name,
  .clamp {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    line-clamp: 3;
  }

  .reason {
    display: inline-block;
    padding: 0 8px;
    border: 1px solid var(--rsc-line);
    border-radius: 999px;
    font-size: var(--rsc-size-small);
  }

  .notices {
    display: grid;
    gap: 2px;
    color: var(--rsc-text-muted);
    font-size: var(--rsc-size-small);
  }

  .notices li,
  .failed,
  .slow {
    display: flex;
    gap: 8px;
  }

  .failed {
    color: var(--rsc-bad);
  }

  .failed button {
    margin-block-start: 4px;
  }

  .slow {
    padding: 12px 16px 0;
    color: var(--rsc-text-muted);
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-start: 4px;
  }

  .buttons button[data-ask='compare'] {
    border-color: var(--rsc-accent);
    background: var(--rsc-accent);
    color: var(--rsc-surface);
  }

  .buttons button[data-ask='compare']:hover {
    background: color-mix(in srgb, var(--rsc-accent) 85%, var(--rsc-text));
  }

  [aria-expanded='true'] > .icon {
    rotate: 180deg;
  }

  rsc-export-detail {
    display: block;
    margin-block-start: 6px;
  }

  .more {
    padding: 12px 16px;
    border-block-end: 1px solid var(--rsc-line);
    text-align: center;
  }

  .keys {
    padding: 8px 16px;
    color: var(--rsc-text-muted);
    font-size: var(--rsc-size-small);
  }

  summary {
    display: flex;
    align-items: center;
    gap: 8px;
    inline-size: fit-content;
    min-block-size: 32px;
    border-radius: var(--rsc-radius-small);
    cursor: pointer;
    list-style: none;
  }

  summary::-webkit-details-marker {
    display: none;
  }

  details[open] > summary > .icon {
    rotate: 180deg;
  }

  /* Old data stays readable, and looks old. */
  .aged {
    filter: grayscale(1);
  }

  @media (pointer: coarse) {
    header {
      min-block-size: 69px;
    }

    summary,
    button.name {
      min-block-size: 44px;
    }
  }

  @media (forced-colors: active) {
    .rows > li {
      border-inline-start-color: Canvas;
    }

    .rows > li[data-state='review'] {
      border-inline-start-color: Highlight;
    }
  }

  @media (max-width: 419px) {
    .buttons button {
      flex: 1 1 auto;
    }
  }

  @media print {
    .keys {
      display: none;
    }
  }
`;
