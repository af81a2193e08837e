/** Gives a test page the tokens of a frame document, in light or dark. */
import { tokens } from './tokens.ts';

export const appearances = ['light', 'dark'] as const;

const page = `
  body { background: var(--rsc-surface); color: var(--rsc-text);
    font: var(--rsc-size)/1.45 var(--rsc-font); }
`;

/** Dresses the document; call the returned function to undress it. */
export function useAppearance(appearance: (typeof appearances)[number]): () => void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(tokens + page);
  document.adoptedStyleSheets.push(sheet);
  document.documentElement.dataset['appearance'] = appearance;
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    delete document.documentElement.dataset['appearance'];
  };
}
