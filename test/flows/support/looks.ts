/** What elements look like, as far as computed styles tell. */
import type { Page } from 'playwright-core';

/** Part of an element of ours, and its computed styles. */
export type Look = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Our parts as they are drawn; sizes that follow the host's layout are left out. */
export const lookOf = (page: Page): Promise<Look> =>
  page.evaluate(() => {
    const properties = [
      ...['display', 'visibility', 'opacity', 'position', 'float', 'clear', 'zIndex', 'order'],
      ...['color', 'backgroundColor', 'backgroundImage', 'boxShadow', 'filter', 'transform'],
      ...['fontFamily', 'fontSize', 'fontWeight', 'fontStyle', 'lineHeight', 'letterSpacing'],
      ...['wordSpacing', 'textTransform', 'textIndent', 'textAlign', 'textDecorationLine'],
      ...['textShadow', 'whiteSpace', 'direction', 'writingMode', 'boxSizing', 'cursor'],
      ...['paddingTop', 'paddingLeft', 'marginTop', 'marginLeft', 'borderTopWidth'],
      ...['borderTopStyle', 'borderTopColor', 'borderTopLeftRadius', 'outlineStyle'],
      ...['transitionDuration', 'animationName', 'pointerEvents', 'userSelect', 'fill', 'stroke'],
      ...['strokeWidth', 'overflowX', 'overflowY'],
    ] as const;
    const parts: Record<string, [string, string]> = {
      'profile .box': ['rsc-profile-widget', '.box'],
      'profile iframe': ['rsc-profile-widget', 'iframe'],
      'compact button': ['rsc-in-ats-indicator:not([variant])', 'button'],
      'compact svg': ['rsc-in-ats-indicator:not([variant])', 'svg'],
      'compact path': ['rsc-in-ats-indicator:not([variant])', 'path'],
      'expanded button': ['rsc-in-ats-indicator[variant]', 'button'],
      'expanded label': ['rsc-in-ats-indicator[variant]', 'span'],
    };
    const look: Record<string, Record<string, string>> = {};
    for (const [name, [element, part]] of Object.entries(parts)) {
      const found = document.querySelector(element)?.shadowRoot?.querySelector(part);
      if (!found) continue;
      const styles = getComputedStyle(found);
      const seen: Record<string, string> = {};
      for (const property of properties) seen[property] = styles[property];
      look[name] = seen;
    }
    return look;
  });

/** All computed styles of the host's own elements, marked by `data-host`. */
export const stylesOfHost = (page: Page): Promise<Look> =>
  page.evaluate(() => {
    const look: Record<string, Record<string, string>> = {};
    for (const element of document.querySelectorAll<HTMLElement>('[data-host]')) {
      const styles = getComputedStyle(element);
      const seen: Record<string, string> = {};
      for (const property of styles) seen[property] = styles.getPropertyValue(property);
      look[element.dataset['host'] ?? ''] = seen;
    }
    return look;
  });
