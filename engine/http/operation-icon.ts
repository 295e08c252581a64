/** Shapes on a grid of 18 x 18, by the word that the icon's name begins with. */
const SHAPES: readonly (readonly [prefix: string, path: string])[] = [
  ['truck', 'M1 4h9v8H1zM10 7h4l3 3v2h-7zM4 12.5a1.5 1.5 0 1 0 .01 0M13 12.5a1.5 1.5 0 1 0 .01 0'],
  ['package', 'M2 5l7-3 7 3v8l-7 3-7-3zM2 5l7 3 7-3M9 8v8'],
  ['box', 'M2 5l7-3 7 3v8l-7 3-7-3zM2 5l7 3 7-3M9 8v8'],
  ['file', 'M4 1h7l4 4v12H4zM11 1v4h4M7 9h5M7 12h5'],
  ['receipt', 'M3 1h12v16l-2-1.5L11 17l-2-1.5L7 17l-2-1.5L3 17zM6 5h6M6 8h6M6 11h4'],
  ['mail', 'M1 4h16v10H1zM1 4l8 6 8-6'],
  ['message', 'M2 3h14v9H8l-4 4v-4H2z'],
  ['user', 'M9 2a3.5 3.5 0 1 0 .01 0M2 16c0-4 3-6 7-6s7 2 7 6'],
  ['address', 'M9 2a3.5 3.5 0 1 0 .01 0M2 16c0-4 3-6 7-6s7 2 7 6'],
  ['cash', 'M1 4h16v10H1zM9 6.5a2.5 2.5 0 1 0 .01 0'],
  ['coin', 'M9 2a7 7 0 1 0 .01 0M9 5v8M7 7h4M7 11h4'],
  ['trash', 'M3 4h12M7 4V2h4v2M4.5 4l1 12h7l1-12'],
  ['calculator', 'M3 1h12v16H3zM6 4h6v3H6zM6 10h1M9 10h1M12 10h.5M6 13h1M9 13h1M12 13h.5'],
  ['lock', 'M4 8h10v8H4zM6 8V5a3 3 0 0 1 6 0v3'],
  ['check', 'M3 9l4 4 8-9'],
  ['clipboard', 'M3 3h12v14H3zM6 1h6v4H6zM6 9l2 2 4-4'],
];
const DEFAULT_SHAPE = 'M9 6a3 3 0 1 0 .01 0M9 1v3M9 14v3M1 9h3M14 9h3M3.5 3.5l2 2M12.5 12.5l2 2M14.5 3.5l-2 2M5.5 12.5l-2 2';

/** A data URI with a line drawing for an icon name such as `truck-delivery`; a wheel where no drawing fits. */
export function operationIcon(iconName: string): string {
  const path = SHAPES.find(([prefix]) => iconName.startsWith(prefix))?.[1] ?? DEFAULT_SHAPE;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="18" height="18" fill="none" stroke="#1f6f5c" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"><path d="${path}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
