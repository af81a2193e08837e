/** Portraits of people who do not exist: drawn from the id, the same each time. */
import { createRandom } from '../state/people.ts';

const backgrounds = ['#d6e4ee', '#e9dccb', '#d9e6d3', '#e6d6e4', '#dcdff0', '#f0e2b6'];
const skins = ['#f3d3bd', '#e0ac8a', '#c58c6a', '#9a6444', '#6f4530', '#f7dfd0'];
const hairs = ['#2b211c', '#5b3a22', '#8c6239', '#b8b2aa', '#1a1a22', '#a4532f'];
const clothes = ['#345a78', '#5d6d3a', '#7a3b4e', '#3d3f58', '#8a6a2f', '#2f6b66'];

/** An SVG document, 96 by 96. */
export function portrait(id: string): string {
  let hash = 7;
  for (const char of id) hash = (Math.imul(hash, 31) + (char.codePointAt(0) ?? 0)) >>> 0;
  const random = createRandom(hash);
  const pick = (colors: readonly string[]): string =>
    colors[Math.floor(random() * colors.length)] ?? '#888888';
  const hair = pick(hairs);
  const long = random() < 0.45;
  const fringe = 30 + random() * 8;
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96">',
    `<rect width="96" height="96" fill="${pick(backgrounds)}"/>`,
    long ? `<path d="M26 44a22 22 0 0 1 44 0v26H26z" fill="${hair}"/>` : '',
    `<path d="M14 96c2-20 16-26 34-26s32 6 34 26z" fill="${pick(clothes)}"/>`,
    ...face(pick(skins)),
    `<path d="M28 44c-2-18 8-26 20-26s22 8 20 26c-3-8-6-${fringe.toFixed(0)}-20-${(fringe - 22).toFixed(0)}-12 0-16 6-20 12z" fill="${hair}"/>`,
    '</svg>',
  ].join('');
}

const face = (skin: string): string[] => [
  `<path d="M40 58h16v14c0 5-16 5-16 0z" fill="${skin}"/>`,
  `<ellipse cx="48" cy="46" rx="17" ry="20" fill="${skin}"/>`,
  '<circle cx="41" cy="46" r="1.8" fill="#2b211c"/><circle cx="55" cy="46" r="1.8" fill="#2b211c"/>',
  '<path d="M42 56q6 4 12 0" stroke="#7a3b30" stroke-width="1.6" fill="none" stroke-linecap="round"/>',
];
