/**
 * Style of Recruiter's pages, beside the one all pages have. Sizes are logical, so that the pages
 * can be turned around; nothing is told by colour alone.
 */
export const recruiterStyles = `
:root {
  --good: light-dark(#17603a, #8edbb0);
  --good-ground: light-dark(#e5f3ea, #173324);
  --warn: light-dark(#714a00, #f0c878);
  --warn-ground: light-dark(#fdf3dc, #33280f);
  --danger-ground: light-dark(#fbe9e9, #3a1c1d);
  --edge: light-dark(#7b8896, #8795a4);
}
html.app { background: var(--sunk); }
html.app body { background: var(--sunk); min-block-size: 100vb; display: flex; flex-direction: column; }
main.app { flex: 1; inline-size: 100%; max-inline-size: 78rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
main.app:focus { outline: none; }
main.app > * + * { margin-block-start: 1rem; }
.app h1 { font-size: 1.5rem; text-wrap: balance; }
.app h2 { font-size: 1.0625rem; line-height: 1.35; }
.app h3 { font-size: 1rem; line-height: 1.35; }
h4, h5 { margin: 0; }
.app h4 { font-size: .9375rem; }
.app h5 { font-size: .8125rem; color: var(--quiet); }
/* What an address leads to takes the focus, and is no control. */
.app h2:focus, .app fieldset:focus { outline: none; }
.app [id] { scroll-margin-block-start: 1rem; }
.app code { font-size: .875em; overflow-wrap: anywhere; }
.skip { position: absolute; inset-block-start: -10rem; inset-inline-start: .5rem; background: var(--ground); padding: .6rem 1rem; border-radius: .5rem; z-index: 1; }
.skip:focus { inset-block-start: .5rem; }

.bar { background: var(--ground); border-block-end: 1px solid var(--line); }
.bar-inner { max-inline-size: 78rem; margin: 0 auto; padding: 0 1rem; display: flex; flex-wrap: wrap; align-items: center; gap: 0 1.5rem; }
.brand { display: inline-flex; align-items: center; gap: .5rem; min-block-size: 3rem; font-weight: 700; color: var(--ink); text-decoration: none; }
.brand .icon { color: var(--accent); }
.areas { flex: 1 1 auto; }
.areas ul { display: flex; flex-wrap: wrap; gap: 0 .25rem; }
.areas a { display: inline-flex; align-items: center; gap: .35rem; min-block-size: 3rem; padding-inline: .65rem; color: var(--ink); text-decoration: none; border-block: 3px solid transparent; }
.areas a:hover { border-block-end-color: var(--line); }
.areas a[aria-current] { color: var(--accent); font-weight: 600; border-block-end-color: var(--accent); }
.count { display: inline-block; min-inline-size: 1.35rem; padding-inline: .35rem; border-radius: 1rem; text-align: center; font-size: .75rem; font-weight: 700; line-height: 1.35rem; background: var(--warn-ground); color: var(--warn); border: 1px solid var(--warn); }
.who { display: flex; align-items: center; gap: .25rem .75rem; flex-wrap: wrap; padding-block: .35rem; }
.who p { line-height: 1.25; }
.who p .small { display: block; }
.who a { display: inline-flex; align-items: center; min-block-size: 1.75rem; }
.foot { display: flex; align-items: center; justify-content: center; gap: .5rem; padding: 1rem; font-size: .8125rem; color: var(--quiet); border-block-start: 1px solid var(--line); }
.foot .icon { inline-size: 1.1rem; block-size: 1.1rem; }

.app .card { padding: 1.25rem; }
.narrow { max-inline-size: 44rem; }
.stack > * + * { margin-block-start: 1rem; }
.stack > h4 + *, .stack > h5 + *, .application.stack > h5 + * { margin-block-start: .25rem; }
.application.stack > * + * { margin-block-start: .75rem; }
.stack > input[type=hidden]:first-child + * { margin-block-start: 0; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; align-items: start; }
.card-head { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; }
.card-head h2 { display: flex; align-items: center; gap: .5rem; }
.card-head h2 .icon { color: var(--accent); inline-size: 1.25rem; block-size: 1.25rem; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
.app button.plain { padding-inline: .25rem; }
.app .button .icon { inline-size: 1.1rem; block-size: 1.1rem; margin-inline-end: .4rem; }
.button.main { background: var(--accent); color: var(--on-accent); }
.button.main:hover { filter: brightness(1.1); }
.back { font-size: .875rem; }
.back a { display: inline-block; padding-block: .2rem; }

.message { background: var(--ground); border: 1px solid var(--line); border-inline-start: 4px solid var(--edge); border-radius: .5rem; padding: .6rem .9rem; }
.message .icon { inline-size: 1.1rem; block-size: 1.1rem; vertical-align: -.2rem; margin-inline-end: .35rem; }
.message.good { background: var(--good-ground); border-color: var(--good); color: var(--good); }
.message.warn { background: var(--warn-ground); border-color: var(--warn); color: var(--warn); }
.message.danger { background: var(--danger-ground); border-color: var(--danger); color: var(--danger); }
.message.good a, .message.warn a, .message.danger a, .message.good .quiet, .message.warn .quiet { color: inherit; }
.tags { display: flex; flex-wrap: wrap; gap: .35rem; margin-block-start: .4rem; }
.tags:empty { display: none; }
.tag { display: inline-flex; align-items: center; gap: .3rem; max-inline-size: 100%; padding: .05rem .6rem; min-block-size: 1.6rem; border: 1px solid var(--line); border-radius: 1rem; font-size: .8125rem; background: var(--ground); color: var(--ink); text-decoration: none; font-weight: 400; }
.tag .icon { inline-size: .95rem; block-size: .95rem; }
.tag.good { background: var(--good-ground); border-color: var(--good); color: var(--good); }
.tag.warn { background: var(--warn-ground); border-color: var(--warn); color: var(--warn); }
a.tag:hover { text-decoration: underline; }

.field label { display: block; font-weight: 600; margin-block-end: .25rem; }
.hint { font-size: .8125rem; color: var(--quiet); margin-block-end: .25rem; }
.field .problem { min-block-size: 0; font-size: .875rem; margin-block-end: .25rem; }
textarea { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--edge); border-radius: .5rem; padding: .5rem .6rem; inline-size: 100%; resize: vertical; display: block; }
[aria-invalid] { border-color: var(--danger); border-width: 2px; }
input[type=radio], input[type=checkbox] { inline-size: 1.15rem; block-size: 1.15rem; min-block-size: 0; margin: .2rem 0 0; flex: none; accent-color: var(--accent); }
fieldset { border: 0; margin: 0; padding: 0; min-inline-size: 0; }
legend { padding: 0; font-weight: 600; margin-block-end: .25rem; }
.choice { display: flex; gap: .6rem; align-items: flex-start; padding-block: .35rem; min-block-size: 2rem; cursor: pointer; }
.choice > span { min-inline-size: 0; display: flex; flex-wrap: wrap; gap: 0 .6rem; align-items: baseline; }
fieldset.inline { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: center; }
fieldset.inline legend { float: inline-start; margin: 0; }
fieldset[disabled] { color: var(--quiet); }
.filters-row { display: flex; flex-wrap: wrap; gap: .75rem 1.5rem; align-items: end; }
.filters-row .field { flex: 1 1 16rem; }
.find { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; }
.find .field { flex: 1 1 14rem; }
.job-options { max-block-size: 22rem; overflow-y: auto; border: 1px solid var(--line); border-radius: .5rem; padding: .35rem .75rem; margin-block-start: .35rem; }
.job-options .choice + .choice { border-block-start: 1px solid var(--line); }
form:has([name=destination][value=pool]:checked) .jobs { display: none; }

.people { container-type: inline-size; }
.people > li { padding-block: 1rem; border-block-start: 1px solid var(--line); }
.people > li:first-child { border-block-start: 0; }
.person { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .5rem 1rem; align-items: start; }
.person .portrait { inline-size: 3.25rem; block-size: 3.25rem; }
.person h2, .person h3 { font-size: 1rem; }
.person h2 a, .person h3 a, .row h2 a { display: inline-block; padding-block: .1rem; }
.person-actions { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: .4rem; }
.person-actions .button { min-block-size: 2rem; padding-inline: .75rem; font-size: .875rem; }
.why { margin-block-start: .5rem; padding: .5rem .75rem; background: var(--sunk); border-radius: .5rem; }
.pager { display: flex; justify-content: space-between; align-items: center; gap: 1rem; border-block-start: 1px solid var(--line); padding-block-start: 1rem; }
.rows > li { padding-block: .9rem; border-block-start: 1px solid var(--line); }
.rows > li:first-child { border-block-start: 0; padding-block-start: 0; }
.row { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; justify-content: space-between; align-items: center; }
.row > div:first-child { flex: 1 1 20rem; min-inline-size: 0; }
.row > div > * + * { margin-block-start: .25rem; }
.counts { display: flex; gap: 1.25rem; }
.counts dt { font-size: .8125rem; color: var(--quiet); }
.counts dd { font-size: 1.125rem; font-weight: 600; font-variant-numeric: tabular-nums; }

.pairs > div { display: grid; grid-template-columns: minmax(7rem, 1fr) 2fr; gap: .25rem 1rem; padding-block: .4rem; border-block-end: 1px solid var(--line); }
.pairs dt { color: var(--quiet); }
.pairs dd { font-weight: 600; }
.candidate + .candidate { border-block-start: 1px solid var(--line); padding-block-start: 1rem; }
.application { background: var(--sunk); border-radius: .5rem; padding: .9rem; }
.stages { border-inline-start: 2px solid var(--edge); padding-inline-start: .9rem; }
.stages li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; padding-block: .15rem; }
.texts > li + li { margin-block-start: .9rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.texts .icon { inline-size: .95rem; block-size: .95rem; vertical-align: -.15rem; margin-inline-end: .2rem; }
.scores { display: flex; flex-wrap: wrap; gap: .25rem 1rem; font-size: .875rem; margin-block: .25rem; }
.scores div { display: flex; gap: .4rem; }
.scores dt { color: var(--quiet); }
.scores dd { font-weight: 600; }
.excerpt { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.thread > li { max-inline-size: 38rem; padding: .75rem 1rem; border-radius: .75rem; border: 1px solid var(--line); background: var(--sunk); }
.thread > li + li { margin-block-start: .75rem; }
.thread > .from-member { margin-inline-start: auto; background: var(--good-ground); border-color: var(--good); }
.thread > .from-member .quiet { color: inherit; }

.backstage { border: 2px dashed var(--warn); background: var(--warn-ground); border-radius: .75rem; padding: 1.25rem; }
.backstage-mark { display: flex; align-items: center; gap: .4rem; font-size: .8125rem; font-weight: 700; color: var(--warn); }
.backstage-mark .icon { inline-size: 1.1rem; block-size: 1.1rem; }
.backstage .quiet { color: inherit; }
.backstage a, .backstage summary { color: var(--ink); text-decoration: underline; }
.backstage button { background: var(--ground); }
.backstage button.main { background: var(--accent); }
.app details > summary { min-block-size: 2rem; padding-block: .25rem; margin: 0; }

.chips-nav a { display: inline-block; padding-block: .15rem; text-decoration: none; }
.rule { display: grid; gap: .75rem 1.5rem; padding-block: 1rem; border-block-start: 1px solid var(--line); }
.rules > .rule:first-child { border-block-start: 0; padding-block-start: 0; }
.rule h3 { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .6rem; }
.rule > div > * + * { margin-block-start: .5rem; }
.steps { list-style: decimal; padding-inline-start: 1.35rem; }
.steps li + li { margin-block-start: .2rem; }
.facts-list { background: var(--sunk); border-radius: .5rem; padding: .6rem .9rem; align-self: start; }
.facts-list > div { display: flex; justify-content: space-between; gap: .25rem 1rem; flex-wrap: wrap; padding-block: .15rem; }
.facts-list dt { color: var(--quiet); font-size: .875rem; }
.facts-list dd { font-weight: 600; font-variant-numeric: tabular-nums; min-inline-size: 0; }

@media (min-width: 48rem) {
  .rule { grid-template-columns: minmax(0, 3fr) minmax(14rem, 2fr); }
}
@container (min-width: 24rem) {
  .person-actions { grid-column: 2; }
}
@container (min-width: 44rem) {
  .person { grid-template-columns: auto minmax(0, 1fr) auto; }
  .person-actions { grid-column: 3; }
}
@media (min-width: 60rem) {
  .columns.search { grid-template-columns: 17rem minmax(0, 1fr); }
  .columns.profile { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); }
}
@media (max-width: 30rem) {
  .app .card, .backstage { padding: 1rem; }
  .areas ul { gap: 0; }
  .areas a { padding-inline: .3rem; font-size: .875rem; min-block-size: 2.5rem; }
}
@media (forced-colors: active) {
  .tag, .message, .application, .thread > li, .why, .facts-list, .count { border: 1px solid CanvasText; }
  .areas a[aria-current] { border-block-end-color: Highlight; }
  .areas a { border-block-color: Canvas; }
}
`;
