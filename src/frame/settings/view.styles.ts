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

  section {
    padding: 16px;
    border-block-start: 1px solid var(--rsc-line);
  }

  section:first-of-type {
    border-block-start: 0;
  }

  h2,
  h3,
  p,
  dl,
  dd,
  ul,
  legend {
    margin: 0;
    padding: 0;
  }

  h2 {
    font-size: 1rem;
    line-height: 1.4;
  }

  h3,
  legend {
    font-size: inherit;
    font-weight: 600;
  }

  .muted {
    color: var(--rsc-text-muted);
    font-size: var(--rsc-size-small);
  }

  summary {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 32px;
    border-radius: var(--rsc-radius-small);
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

  .connect > p {
    margin-block-end: 8px;
  }

  .connect rsc-plugin-frame {
    border: 1px solid var(--rsc-line);
    border-radius: var(--rsc-radius);
    overflow: clip;
  }

  ul {
    list-style: none;
  }

  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 2px 16px;
    padding-block: 12px;
    border-block-end: 1px solid var(--rsc-line);
    overflow-wrap: anywhere;
  }

  li:last-child {
    border-block-end: 0;
    padding-block-end: 0;
  }

  li rsc-badge {
    align-self: start;
  }

  li p,
  li details {
    grid-column: 1 / -1;
  }

  li summary {
    inline-size: fit-content;
    color: var(--rsc-text-muted);
    font-size: var(--rsc-size-small);
  }

  dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 2px 12px;
    font-size: var(--rsc-size-small);
  }

  dt {
    color: var(--rsc-text-muted);
  }

  code {
    font-family: var(--rsc-mono);
  }

  fieldset {
    min-inline-size: 0;
    margin: 12px 0 0;
    padding: 0;
    border: 0;
  }

  .titled {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 12px;
  }

  .choices {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 260px), 1fr));
    gap: 0 24px;
  }

  label {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 10px;
    align-items: start;
    padding-block: 8px;
    cursor: pointer;
  }

  input {
    inline-size: 18px;
    block-size: 18px;
    margin: 1px 0 0;
    accent-color: var(--rsc-accent);
  }

  label .muted {
    display: block;
  }

  /* Old data stays readable, and looks old. */
  .aged {
    filter: grayscale(1);
  }

  .slow {
    display: flex;
    gap: 8px;
    padding: 12px 16px 0;
    color: var(--rsc-text-muted);
  }

  @media (pointer: coarse) {
    summary,
    label {
      min-block-size: 44px;
    }
  }

  @media (max-width: 419px) {
    li {
      grid-template-columns: minmax(0, 1fr);
    }

    li rsc-badge {
      justify-self: start;
    }
  }
`;
