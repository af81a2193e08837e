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

  .slow {
    display: flex;
    gap: 8px;
    margin: 0;
    padding: 12px 16px 0;
    color: var(--rsc-text-muted);
  }
`;
